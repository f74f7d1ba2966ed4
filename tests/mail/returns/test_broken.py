"""Whatever comes, it is read, in bounded time; a mail that nobody can read says nothing."""

import random
import time

import pytest

from chronique.mail.returns import Kind, read
from tests.mail.returns.mails import REPORT

# Seconds of processor time.
SLOW = 2.0


def seconds(raw: bytes) -> float:
    began = time.process_time()
    read(raw)
    return time.process_time() - began


def nested(depth: int) -> bytes:
    open_ones = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (place, place)
        for place in range(depth)
    )
    return open_ones + b"\ntext\n" + b"".join(b"--b%d--\n" % n for n in reversed(range(depth)))


BROKEN = {
    "empty": b"",
    "breaks": b"\n\n\n",
    "nul": b"\0" * 5000,
    "all bytes": bytes(range(256)) * 200,
    "one header": b"Subject: " + b"=?utf-8?q?" * 5000,
    "half a word": b"Subject: =?utf-8?b?4pi?=\nFrom: =?nowhere?q?a?=\n\nfailed",
    "no boundary": b"Content-Type: multipart/report\n\nFinal-Recipient: rfc822;\nAction: failed\n",
    "bad base64": b"Content-Transfer-Encoding: base64\n\nabc!$\xff=a",
    "odd charset": b"Content-Type: text/plain; charset=unicode_escape\n\n\\x",
    "slow charset": b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 60000,
    "utf-16": b"Content-Type: text/plain; charset=utf-16\n\nabc",
    "long line": b"From: mailer-daemon@a\n\nfailed " + b"a" * 300_000 + b"@",
    "many at": b"From: mailer-daemon@a\n\nfailed " + b"a@" * 30_000,
    "many dots": b"From: mailer-daemon@a\n\nfailed a@" + b"a." * 30_000,
    "many breaks": b"From: mailer-daemon@a\n\nfailed " + b"user " * 12_000,
    "many blanks": b"From: mailer-daemon@a\n\nfailed user" + b" " * 60_000 + b"x",
    "many quotes": b"From: mailer-daemon@a\n\nfailed " + b'"' * 60_000,
    "many tags": b"Content-Type: text/html\nFrom: mailer-daemon@a\n\n" + b"<p <!-- <style" * 9000,
    "many parts with tags": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b\nContent-Type: text/html\n\n" + b"<p <!-- <style" * 900) * 40,
    "json": b'From: no-reply@sns\n\n{"notificationType":' + b"[" * 30_000,
    "json of other sorts": b'From: a\n\n{"notificationType":"Bounce","bounce":3}',
    "ten thousand parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\na\n" * 10_000,
    "ten thousand within": nested(10_000),
    "ten thousand fields": b"Content-Type: message/delivery-status\n\n"
    + b"Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n\n" * 10_000,
    "many recipients without a word": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
    + b"It failed for user a. " * 3000
    + b"\n--b\nContent-Type: message/delivery-status\n\n"
    + b"Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.0.0\n\n" * 1000,
    "many words": b"From: mailer-daemon@a\n\n<a@example.org>: "
    + b"no a user not valid exceeds mailbox is not been " * 1200,
    "many addresses": b"From: mailer-daemon@a\n\nfailed\n"
    + b"".join(b"<a%d@example.org>: failed for user\n" % n for n in range(2000)),
    "50 MB": b"From: a@example.org\n\n" + b"x" * 50_000_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_nothing_is_too_broken_to_be_read(name: str):
    assert seconds(BROKEN[name]) < SLOW


def test_a_report_before_50_megabytes_is_read():
    assert read(REPORT + b"x" * 50_000_000).recipients == ("bo@example.net",)


def test_damaged_reports_are_read_all_the_same():
    chance = random.Random(7)
    for _ in range(300):
        raw = bytearray(REPORT)
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randrange(4)] = chance.randbytes(chance.randrange(6))
        assert read(bytes(raw)).kind in Kind
