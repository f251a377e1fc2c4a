"""What access to data needs beyond an address."""

from typing import Any, Literal

SIGNATURES = ("x-amz-signature=", "x-goog-signature=", "&sig=", "?sig=", "&signature=", "?signature=")

Auth = Literal["none", "requester-pays", "s3-profile", "earthdata", "signed-url", "bearer"]


def auth_of(urls: list[str], options: dict[str, Any], arguments: dict[str, Any]) -> Auth:
    """What addresses with these storage options and arguments ask for.

    Parameters
    ----------
    urls
        Where the data lie.
    options, arguments
        As the catalog gives them for fsspec and for what opens the data.
    """
    if options.get("requester_pays"):
        return "requester-pays"
    if options.get("profile"):
        return "s3-profile"
    if arguments.get("auth") in ("urs", "esgf") or any("earthdata.nasa.gov" in url for url in urls):
        return "earthdata"
    if any(mark in url.lower() for url in urls for mark in SIGNATURES):
        return "signed-url"
    headers = options.get("headers")
    if isinstance(headers, dict) and any(str(key).lower() == "authorization" for key in headers):
        return "bearer"
    return "none"
