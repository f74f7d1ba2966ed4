"""A block names what its moderator meant, in whatever form it comes."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.spam.blocks import Block, Blocks, Kind, address_form, host_of, parse_block
from chronique.spam.decisions import Decision
from tests.text.properties import TRIED

# Nobody's address stands here whole.
GMAIL, GOOGLEMAIL = "gmail.com", "googlemail.com"


def blocks(*said: tuple[Kind, str], decision: Decision = Decision.SPAM) -> Blocks:
    return Blocks(tuple(Block(kind, parse_block(kind, value), decision) for kind, value in said))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.ADDRESS, " Anna@Example.ORG ", "anna@example.org"),
        (Kind.ADDRESS, "anna+shop@example.org", "anna@example.org"),
        (Kind.ADDRESS, f"A.n.n.a+x@{GOOGLEMAIL}", f"anna@{GMAIL}"),
        (Kind.ADDRESS, "a.b@example.org", "a.b@example.org"),
        (Kind.ADDRESS, "anna@bücher.example", "anna@xn--bcher-kva.example"),
        (Kind.DOMAIN, "https://www.Example.org/shop?a=b", "example.org"),
        (Kind.DOMAIN, "*.example.org", "example.org"),
        (Kind.DOMAIN, "@example.org.", "example.org"),
        (Kind.DOMAIN, "BÜCHER.example", "xn--bcher-kva.example"),
        (Kind.NETWORK, "203.0.113.77", "203.0.113.77/32"),
        (Kind.NETWORK, "203.0.113.77/24", "203.0.113.0/24"),
        (Kind.NETWORK, "2001:DB8::1", "2001:db8::/64"),
        (Kind.NETWORK, "2001:db8:1::/48", "2001:db8:1::/48"),
        (Kind.NETWORK, "::ffff:203.0.113.7", "203.0.113.7/32"),
    ],
)
def test_what_is_typed_is_kept_in_one_form(kind: Kind, typed: str, kept: str) -> None:
    assert parse_block(kind, typed) == kept
    assert parse_block(kind, kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (Kind.ADDRESS, "example.org", "is not an e-mail address like name@example.org."),
        (Kind.ADDRESS, "anna@localhost", "is not an e-mail address like name@example.org."),
        (Kind.ADDRESS, "a b@example.org", "is not an e-mail address like name@example.org."),
        (Kind.DOMAIN, "org", "is not a domain like example.org."),
        (Kind.DOMAIN, "", "is not a domain like example.org."),
        (Kind.DOMAIN, "203.0.113.7", "is not a domain like example.org."),
        (Kind.DOMAIN, "exa mple.org", "is not a domain like example.org."),
        (Kind.NETWORK, "203.0.113", "is not a network like 203.0.113.0/24 or 2001:db8::/32."),
        (Kind.NETWORK, "0.0.0.0/0", "is too wide: at most a network with /8 can be named."),
        (Kind.NETWORK, "2000::/3", "is too wide: at most a network with /16 can be named."),
    ],
)
def test_what_cannot_be_a_block_is_refused_with_a_sentence(
    kind: Kind, typed: str, said: str
) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_block(kind, typed)
    assert str(refusal.value) == f"“{typed}” {said}"


@pytest.mark.parametrize(
    ("typed", "email"),
    [(f"anna.petit@{GMAIL}", f"AnnaPetit+news@{GOOGLEMAIL.upper()}"),
     ("a@example.org", "A+b+c@EXAMPLE.org"),
     ("straße@example.org", "STRASSE@example.org")],
)  # fmt: skip
def test_an_address_is_known_in_its_other_forms(typed: str, email: str) -> None:
    assert blocks((Kind.ADDRESS, typed)).matching(email=email)


def test_dots_count_in_addresses_that_are_not_gmails() -> None:
    assert not blocks((Kind.ADDRESS, "a.b@example.org")).matching(email="ab@example.org")


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://shop.example.org/x", "shop.example.org"),
        ("HTTP://EXAMPLE.ORG:8080", "example.org"),
        ("https://good.example@example.org/", "example.org"),
        ("https://example.org\\@good.example/", "example.org"),
        ("https:\\\\example.org", "example.org"),
        ("//example.org?x@good.example", "example.org"),
        ("www.example.org", "www.example.org"),
        ("example.org:80/x", "example.org"),
        ("https://[2001:db8::1]/", "[2001:db8::1]"),
        ("", ""),
        ("https://" + "é" * 400, "é" * 400),
    ],
)
def test_a_links_host_is_what_a_browser_finds(link: str, host: str) -> None:
    assert host_of(link) == host


def test_a_domain_is_blocked_with_its_subdomains_and_not_with_its_neighbours() -> None:
    listed = blocks((Kind.DOMAIN, "example.org"))
    for link in ("https://example.org", "http://a.b.example.org./", "www.Example.org/x"):
        assert listed.matching(links=[link]), link
    assert listed.matching(email="x@mail.example.org")
    for link in ("https://notexample.org", "https://example.org.evil.example", "https://org"):
        assert not listed.matching(links=[link]), link


def test_a_trusted_address_is_not_blocked_by_its_domain() -> None:
    trust = Block(Kind.ADDRESS, "anna@example.org", Decision.PASS)
    block = Block(Kind.DOMAIN, "example.org", Decision.REFUSE)
    assert Blocks((trust, block)).matching(email="anna@example.org") == [trust]
    assert Blocks((trust, block)).matching(email="otto@example.org") == [block]
    # her link still is
    links = ["https://example.org"]
    assert Blocks((trust, block)).matching(email=trust.value, links=links) == [trust, block]


def test_a_link_to_a_trusted_domain_earns_no_trust() -> None:
    listed = blocks((Kind.DOMAIN, "example.org"), decision=Decision.PASS)
    assert listed.matching(email="x@example.org")
    assert not listed.matching(links=["https://example.org/"])


def test_of_two_blocks_on_the_same_the_stricter_holds() -> None:
    strict = Block(Kind.DOMAIN, "example.org", Decision.REFUSE)
    mild = Block(Kind.DOMAIN, "example.org", Decision.HOLD)
    for both in ((strict, mild), (mild, strict)):
        assert Blocks(both).matching(links=["https://example.org"]) == [strict]


def test_nothing_is_found_in_what_cannot_be_read() -> None:
    listed = blocks((Kind.NETWORK, "203.0.113.0/24"), (Kind.ADDRESS, "a@example.org"))
    assert listed.matching(email="a", links=["", "https://"], network="nowhere") == []
    assert Blocks().matching(email="a@example.org") == []


def test_an_address_of_the_old_internet_is_known_in_the_new() -> None:
    assert blocks((Kind.NETWORK, "203.0.113.0/24")).matching(network="::ffff:203.0.113.9")


ADDRESSES = st.ip_addresses(v=4, network="203.0.112.0/22") | st.ip_addresses(
    v=6, network="2001:db8::/60"
)
NETWORKS = st.lists(
    st.tuples(ADDRESSES, st.integers(20, 64)).map(
        lambda pair: f"{pair[0]}/{min(pair[1], pair[0].max_prefixlen)}"
    ),
    max_size=6,
)


@TRIED
@given(networks=NETWORKS, address=ADDRESSES)
def test_a_network_holds_what_ipaddress_says_it_holds(
    networks: list[str], address: ipaddress.IPv4Address | ipaddress.IPv6Address
) -> None:
    kept = [parse_block(Kind.NETWORK, network) for network in networks]
    listed = blocks(*((Kind.NETWORK, network) for network in kept))
    expected = {network for network in kept if address in ipaddress.ip_network(network)}
    assert {block.value for block in listed.matching(network=str(address))} == expected


@TRIED
@given(typed=st.text(max_size=40) | st.emails(), kind=st.sampled_from(Kind))
def test_whatever_is_typed_is_kept_or_refused_and_kept_again_unchanged(
    typed: str, kind: Kind
) -> None:
    try:
        kept = parse_block(kind, typed)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert parse_block(kind, kept) == kept


@TRIED
@given(email=st.emails())
def test_the_form_of_an_address_is_its_own_form(email: str) -> None:
    assert address_form(address_form(email)) == address_form(email)
