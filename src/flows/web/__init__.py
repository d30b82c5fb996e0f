"""The HTTP edge: pages, sign-in and who may see what. It opens and ends every transaction."""

from flows.web.application import create_app

__all__ = ["create_app"]
