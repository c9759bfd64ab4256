"""From where somebody asks: the address of the caller, and the network that counts as one."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

ONE_HOUSEHOLD = 64  # bits of an IPv6 address that one caller may fill as they please
NOWHERE = "0.0.0.0"  # noqa: S104 -- a name for callers without an address, never listened on


def address_of(request) -> str:
    """The address of the caller, as far as somebody whom we trust has seen it.

    Each trusted proxy adds at the end of X-Forwarded-For the address that it saw; what stands
    before those was written by the caller, who may write anything.
    """
    seen = [request.META.get("REMOTE_ADDR", "")]
    said = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if said and settings.TRUSTED_PROXIES:
        seen = [*said.split(","), *seen][-settings.TRUSTED_PROXIES - 1 :]
    return _plain(seen[0])


def network_of(request) -> str:
    """The network of the caller; all addresses of one IPv6 household are one."""
    address = ip_address(address_of(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, ONE_HOUSEHOLD), strict=False))
    return str(address)


def _plain(text) -> str:
    try:
        address = ip_address(text.strip().split("%")[0])
    except ValueError:
        return NOWHERE
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)
