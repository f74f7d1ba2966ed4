"""Letters are signed as RFC 6376 and RFC 8463 say; dkimpy is the judge."""

import time
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import dkim as judge
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from chronique.mail.dkim import (
    BadKey,
    Key,
    Signer,
    key_files,
    make_key,
    pem,
    read_keys,
    relaxed_body,
)
from chronique.mail.signing import signer

NOW = 1_783_252_800
LETTER = (
    b"Message-ID: <1@news.example.org>\r\nDate: Sun, 05 Jul 2026 12:00:00 +0200\r\n"
    b"To: bo@example.org\r\nFrom: =?utf-8?q?Mar=C3=A9es?= <letters@example.org>\r\n"
    b"Subject: =?utf-8?q?A_long_one=2C?=\r\n =?utf-8?q?_on_two_lines?=\r\n"
    b"List-Unsubscribe: <https://news.example.org/l/1/>,\r\n\t<mailto:b+1@example.org>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Other: 1\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\n\r\n'
    b"An  answer.\r\n\tIndented \t \r\n-- \r\nAda\r\n\r\n\r\n"
)


@pytest.fixture(scope="module")
def keys() -> dict[bool, Key]:
    return {kind: make_key("one", "example.org", is_ed25519=kind) for kind in (False, True)}


def asks(key: Key):
    """Return what looks records up for the judge."""

    def look_up(name: bytes, timeout: int = 5) -> bytes:
        return key.record.encode() if name.decode() == f"{key.name}." else b""

    return look_up


def is_good(message: bytes, key: Key, *, which: int = 0) -> bool:
    """Return what the judge says of a message's signature. Of Ed25519, for which it wants another
    package, it says what is signed, and OpenSSL whether it is signed so.
    """
    asked = judge.DKIM(message)
    if key.kind == "rsa":
        try:
            return asked.verify(idx=which, dnsfunc=asks(key))
        except judge.DKIMException:
            return False
    header = [one for one in asked.headers if one[0].lower() == b"dkim-signature"][which]
    tags = judge.parse_tag_value(header[1])
    judge.validate_signature_fields(tags)
    policy = judge.CanonicalizationPolicy.from_c_value(tags[b"c"])
    body = sha256(policy.canonicalize_body(asked.body)).digest()
    hashed = sha256()
    headers = policy.canonicalize_headers(asked.headers)
    names = [name.strip().lower() for name in tags[b"h"].split(b":")]
    judge.hash_headers(hashed, policy, headers, names, header, tags)
    public = key.private.public_key()
    assert isinstance(public, ed25519.Ed25519PublicKey)
    try:
        public.verify(b64decode(tags[b"b"]), hashed.digest())
    except InvalidSignature:
        return False
    return b64decode(tags[b"bh"]) == body


@pytest.mark.parametrize("kind", [False, True])
@pytest.mark.parametrize(
    "body", [LETTER.partition(b"\r\n\r\n")[2], b"", b"\r\n", b"no end", b"a \r\n \r\n"]
)
def test_the_judge_finds_it_good(keys: dict[bool, Key], kind: bool, body: bytes):
    message = LETTER.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    signed = Signer([keys[kind]]).sign(message, second=NOW) + message
    assert is_good(signed, keys[kind])
    # no line of ours is one that is broken on the way
    head = signed.partition(b"Message-ID:")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"An  answer", b"Another"), (b"To: bo", b"To: cy"), (b"A_long", b"A_short"),
        (b"/l/1/", b"/l/2/"), (b"One-Click", b"Two-Click"), (b"12:00", b"13:00"),
        # a second sender in front, which mail programs would show
        (b"Message-ID", b"From: Eve <eve@example.com>\r\nMessage-ID"),
    ],
)  # fmt: skip
def test_what_was_changed_is_no_longer_signed(keys: dict[bool, Key], old: bytes, new: bytes):
    for key in keys.values():
        signature = Signer([key]).sign(LETTER, second=NOW)
        assert is_good(signature + LETTER, key)
        changed = LETTER.replace(old, new, 1)
        assert changed != LETTER and not is_good(signature + changed, key)


