"""Which addresses a fetch may reach, and a resolver that connects only to addresses it has checked."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult

from .problems import Fault, clip

_METADATA_NAMES = frozenset(
    {"metadata", "instance-data", "metadata.google.internal", "metadata.goog", "metadata.azure.internal"}
)
_METADATA = frozenset(
    ip_address(text)
    for text in (
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
    )
)
_NEVER = tuple(ip_network(text) for text in ("0.0.0.0/8", "169.254.0.0/16", "240.0.0.0/4", "fe80::/10", "::/128"))
_NAT64 = ip_network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def check_name(host: str) -> None:
    """Refuse the names by which clouds hand out credentials.

    Raises
    ------
    Fault
        The name is one of these.
    """
    name = host.rstrip(".").lower()
    if name in _METADATA_NAMES or name.endswith((".metadata.google.internal", ".metadata.goog")):
        raise Fault(
            "denied-address", f"{clip(host)} serves a machine's own metadata; catalogs are never fetched from it."
        )


def check_address(text: str, *, may_be_private: bool) -> None:
    """Refuse an address that a catalog must not reach.

    Parameters
    ----------
    text
        The address as numbers; a zone (``%eth0``) is ignored.
    may_be_private
        Whether addresses of this machine and of private networks are fine.

    Raises
    ------
    Fault
        Link-local, metadata, multicast and unspecified addresses always; private ones where they are not fine.
    """
    address = _inner(ip_address(text.partition("%")[0]))
    if (
        address in _METADATA
        or address.is_multicast
        or any(address in net for net in _NEVER if net.version == address.version)
    ):
        raise Fault(
            "denied-address", f"The address {address} is link-local or reserved; catalogs are never fetched from it."
        )
    if not may_be_private and not address.is_global:
        note = f"A catalog refers to {address} of a private network; add that location by hand if you trust it."
        raise Fault("denied-address", note)


class CheckedResolver(AbstractResolver):
    """Resolves names and lets only checked addresses through, so that the address connected to is one that was checked.

    Parameters
    ----------
    may_be_private
        Whether private addresses are fine for the host of the present hop; the fetch sets it.
    """

    def __init__(self, *, may_be_private: bool = False) -> None:
        self.may_be_private = may_be_private
        self.trusted: str | None = None

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses of a host; raises Fault when one of them is denied, OSError when there is none."""
        infos = await self.look_up(host, port, family)
        if host != self.trusted:
            for info in infos:
                check_address(info[4][0], may_be_private=self.may_be_private)
        return [
            ResolveResult(
                hostname=host,
                host=info[4][0],
                port=info[4][1],
                family=info[0],
                proto=info[2],
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for info in infos
        ]

    async def look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        """Ask the system; tests put their own answers here."""
        infos = await asyncio.get_running_loop().getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        return [(info[0], info[1], info[2], info[3], (str(info[4][0]), int(info[4][1]))) for info in infos]

    async def close(self) -> None:
        """Nothing is held."""


def _inner(address: Address) -> Address:
    """The IPv4 address inside of an IPv6 one that only wraps it."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is not None:
            return wrapped
        if address.teredo is not None:
            return address.teredo[1]
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
