"""No crawler request ends inside our own network.

Addresses are checked where they are resolved, so that a name cannot resolve to one address for the check and to
another for the connection.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from twisted.internet.interfaces import IAddress, IHostResolution

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST = ipaddress.IPv6Network("2000::/3")
"""The only IPv6 addresses that are handed out for the public internet (IANA); others are forms of something else."""


class AddressPolicy:
    """Which hosts may be on the loopback, and which names were seen to lead inside."""

    def __init__(self) -> None:
        """Start with nothing allowed."""
        self.loopback_hosts: set[str] = set()
        self.refused: set[str] = set()

    def permits(self, host: str, address: str) -> bool:
        """Whether a connection for `host` may go to `address`; a refusal is remembered under the host's name."""
        try:
            parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
        except ValueError:
            parsed = None
        ok = parsed is not None and (
            is_public(parsed) or (host in self.loopback_hosts and _outermost(parsed).is_loopback)
        )
        if not ok:
            self.refused.add(host)
        return ok


POLICY = AddressPolicy()
"""The resolver is one per process (Twisted's reactor), and so is its policy."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    Not public: loopback, private, link-local, carrier-grade NAT, multicast, reserved, unspecified; and IPv6 forms
    (v4-mapped, NAT64, 6to4, Teredo) that wrap such an IPv4 address, or wrap one in any other way.
    """
    real = _outermost(address)
    if isinstance(real, ipaddress.IPv6Address) and real not in UNICAST:
        return False
    return real.is_global and not real.is_multicast


def literal(host: str) -> Address | None:
    """The address that `host` spells out, or None for a name. Spellings such as 0x7f.1 or 2130706433 count as names."""
    try:
        return ipaddress.ip_address(host.strip("[]").split("%")[0])
    except ValueError:
        return None


def _outermost(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if wrapped is None and address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return wrapped or address
    return address


@implementer(IResolutionReceiver)
class _Filter:
    """Passes on only the addresses that the policy permits."""

    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver = receiver
        self._host = host

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 - Twisted's name
        if POLICY.permits(self._host, str(getattr(address, "host", ""))):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver for IPv4 and IPv6, behind the address policy. No address left: as if unresolved."""

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> IHostResolution:
        """Resolve `hostName`, handing on permitted addresses only."""
        receiver: Any = _Filter(resolutionReceiver, hostName.lower())
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
