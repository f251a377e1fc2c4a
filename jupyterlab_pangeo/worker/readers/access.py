"""What access to data needs beyond an address."""

import re
from typing import Any, Literal

Auth = Literal[
    "none", "requester-pays", "s3-profile", "earthdata", "netrc", "planetary-computer", "signed-url", "bearer"
]

SIGNATURES = ("x-amz-signature=", "x-goog-signature=", "&sig=", "?sig=", "&signature=", "?signature=")

# Where NASA's Earthdata login opens the door. Its token is never sent anywhere else.
EARTHDATA_HOSTS = (
    *("earthdata.nasa.gov", "earthdatacloud.nasa.gov", "eosdis.nasa.gov", "oceandata.sci.gsfc.nasa.gov"),
    *("e4ftl01.cr.usgs.gov", "ecs.nsidc.org", "datapool.asf.alaska.edu"),
)
# Catalogs and pictures, for everyone.
_OPEN_HOSTS = ("cmr.earthdata.nasa.gov", "gibs.earthdata.nasa.gov", "cmr.uat.earthdata.nasa.gov")
# What names of NASA's buckets begin with; src/catalog/code/access.ts says which of its centres each belongs to.
EARTHDATA_BUCKETS = (
    *("podaac-ops-cumulus-", "lp-prod-", "nsidc-cumulus-prod-", "gesdisc-cumulus-prod-", "ornl-cumulus-prod-"),
    *("prod-lads", "ghrcw-", "asf-cumulus-prod-"),
)
# Accounts of Azure's storage that Planetary Computer signs addresses of.
_PLANETARY = re.compile(
    r"sentinel1euwest|sentinel1euwestrtc|sentinel2l2a01|naipeuwest|landsateuwest|modiseuwest|elevationeuwest|"
    r"ai4edataeuwest|rhgeuwest|nasagddp|cpdataeuwest|daymeteuwest|pcdata01euw"
)
_HOST = re.compile(r"^(?:[A-Za-z][\w+.-]*::)*([A-Za-z][\w+.-]*)://(?:[^/?#@]*@)?([^/?#:]*)")


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
    if urls and all(_is_earthdata(url) for url in urls):
        return "earthdata"
    if arguments.get("auth") in ("urs", "esgf"):
        # Whoever owns the host is asked for by name in ~/.netrc: a token of NASA's would go to anyone.
        return "netrc"
    if any(mark in url.lower() for url in urls for mark in SIGNATURES):
        return "signed-url"
    if urls and all(_is_planetary(url, options) for url in urls):
        return "planetary-computer"
    headers = options.get("headers")
    if isinstance(headers, dict) and any(str(key).lower() == "authorization" for key in headers):
        return "bearer"
    return "none"


def _is_earthdata(url: str) -> bool:
    scheme, host = _place(url)
    if scheme == "s3":
        return host.startswith(EARTHDATA_BUCKETS)
    is_theirs = any(host == name or host.endswith(f".{name}") for name in EARTHDATA_HOSTS)
    return scheme == "https" and is_theirs and host not in _OPEN_HOSTS


def _is_planetary(url: str, options: dict[str, Any]) -> bool:
    scheme, host = _place(url)
    if scheme == "https" and host.endswith(".blob.core.windows.net"):
        return _PLANETARY.fullmatch(host.partition(".")[0]) is not None
    account = options.get("account_name")
    return scheme in ("abfs", "abfss", "az") and isinstance(account, str) and _PLANETARY.fullmatch(account) is not None


def _place(url: str) -> tuple[str, str]:
    """Protocol and host of an address, of chained protocols the last."""
    found = _HOST.match(url)
    return (found[1].lower(), found[2].lower()) if found else ("", "")
