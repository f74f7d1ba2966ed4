"""What others find in the DNS about the sender, asked of a real name server."""

import time
from collections.abc import Iterator

import pytest
from django.utils.translation import override

from chronique.mail import dns
from chronique.mail.dkim import make_key
from chronique.mail.dns import Level, sender_records
from tests.mail.nameserver import BROKEN, SILENT, Records, name_server

ORG = "example.org"
KEY = make_key("one", ORG)
GOOD: Records = {
    (ORG, "TXT"): ['"google-site=1"', '"v=spf1 a:mail.example.org " "-all"'],
    (f"_dmarc.{ORG}", "TXT"): ['"v=DMARC1; p=none; rua=mailto:a@example.org"'],
    # a long record comes in pieces
    (KEY.name, "TXT"): [f'"{KEY.record[:200]}" "{KEY.record[200:]}"'],
    (ORG, "MX"): ["10 mail.example.org."],
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def found(records: Records, domain: str = ORG, **more) -> dict[str, tuple[Level, str]]:
    with name_server(records) as resolver:
        told = sender_records(domain, resolver=resolver, **{"keys": [KEY], **more})
    return {one.about: (one.level, one.text) for one in told}


def changed(kind: tuple[str, str], *values: str) -> Records:
    return {**GOOD, kind: [f'"{value}"' if kind[1] == "TXT" else value for value in values]}


def test_a_domain_with_all_its_records_is_well():
    assert {about: level for about, (level, _text) in found(GOOD).items()} == dict.fromkeys(
        ["SPF", "DKIM", "DMARC", "MX"], Level.GOOD
    )


def test_a_domain_without_records_is_told_which_to_publish():
    told = found({("other.example", "A"): ["192.0.2.1"]})
    assert [told[about][0] for about in ("SPF", "DKIM", "DMARC", "MX")] == [
        Level.BAD, Level.BAD, Level.WARNING, Level.WARNING,
    ]  # fmt: skip
    assert "“v=spf1 a:mail.example.org -all”" in told["SPF"][1]
    assert KEY.record in told["DKIM"][1] and KEY.name in told["DKIM"][1]
    assert "_dmarc.example.org a TXT record “v=DMARC1; p=none”" in told["DMARC"][1]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (["v=spf1 -all", "v=spf1 a -all"], "several SPF records"),
        (["v=spf1 +all"], "allows everybody"),
        (["v=spf1 " + " ".join(f"a:{n}.example" for n in range(11)) + " -all"], "more than ten"),
        (["v=spf10 -all"], "has no SPF record"),
    ],
)  # fmt: skip
def test_a_wrong_spf_record_is_told(values: list[str], says: str):
    level, text = found(changed((ORG, "TXT"), *values))["SPF"]
    assert level == Level.BAD and says in text


def test_lookups_are_counted_through_what_is_included_and_in_circles():
    others = {(f"{n}.example", "TXT"): ['"v=spf1 a mx include:1.example -all"'] for n in range(4)}
    first = changed((ORG, "TXT"), "v=spf1 include:0.example include:2.example -all")
    assert found({**first, **others})["SPF"][0] == Level.BAD
    first = changed((ORG, "TXT"), "v=spf1 include:0.example ip4:192.0.2.0/24 -all")
    assert found({**first, **others})["SPF"][0] == Level.GOOD


def test_a_key_that_is_not_ours_is_told():
    level, text = found(changed((KEY.name, "TXT"), "v=DKIM1; k=rsa; p=AAAA"))["DKIM"]
    assert level == Level.BAD and "not the one" in text
    level, text = found(GOOD, keys=[])["DKIM"]
    assert level == Level.UNKNOWN and "make_dkim_key" in text


@pytest.mark.parametrize(
    ("values", "level"),
    [
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], Level.BAD), (["v=DMARC1"], Level.BAD),
        (["v = DMARC1 ;P= Reject "], Level.GOOD), (["v=DMARC2; p=none"], Level.WARNING),
    ],
)  # fmt: skip
def test_a_wrong_dmarc_record_is_told(values: list[str], level: Level):
    assert found(changed((f"_dmarc.{ORG}", "TXT"), *values))["DMARC"][0] == level


def test_the_domain_above_speaks_for_those_in_it():
    records = {**GOOD, ("news.example.org", "A"): ["192.0.2.1"]}
    told = found(records, "news.example.org")
    assert (told["DMARC"][0], told["MX"][0]) == (Level.GOOD, Level.GOOD)
    # SPF is about where bounces come to, and speaks for no other
    assert told["SPF"][0] == Level.BAD
    assert found(records, "news.example.org", return_domain=ORG)["SPF"][0] == Level.GOOD


def test_a_domain_that_wants_no_mail_is_told():
    assert found(changed((ORG, "MX"), "0 ."))["MX"][0] == Level.WARNING


def test_what_cannot_be_asked_is_a_finding_of_its_own():
    told = found({**GOOD, (ORG, "TXT"): [BROKEN], (ORG, "MX"): [BROKEN]})
    assert told["SPF"] == (
        Level.UNKNOWN, "The DNS could not be asked for SPF of example.org. Try again later.",
    )  # fmt: skip
    assert (told["MX"][0], told["DMARC"][0]) == (Level.UNKNOWN, Level.GOOD)


def test_a_silent_server_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dns, "PATIENCE", 0.6)
    silent = {key: [SILENT] for key in GOOD} | {(ORG, "A"): [SILENT]}
    begun = time.monotonic()
    assert {level for level, _text in found(silent).values()} == {Level.UNKNOWN}
    assert time.monotonic() - begun < 5


def test_this_machine_s_name_is_nobody_s():
    [only] = sender_records("localhost")
    assert only.level == Level.BAD and "CHRONIQUE_MAIL_FROM" in only.text
