"""Addresses, domains and networks that a moderator blocked, or trusts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from unicodedata import normalize

from chronique.spam.decisions import Decision

Network = IPv4Network | IPv6Network

# What is wider holds so many people that the block is a slip.
WIDEST = {4: 8, 6: 16}
# A household's network: nobody can tell who is who in it, and each has addresses without end.
FINEST_V6 = 64

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@]{1,255}")
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]+")
_SCHEME = re.compile(r"\s*https?:[/\\]*|\s*[/\\]{2,}", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/?#\\\s]")
_LONGEST_HOST = 253
_MARK = re.compile(r"[0-9a-f]{32}")
_DOTLESS = frozenset(["gmail.com", "googlemail.com"])


class Kind(StrEnum):
    """What a block names."""

    ADDRESS = "address"
    """An e-mail address, with all that lead to the same mailbox."""
    DOMAIN = "domain"
    """A domain with its subdomains, of e-mail and web addresses."""
    NETWORK = "network"
    """An address or a range of addresses of the internet, as in 203.0.113.0/24."""
    MARK = "mark"
    """What stands for a network of which the address was not kept: 32 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Block:
    """One that holds now. `value` is what `parse_block` returned; a decision of PASS is trust."""

    kind: Kind
    value: str
    decision: Decision


def parse_block(kind: Kind, value: str) -> str:
    """Return what a moderator typed in the one form under which it is kept.

    Raises ValueError, with a sentence, when it cannot be what its kind says.
    """
    given = value.strip()
    if kind is Kind.ADDRESS:
        return _parse_address(given)
    if kind is Kind.MARK:
        return _parse_mark(given)
    return _parse_domain(given) if kind is Kind.DOMAIN else _parse_network(given)


def _parse_address(given: str) -> str:
    form = address_form(given)
    if not _ADDRESS.fullmatch(form) or not _HOST.fullmatch(form.rpartition("@")[2]):
        raise ValueError(f"“{given}” is not an e-mail address like name@example.org.")
    return form


def _parse_mark(given: str) -> str:
    if not _MARK.fullmatch(given):
        raise ValueError(f"“{given}” is not a mark.")
    return given


def _parse_domain(given: str) -> str:
    form = host_of(given.removeprefix("*.")).removeprefix("www.")
    if not _HOST.fullmatch(form):
        raise ValueError(f"“{given}” is not a domain like example.org.")
    return form


def _parse_network(given: str) -> str:
    network = _network(given)
    if network is None:
        raise ValueError(f"“{given}” is not a network like 203.0.113.0/24 or 2001:db8::/32.")
    widest = WIDEST[network.version]
    if network.prefixlen < widest:
        raise ValueError(f"“{given}” is too wide: at most a network with /{widest} can be named.")
    return str(network)


def address_form(email: str) -> str:
    """Return the form that all addresses of one mailbox share.

    Case does not count, nor what follows a plus, nor the dots in an address of Gmail's.
    """
    local, _, domain = normalize("NFKC", email).strip().casefold().rpartition("@")
    host = _host_form(domain)
    local = local.partition("+")[0] or local
    if host in _DOTLESS:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"


def host_of(address: str) -> str:
    """Return the host of a web or e-mail address, as browsers find it; "" when there is none."""
    authority = _AUTHORITY_END.split(_SCHEME.sub("", address.strip(), count=1), maxsplit=1)[0]
    host = authority.rpartition("@")[2]
    return _host_form(host if host.startswith("[") else host.partition(":")[0])


def _host_form(host: str) -> str:
    """Return a host in lower case, in the form that travels (IDNA), without a dot at its end."""
    form = host.strip().rstrip(".").lower()
    if form.isascii() or len(form) > _LONGEST_HOST:
        return form
    try:
        return form.encode("idna").decode("ascii")
    except UnicodeError:
        return form


def _network(value: str) -> Network | None:
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        return None
    if isinstance(network, IPv4Network):
        return network
    if (mapped := network.network_address.ipv4_mapped) and network.prefixlen >= 96:
        return ip_network(f"{mapped}/{network.prefixlen - 96}", strict=False)
    return network.supernet(new_prefix=min(network.prefixlen, FINEST_V6))


@dataclass(frozen=True)
class Blocks:
    """Blocks that hold now, ready to be asked: the time does not grow with their number."""

    blocks: tuple[Block, ...] = ()
    _by_value: dict[tuple[Kind, str], Block] = field(init=False, repr=False, compare=False)
    _networks: dict[tuple[int, int, int], Block] = field(init=False, repr=False, compare=False)
    _lengths: dict[int, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Of two that name the same, the stricter holds.
        blocks = sorted(self.blocks, key=lambda block: block.decision.strictness)
        by_value = {(block.kind, block.value): block for block in blocks}
        networks = {
            _key(network, network.prefixlen): block
            for block in blocks
            if block.kind is Kind.NETWORK and (network := _network(block.value))
        }
        lengths: dict[int, list[int]] = {4: [], 6: []}
        for version, length in sorted({key[:2] for key in networks}):
            lengths[version].append(length)
        object.__setattr__(self, "_by_value", by_value)
        object.__setattr__(self, "_networks", networks)
        object.__setattr__(self, "_lengths", lengths)

    def matching(
        self, *, email: str = "", links: Iterable[str] = (), network: str = "", mark: str = ""
    ) -> list[Block]:
        """Return the blocks that name the e-mail address, a link's host, the network or its mark.

        A trusted address is not blocked by its domain. Trust in a domain is not earned by a link
        to it, only by an address there.
        """
        if not self.blocks:
            return []
        by_address, by_domain = self._of_email(email)
        by_link = [
            block
            for link in links
            for block in self._of_host(host_of(link))
            if block.decision is not Decision.PASS
        ]
        marked = self._by_value.get((Kind.MARK, mark))
        by_network = [*self._of_network(network), *([marked] if marked else [])]
        return list(dict.fromkeys([*by_address, *by_domain, *by_link, *by_network]))

    def _of_email(self, email: str) -> tuple[list[Block], list[Block]]:
        if "@" not in email:
            return [], []
        form = address_form(email)
        block = self._by_value.get((Kind.ADDRESS, form))
        if block and block.decision is Decision.PASS:
            return [block], []
        return [block] if block else [], list(self._of_host(form.rpartition("@")[2]))

    def _of_host(self, host: str) -> Iterator[Block]:
        """Give the blocks of a host and of the domains that it lies in."""
        host = host[-_LONGEST_HOST:]
        while host:
            if block := self._by_value.get((Kind.DOMAIN, host)):
                yield block
            host = host.partition(".")[2]

    def _of_network(self, value: str) -> Iterator[Block]:
        network = _network(value) if self._networks and value else None
        for length in self._lengths[network.version] if network else ():
            if network and length <= network.prefixlen:
                block = self._networks.get(_key(network, length))
                if block:
                    yield block


def _key(network: Network, length: int) -> tuple[int, int, int]:
    """Return under what a network's first `length` bits are kept."""
    bits = int(network.network_address) >> (network.max_prefixlen - length)
    return network.version, length, bits
