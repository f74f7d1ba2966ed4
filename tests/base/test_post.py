"""CHRONIQUE_MAIL: servers, providers and a mailbox in one setting; problems are sentences."""

import pytest

from chronique.base.conf import BadSettings, load
from chronique.base.post import PROVIDERS, Mailbox, Server, problems, read

SMTP = (
    "it must look like smtp://user:password@host:587, with %-codes for signs such as / or # in user"
    " and password"
)


def server(address: str) -> Server:
    [only], _ = read(address)
    return only


def mailbox(address: str) -> Mailbox:
    servers, box = read(address)
    assert servers == () and box is not None
    return box


@pytest.mark.parametrize(
    "right",
    [
        "", "smtp://localhost:25", "smtp://mail.example.org/", "smtps://ada:pw@mail.example.org",
        "smtp://ada:p%40w@[::1]:2525", "smtp://ada@example.org:p@w@mail.example.org",
    ],
)  # fmt: skip
def test_a_mail_server_may_be_given_as(right: str):
    assert load({"CHRONIQUE_MAIL": right}).mail == right


@pytest.mark.parametrize(
    "wrong",
    [
        "smtp://", "smtp://ada:pw@", "smtp://h:0",
        "smtp://h:99999", "smtp://h:port", "smtp://ada@h", "smtp://:secret@h", "smtp://ada:se/cret@h",
        "smtp://ada:se#cret@h", "smtp://ada:se?cret@h", "smtp://[secret", "smtp://ada:secret\u2100@h",
    ],
)  # fmt: skip
def test_a_wrong_server_is_told_in_a_sentence_without_the_password(wrong: str):
    with pytest.raises(BadSettings) as told:
        load({"CHRONIQUE_MAIL": wrong})
    assert str(told.value) == f"CHRONIQUE_MAIL: {SMTP}."


@pytest.mark.parametrize("unknown", ["mail.example.org", "http://mail.example.org", "://"])
def test_what_is_no_way_to_send_is_told_which_ways_there_are(unknown: str):
    [problem] = problems(unknown)
    assert problem.startswith(f"{SMTP}; what stands before :// may be smtp, smtps, brevo, ")
    assert problem.endswith("maildir, pipe.")


def test_several_servers_have_weights_and_limits():
    first, second = read(
        "smtp://ada%40example.org:p%2F%23%20w@mail.example.org?weight=3&per_hour=500 "
        "smtps://[::1]?connections=4"
    )[0]
    assert (first.host, first.port, first.user) == ("mail.example.org", 587, "ada@example.org")
    assert (first.password, first.weight, first.per_hour) == ("p/# w", 3, 500)
    assert (second.host, second.port, second.connections) == ("::1", 465, 4)
    assert (second.weight, second.per_hour) == (1, None)
    assert (first.is_tls_from_start, second.is_tls_from_start) == (False, True)


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("postmark://aB-3", {"server_token": "aB-3"}),
        ("mailgun://key-Z@Example.org", {"api_key": "key-Z", "sender_domain": "Example.org"}),
        ("mailjet://Key:Secret", {"api_key": "Key", "secret_key": "Secret"}),
        ("sendgrid://SG.x%2Fy", {"api_key": "SG.x/y"}),
        ("scaleway://S@p-1", {"secret_key": "S", "project_id": "p-1"}),
        ("ses://ID:s%2Fc@eu-west-3", {"account": "ID:s/c", "region_name": "eu-west-3"}),
        ("ses://@eu-west-3", {"account": "", "region_name": "eu-west-3"}),
        (
            "mailgun://k@d.example?api=https://api.eu.mailgun.net/v3&weight=2",
            {"api_key": "k", "sender_domain": "d.example", "api_url": "https://api.eu.mailgun.net/v3"},
        ),
    ],
)  # fmt: skip
def test_a_provider_is_given_by_its_keys(address: str, options: dict[str, str]):
    found = server(address)
    assert found.options == options and found.is_provider
    assert found.name == address.partition(":")[0]


@pytest.mark.parametrize("scheme", PROVIDERS)
def test_the_shape_of_a_provider_is_right(scheme: str):
    assert server(PROVIDERS[scheme].shape).scheme == scheme
    assert problems(f"{scheme}://") == [f"it must look like {PROVIDERS[scheme].shape}."]


def test_a_mailbox_is_an_account_a_folder_or_a_pipe():
    box = mailbox("imaps://bounces%40example.org:pw@mail.example.org/Some%20Where")
    assert (box.address, box.folder, box.port) == ("bounces@example.org", "Some Where", 993)
    box = mailbox("imap://ada:pw@localhost?address=bounces@example.org&separator=-")
    assert (box.address, box.folder, box.port, box.separator, box.user) == (
        "bounces@example.org", "INBOX", 143, "-", "ada",
    )  # fmt: skip
    box = mailbox("maildir:///var/mail/bo%20unces?address=bounces@example.org&separator=+")
    assert (box.address, box.path, box.separator) == (
        "bounces@example.org", "/var/mail/bo unces", "+",
    )  # fmt: skip
    assert mailbox("pipe://bounces@example.org").address == "bounces@example.org"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("smtp://h?weight=0", "weight must be a whole number from 1 to 1000."),
        ("smtp://h?per_hour=x", "per_hour must be a whole number from 1 to 100000000."),
        ("smtp://h?connections=²", "connections must be a whole number from 1 to 100."),
        (
            "smtp://h?speed=9",
            "what stands behind the question mark may be weight, per_hour, connections.",
        ),
        ("mailgun://k@d?api=eu", "the option api must be an address such as"),
        ("imaps://ada:pw@h", "say which address leads to the mailbox: ?address="),
        ("imaps://h/INBOX", "a mailbox must look like imaps://user:password@host/INBOX"),
        ("imaps://ada:p/w@h:99999", "a mailbox must look like imaps://"),
        ("maildir://var/mail?address=a@example.org", "a maildir must look like maildir:///path"),
        ("maildir:///var/mail", "say which address leads to the mailbox"),
        ("pipe://bounces", "a pipe must look like pipe://bounces@example.org."),
        ("pipe://a@example.org?separator=x", "separator must be +, - or =."),
        ("pipe://a@example.org pipe://b@example.org", "only one of the addresses may be a mailbox"),
    ],
)
def test_what_is_wrong_is_told(wrong: str, sentence: str):
    [problem] = problems(wrong)
    assert problem.startswith(sentence)


def test_all_problems_are_told_at_once_and_no_secret_with_them():
    wrong = "smtp://ada:s3cret@h:0 postmark://tok?weight=s3cret imaps://ada:s3cret@h?s3cret"
    with pytest.raises(BadSettings) as told:
        load({"CHRONIQUE_MAIL": wrong})
    lines = str(told.value).splitlines()
    assert [line.partition(": address ")[2][:2] for line in lines] == ["1:", "2:", "3:"]
    assert "s3cret" not in str(told.value)


def test_nothing_secret_is_printed():
    addresses = "smtp://ada:s3cret@h mailgun://s3cret@d imaps://a%40example.org:s3cret@h"
    assert "s3cret" not in repr(read(addresses)) + repr(load({"CHRONIQUE_MAIL": addresses}))
