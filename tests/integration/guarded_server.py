"""Data behind a login: files by HTTP with parts on request, and OPeNDAP; and modules that stand in for libraries."""

import base64
import contextlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from load_code_support import serving

BASIC = f"Basic {base64.b64encode(b'me:pass word').decode()}"
BEARER = "Bearer t0ken"

EARTHACCESS = f"""
import fsspec, requests

def login():
    return True

def get_fsspec_https_session():
    return fsspec.filesystem("https", client_kwargs={{"headers": {{"Authorization": {BEARER!r}}}}})

def get_requests_https_session():
    session = requests.Session()
    session.headers["Authorization"] = {BEARER!r}
    return session

def get_s3_credentials(daac=None):
    assert daac == "PODAAC", daac
    return {{"accessKeyId": "testing", "secretAccessKey": "testing", "sessionToken": "testing"}}
"""
PLANETARY = """
def sign(url):
    return url + "?sig=signed"
"""


class _Guarded(SimpleHTTPRequestHandler):
    """Files for who may see them: by header, or by a signature in the address."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def send_head(self) -> Any:
        path, _, query = self.path.partition("?")
        wanted = {"basic": BASIC, "bearer": BEARER}.get(path.split("/")[1])
        if wanted is None and query != "sig=signed":
            self.send_error(403)
            return None
        if wanted is not None and self.headers["Authorization"] != wanted:
            self.send_response(401)
            self.send_header("WWW-Authenticate", f"{wanted.split()[0]} realm=x")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        # Libraries also ask for what lies beside a file.
        self.path = "/" + "/".join(path.split("/")[2:])
        part = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        return self._part(int(part[1]), int(part[2])) if part else super().send_head()

    def _part(self, first: int, last: int) -> Any:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return None
        file = path.open("rb")
        size = path.stat().st_size
        last = min(last, size - 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        file.seek(first)
        self._left = last - first + 1
        return file

    def copyfile(self, source: Any, outputfile: Any) -> None:
        left = getattr(self, "_left", None)
        outputfile.write(source.read() if left is None else source.read(left))
        self._left = None


@contextlib.contextmanager
def guarded_server(folder: Path) -> Iterator[str]:
    """Serve a folder to who logs in; below ``/basic``, ``/bearer`` and ``/signed``. Yields the URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Guarded, directory=str(folder)))
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


def guarded(application: Callable[..., Any], wanted: str) -> Callable[..., Any]:
    """A WSGI application that answers 401 to who is not logged in."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if environ.get("HTTP_AUTHORIZATION") == wanted:
            return application(environ, start_response)
        start_response("401 Unauthorized", [("WWW-Authenticate", "Basic realm=x"), ("Content-Length", "0")])
        return []

    return answer
