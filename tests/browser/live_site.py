"""A site on a port."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.web.site import Site
from werkzeug.serving import WSGIRequestHandler, make_server


@dataclass(frozen=True)
class LiveSite:
    """A site and its address."""

    site: Site
    address: str


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(site: Site) -> Iterator[LiveSite]:
    """Serve a site from threads of this process, for as long as the block runs."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield LiveSite(site, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
