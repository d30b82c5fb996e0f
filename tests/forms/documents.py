"""Small files of every kind, as programs write them, and files that pretend."""

import struct
import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)
GIF = b"GIF89a" + bytes(20)
WEBP = b"RIFF" + struct.pack("<I", 20) + b"WEBPVP8 " + bytes(12)
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(100)
ELF = b"\x7fELF\x02\x01\x01" + bytes(100)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def zipped(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A zip file with these entries; `first` comes before them, unpacked."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(name, "<x/>" * 20)
    return written.getvalue()


def word(*more: str) -> bytes:
    return zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml", *more)


def excel(*more: str) -> bytes:
    return zipped("xl/workbook.xml", "_rels/.rels", *more, "[Content_Types].xml")


def powerpoint() -> bytes:
    return zipped("[Content_Types].xml", "ppt/presentation.xml")


def open_document(kind: str, *more: str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped("content.xml", *more, first=("mimetype", media_type))
