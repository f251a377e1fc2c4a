"""What a failed request means to whoever asked: the cause and what can be done, without any secret."""

import ssl

import aiohttp

from .locations import redacted
from .problems import Fault, clip

_AGAIN = "Refresh to try again."


def fault_of(problem: aiohttp.ClientError, location: str, proxy: str | None) -> Fault:
    """A failed request as a problem.

    Parameters
    ----------
    problem
        What the HTTP client says.
    location
        What was asked for; secrets in it are left out here.
    proxy
        The operator's proxy, without its password; None where none is used.
    """
    # The resolver's refusal arrives wrapped; its own words are the better ones.
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, Fault):
            return cause
        cause = cause.__cause__ or cause.__context__
    place = redacted(location)
    if isinstance(problem, aiohttp.ClientHttpProxyError):
        return refused_by_proxy(location, proxy, problem.status)
    if isinstance(problem, aiohttp.ClientProxyConnectionError) and proxy:
        note = f"The proxy {proxy} cannot be reached ({_reason(problem)}), so neither can {place}."
        return Fault("proxy", f"{note} HTTPS_PROXY and HTTP_PROXY of the server name it, NO_PROXY what needs none.")
    if isinstance(problem, aiohttp.ClientConnectorCertificateError):
        return _untrusted(place, problem)
    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        note = f"{place} cannot be reached: the name {clip(problem.host)} is not known here."
        return Fault("network", f"{note} Check the address, and whether this server has a network. {_AGAIN}")
    if isinstance(problem, aiohttp.ClientConnectorError):
        note = f"{place} cannot be reached: {_reason(problem)}."
        return Fault("network", f"{note} Check the address, and whether this server has a network. {_AGAIN}")
    if isinstance(problem, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError | aiohttp.ClientOSError):
        return Fault("network", f"The connection to {place} broke off before all of the document had come. {_AGAIN}")
    note = f"{place} cannot be read: its answer is no HTTP ({clip(redacted(str(problem)))}). Check the address."
    return Fault("network", note)


def too_slow(location: str) -> Fault:
    """No answer, or no whole one, within the time."""
    limits = "connect_seconds, first_byte_seconds, idle_seconds and fetch_seconds of PangeoApp.catalog_limits"
    return Fault(
        "timeout", f"{redacted(location)} took too long to answer. {_AGAIN} {limits} are the operator's limits."
    )


def refused_by_proxy(location: str, proxy: str | None, status: int) -> Fault:
    """The proxy itself answered, and not with what was asked for."""
    place, said = redacted(location), f"The proxy {proxy or ''} answered with the status {status}"
    if status == 407:
        cure = "It wants a login: HTTPS_PROXY and HTTP_PROXY of the server may name user and password before its host."
    else:
        cure = f"It does not reach that address or does not let it pass. {_AGAIN}"
    return Fault("proxy", f"{said}, so {place} cannot be read. {cure}")


def _untrusted(place: str, problem: aiohttp.ClientConnectorCertificateError) -> Fault:
    why = problem.certificate_error
    said = why.verify_message if isinstance(why, ssl.SSLCertVerificationError) else str(why)
    note = f"The certificate of {place} is not trusted: {clip(said)}."
    cure = (
        "Where it comes from an authority of your own, SSL_CERT_FILE of the server names a file with its certificate."
    )
    return Fault("certificate", f"{note} {cure}")


def _reason(problem: aiohttp.ClientConnectorError) -> str:
    return clip(str(problem.os_error.strerror or problem.os_error or "no connection"))