def test_what_others_do_on_the_way_does_no_harm(keys: dict[bool, Key]):
    signed = Signer([keys[False]]).sign(LETTER, second=NOW) + LETTER
    folded = signed.replace(b"Subject: =", b"SUBJECT:\r\n =").replace(
        b"answer.\r\n", b"answer. \r\n"
    )
    assert is_good(b"Received: from a by b\r\n" + folded, keys[False])


def test_both_kinds_sign_one_letter(keys: dict[bool, Key]):
    other = make_key("two", "example.org", is_ed25519=True)
    signed = Signer([keys[False], other]).sign(LETTER, second=NOW) + LETTER
    assert is_good(signed, keys[False], which=0)
    assert is_good(signed, other, which=1)


@examples(max_examples=150, deadline=None)
@given(st.text(alphabet=" \t\r\nab", max_size=40))
def test_a_body_is_written_as_the_judge_writes_it(text: str):
    body = text.encode().replace(b"\r", b"").replace(b"\n", b"\r\n")
    assert relaxed_body(body) == judge.canonicalization.Relaxed.canonicalize_body(body)


def test_keys_are_files_of_their_domain(keys: dict[bool, Key], tmp_path: Path):
    for key in (keys[False], make_key("two", "other.example", is_ed25519=True)):
        (tmp_path / key.file).write_bytes(pem(key))
    [found] = read_keys(key_files(tmp_path, "Example.org")).good
    assert (found.selector, found.record) == ("one", keys[False].record)
    [other] = read_keys(key_files(tmp_path, "other.example")).good
    assert other.kind == "ed25519"
    assert key_files(tmp_path / "none", "example.org") == []
    assert "private" not in repr(found)


@pytest.mark.parametrize("content", [b"", b"no key", b"\0"])
def test_a_file_that_is_no_key_is_told_and_others_are_read(
    keys: dict[bool, Key], content: bytes, tmp_path: Path
):
    (tmp_path / "bad.example.org.pem").write_bytes(content)
    (tmp_path / keys[False].file).write_bytes(pem(keys[False]))
    found = read_keys(key_files(tmp_path, "example.org"))
    assert [key.selector for key in found.good] == ["one"]
    assert found.wrong == [
        f"{tmp_path}/bad.example.org.pem cannot be read as a key without password."
    ]


def test_a_folder_of_keys_that_cannot_be_looked_into_is_not_taken_for_none(tmp_path: Path):
    (tmp_path / "dkim").write_text("no folder")
    with pytest.raises(BadKey, match="cannot be looked into"):
        key_files(tmp_path / "dkim", "example.org")


@pytest.mark.parametrize(("selector", "domain"), [("a.b", ""), ("", "example.org"), ("a", "x/y")])
def test_no_key_is_made_for_what_is_no_name(selector: str, domain: str):
    with pytest.raises(BadKey):
        make_key(selector, domain)


def test_to_sign_costs_little_more_than_the_mathematics(keys: dict[bool, Key]):
    letter = LETTER + b"<p>Some words of a line that is as long as lines are.</p>\r\n" * 500
    signer, key = Signer([keys[False]]), keys[False]
    begun = time.process_time()
    for _ in range(50):
        key.sign(b"x" * 1000)
    bare = time.process_time() - begun
    begun = time.process_time()
    for _ in range(50):
        signer.sign(letter, second=NOW)
    assert time.process_time() - begun < 2 * bare + 0.05


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.CONF = replace(settings.CONF, mail_from="letters@news.example")
    return tmp_path


def test_a_command_makes_a_key_and_says_what_to_publish(
    home: Path, capsys: pytest.CaptureFixture[str]
):
    assert signer() is None
    call_command("make_dkim_key")
    path = home / "dkim" / "chronique.news.example.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    told = capsys.readouterr().out
    assert "Name:  chronique._domainkey.news.example\n" in told
    # from now on letters are signed with it
    found = signer()
    assert found is not None and found.keys[0].record in told
    # a second one beside it
    call_command("make_dkim_key", "--ed25519")
    found = signer()
    assert found is not None and [key.kind for key in found.keys] == ["ed25519", "rsa"]
    with pytest.raises(CommandError, match="is there already"):
        call_command("make_dkim_key")


def test_no_key_is_made_where_there_is_no_domain(home: Path, settings: Settings):
    settings.CONF = replace(settings.CONF, mail_from="letters@localhost")
    with pytest.raises(CommandError, match="no selector and domain"):
        call_command("make_dkim_key")
