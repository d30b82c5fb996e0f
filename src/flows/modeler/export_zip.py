"""A package as a zip: the same bytes for the same files, wherever it is made."""

import zipfile
from io import BytesIO

from flows.catalog import Package


def zip_of(package: Package) -> bytes:
    """The package's folder, packed. `read_import` reads it again as it was."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in sorted(package.files):
            entry = zipfile.ZipInfo(f"{package.name}/{name}")  # dated 1980, always
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, package.files[name])
    return stream.getvalue()
