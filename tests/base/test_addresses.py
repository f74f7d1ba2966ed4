"""What an e-mail address looks like."""

import pytest

from chronique.base.addresses import is_mail_address


@pytest.mark.parametrize(
    "address",
    [
        "bo@example.org", "b.o+news@mail.example.org", "o'neil@example.org", "BO_1@EXAMPLE.ORG",
        "bo@localhost", "bo@été.example", "bo@xn--t-9fab.example", f"{'a' * 64}@example.org",
    ],
)  # fmt: skip
def test_mail_can_be_sent_to(address: str):
    assert is_mail_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "bo", "@example.org", "bo@", "bo@@example.org", "bo @example.org", "bo@exam ple.org",
        "Bo <bo@example.org>", "bo@example.org\nBcc: cy@example.org", "bo@example.org,",
        "bo@example..org", ".bo@example.org", "b..o@example.org", "bo.@example.org",
        "bo@a-.example.org", "bo@a_.example.org", "b\u00f6@example.org", "\"b o\"@example.org",
        "bo@[127.0.0.1]", f"{'a' * 65}@example.org", f"bo@{'a' * 64}.org",
        f"bo@{'a.' * 130}org", "bo@example.org\n", "bo@example.org\0", "bo@\ud800.org",
    ],
)  # fmt: skip
def test_no_mail_can_be_sent_to(address: str):
    assert not is_mail_address(address)
