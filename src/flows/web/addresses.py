"""Addresses that a browser hands back to us, trusted only when they stay inside."""

from urllib.parse import urlsplit


def inside(address: str | None, otherwise: str = "/") -> str:
    """The address when it is a path on this site, else `otherwise`."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    if any(ord(character) < 0x20 or character == "\\" for character in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address
