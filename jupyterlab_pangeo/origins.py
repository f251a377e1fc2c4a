"""Which pages may open a WebSocket here."""

import re
from typing import Any
from urllib.parse import urlsplit


def is_own_origin(handler: Any, origin: str | None) -> bool:
    """Whether a WebSocket's origin is this server's own, or one that the operator allows.

    Hosts are compared whole and in lower case; a pattern must match the whole origin. A request
    without an origin comes from a program, and is let in only where it shows a token (a browser
    always sends an origin, so that a cookie alone is not enough).
    """
    given = origin or handler.request.headers.get("Origin") or handler.request.headers.get("Sec-Websocket-Origin")
    if not given:
        return bool(handler.token_authenticated)
    given = given.lower()
    if handler.allow_origin == "*" or (handler.allow_origin and given == handler.allow_origin.lower()):
        return True
    if handler.allow_origin_pat and re.fullmatch(handler.allow_origin_pat, given):
        return True
    parts = urlsplit(given)
    return parts.scheme in {"http", "https"} and parts.netloc == handler.request.headers.get("Host", "").lower()
