"""A return address names the letter's row, and nobody else can make one."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from chronique.mail.return_path import letter_of, return_address

NUMBERS = [1, 35, 36, 12345, 2**63 - 1]


def box_at(settings: Settings, mail: str) -> None:
    settings.CONF = replace(settings.CONF, mail=mail)


@pytest.fixture(autouse=True)
def box(settings: Settings) -> None:
    box_at(settings, "pipe://bounces@example.org")


@pytest.mark.parametrize("pk", NUMBERS)
def test_what_is_made_is_read_in_any_case(pk: int):
    address = return_address(pk)
    assert address.startswith("bounces+r") and address.endswith("@example.org")
    # 64 before the @ are all that is promised by RFC 5321
    assert len(address.partition("@")[0]) <= 64
    assert {letter_of(form) for form in (address, address.upper(), f" <{address}>")} == {pk}


def test_another_letter_s_mark_is_no_mark():
    assert return_address(7).partition("-")[2] != return_address(8).partition("-")[2]
    assert letter_of(return_address(7).replace("+r7-", "+r8-")) is None


def test_another_key_makes_another_mark(settings: Settings):
    address = return_address(7)
    settings.SECRET_KEY = "another" * 9
    assert letter_of(address) is None


@pytest.mark.parametrize(
    "forged",
    [
        "", "bounces@example.org", "bounces+r7@example.org", "bounces+r7-@example.org",
        "bounces+r7-aaaaaaaaaaaaaaaa@example.org", "bounces+r7-é@example.org", "+r7-", "@", "r7-\0",
    ],
)  # fmt: skip
def test_what_we_did_not_make_names_nobody(forged: str):
    assert letter_of(forged) is None


def test_elsewhere_it_is_not_ours():
    address = return_address(7)
    assert letter_of(address.replace("example.org", "example.com")) is None
    assert letter_of(address.replace("bounces", "letters")) is None


def test_the_separator_and_the_domain_are_the_mailbox_s(settings: Settings):
    box_at(settings, "maildir:///var/mail?address=retours@été.example&separator=-")
    address = return_address(7)
    assert address.startswith("retours-r7-") and address.endswith("@xn--t-9fab.example")
    assert letter_of(address) == 7


def test_without_a_mailbox_it_is_the_sender(settings: Settings):
    box_at(settings, "smtp://localhost")
    assert return_address(7) == settings.CONF.sender
    assert letter_of(return_address(7)) is None
