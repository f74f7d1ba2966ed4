"""What it costs to sign a letter: beside dkimpy, and shared out over the threads of one process.

The threads are what a process that sends has anyway: OpenSSL signs outside of Python's lock.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import dkim as peer

from bench.issue import HEADERS, HTML, SUBJECT, TEXT, own_words
from bench.table import Row
from chronique.mail.dkim import Key, Signer, make_key, pem
from chronique.mail.prepared import Prepared, Words

COUNT, THREADS, NAMES = 400, 10, [b"from", b"to", b"subject", b"date", b"message-id"]
Sign = Callable[[bytes], bytes]


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    count = max(20, int(COUNT * scale))
    letter = _letter()
    rsa, short = (make_key("one", "example.org", is_ed25519=kind) for kind in (False, True))
    own, others = _spent(_ours(rsa), letter, count), _spent(_dkimpys(rsa), letter, count // 4)
    bare = _spent(rsa.sign, letter[:1000], count)
    return [
        Row(f"signing a letter of {len(letter) // 1000} KB, RSA-2048: processor time",
            f"{own:.2f} ms, of it {bare:.2f} OpenSSL’s", "reported"),
        Row("  dkimpy", f"{others:.2f} ms, {others / own:.1f} ×"),
        Row("  Ed25519", f"{_spent(_ours(short), letter, count):.2f} ms", "reported"),
        Row(f"  {THREADS} threads of one process", _shared(_ours(rsa), letter, count), "reported"),
    ]  # fmt: skip


def _letter() -> bytes:
    own = own_words(1)
    words = Words(
        sender="Marées", address="letters@example.org", subject=SUBJECT, text=TEXT.format(**own),
        html=HTML.format(**own),
        headers={name: value.format(**own) for name, value in HEADERS.items()},
    )  # fmt: skip
    date = "Sun, 05 Jul 2026 12:00:00 +0200"
    return Prepared(words).letter(
        to="bo@example.org", message_id="<1@example.org>", date=date, slots=own
    )


def _ours(key: Key) -> Sign:
    signer = Signer([key])
    return lambda letter: signer.sign(letter, second=1_783_252_800)


def _dkimpys(key: Key) -> Sign:
    private = pem(key)
    relaxed = (b"relaxed", b"relaxed")
    return lambda letter: peer.sign(
        letter, b"one", b"example.org", private, canonicalize=relaxed, include_headers=NAMES
    )


def _spent(sign: Sign, letter: bytes, count: int) -> float:
    """Return the milliseconds of processor time of one."""
    begun = time.process_time()
    for _ in range(count):
        sign(letter)
    return (time.process_time() - begun) / count * 1000


def _shared(sign: Sign, letter: bytes, count: int) -> str:
    """Say how many processors were at work at once, of those that there are."""

    def some() -> None:
        for _ in range(count // THREADS):
            sign(letter)

    threads = [threading.Thread(target=some) for _ in range(THREADS)]
    spent, begun = time.process_time(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted, spent = time.monotonic() - begun, time.process_time() - spent
    return f"{count / lasted:.0f} a second, {spent / lasted:.1f} processors at work"
