"""The operator's proxy and certificate authorities, from the environment.

Behind a proxy the proxy resolves names, so the checks of addresses hold only for numbers in a URL.
"""

import os
import ssl
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from aiohttp import BasicAuth


def proxy_for(url: str) -> tuple[str | None, BasicAuth | None]:
    """Proxy for a URL without its password, and the password apart; (None, None) for a direct connection."""
    parts = urlsplit(url)
    proxies = getproxies_environment()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc):
        return None, None
    split = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if split.scheme not in ("http", "https") or not split.hostname:
        return None, None
    netloc = split.netloc.rpartition("@")[2]
    authorization = BasicAuth(unquote(split.username), unquote(split.password or "")) if split.username else None
    return f"{split.scheme}://{netloc}", authorization


def tls_context() -> ssl.SSLContext:
    """Default checks, with the operator's further authorities."""
    context = ssl.create_default_context()
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        bundle = os.environ.get(name)
        if bundle and os.path.isfile(bundle):  # noqa: PTH113  a plain text from the environment
            context.load_verify_locations(cafile=bundle)
    return context
