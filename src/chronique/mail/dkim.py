"""Signs letters, so that others know that the domain's owner sent them: DKIM (RFC 6376, 8463).

Pure code; the keys are files `SELECTOR.DOMAIN.pem` in a folder. OpenSSL signs outside of Python's
lock: the threads of one process that send share the work over all processors.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

RSA_BITS = 2048
FILE = re.compile(r"([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.([a-z0-9.-]+\.[a-z0-9-]+)\.pem")
# Those of them that a letter has. What is not here may be changed on the way without harm.
SIGNED = frozenset({
    b"from", b"reply-to", b"subject", b"date", b"message-id", b"to", b"cc", b"mime-version",
    b"content-type", b"content-transfer-encoding", b"auto-submitted", b"list-id",
    b"list-unsubscribe", b"list-unsubscribe-post", b"list-help", b"list-archive",
})  # fmt: skip
NEXT_HEADER = re.compile(rb"\r\n(?![ \t])")
BLANKS = re.compile(rb"[ \t]+")
WIDTH = 76


@dataclass(frozen=True)
class Key:
    selector: str
    domain: str
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey = field(repr=False)

    @property
    def kind(self) -> str:
        return "rsa" if isinstance(self.private, rsa.RSAPrivateKey) else "ed25519"

    @property
    def name(self) -> str:
        """Where its record stands in the DNS."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """What stands there: RFC 6376, 3.6.1, and RFC 8463, 4."""
        public = self.private.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        else:
            raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k={self.kind}; p={b64encode(raw).decode()}"

    @property
    def file(self) -> str:
        return f"{self.selector}.{self.domain}.pem"

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(sha256(data).digest())


class BadKey(ValueError):
    """A file that is no key; its text is a sentence."""


@dataclass(frozen=True)
class Keys:
    """A domain's, in the order of their names. `wrong`: sentences on files that are none."""

    good: list[Key] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def make_key(selector: str, domain: str, *, is_ed25519: bool = False) -> Key:
    """Return a new key. Raises BadKey for a selector or domain that cannot be."""
    if not FILE.fullmatch(f"{selector}.{domain}.pem"):
        raise BadKey(f"“{selector}” and “{domain}” are no selector and domain of DKIM.")
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
    if is_ed25519:
        private = ed25519.Ed25519PrivateKey.generate()
    else:
        private = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return Key(selector, domain, private)


def pem(key: Key) -> bytes:
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_files(folder: Path, domain: str) -> list[Path]:
    """Return the files of the domain's keys; none where there is no folder.

    Raises BadKey for a folder that cannot be looked into: nobody knows whether there are any.
    """
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadKey(f"{folder} cannot be looked into: {error.strerror}.") from error
    named = [(path, FILE.fullmatch(path.name)) for path in paths]
    return [path for path, parts in named if parts and parts[2] == domain.lower()]


def read_keys(paths: Sequence[Path]) -> Keys:
    """Read what `key_files` found."""
    found = Keys()
    for path in paths:
        selector, domain = path.name.removesuffix(".pem").split(".", 1)
        try:
            found.good.append(Key(selector, domain, _private(path)))
        except BadKey as error:
            found.wrong.append(str(error))
    return found


def _private(path: Path) -> rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey:
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(f"{path} cannot be read as a key without password.") from error
    if not isinstance(private, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise BadKey(f"{path} is neither an RSA nor an Ed25519 key.")
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size < 1024:
        raise BadKey(f"{path} is shorter than 1024 bits, which others do not accept.")
    return private


class Signer:
    """Signs with each of the keys: who does not know Ed25519 looks at the RSA signature."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = list(keys)

    def sign(self, message: bytes, *, second: int) -> bytes:
        """Return the headers to put in front of a message whose lines end in CRLF.

        `second`: the time, as a number of seconds since 1970.
        """
        head, _, body = message.partition(b"\r\n\r\n")
        chosen = _chosen(head)
        names = b":".join([name for name, _ in chosen] + [b"from"])
        lines = b"".join(line for _, line in chosen)
        hashed = b64encode(sha256(relaxed_body(body)).digest())
        return b"".join(
            _signature(key, names, lines, b"t=%d; bh=%s; b=" % (second, hashed))
            for key in self.keys
        )


def _chosen(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return the headers to sign: their names, and their lines as `relaxed` writes them.

    Of a name that stands there twice only the last is known by it (RFC 6376, 5.4.2).
    """
    found: dict[bytes, bytes] = {}
    for line in NEXT_HEADER.split(head):
        name, _, value = line.partition(b":")
        name = name.strip().lower()
        if name in SIGNED:
            found[name] = name + b":" + _relaxed(value) + b"\r\n"
    return list(found.items())


def _relaxed(value: bytes) -> bytes:
    """RFC 6376, 3.4.2: on one line, one blank for several."""
    return BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4: no blanks at the end of a line, one for several, no empty lines at the end.

    Without regular expressions, which take a hundred times as long.
    """
    body = body.replace(b"\t", b" ")
    while b"  " in body:
        body = body.replace(b"  ", b" ")
    body = body.replace(b" \r\n", b"\r\n")
    if not body.endswith(b"\r\n"):
        body += b"\r\n" if body else b""
    while body.endswith(b"\r\n\r\n"):
        body = body.removesuffix(b"\r\n")
    return b"" if body == b"\r\n" else body


def _signature(key: Key, names: bytes, lines: bytes, ends: bytes) -> bytes:
    begins = _begins(key.kind, key.domain, key.selector, names) + ends
    raw = key.sign(lines + b"dkim-signature:" + begins)
    return b"DKIM-Signature: " + _folded(begins) + _pieces(b64encode(raw)) + b"\r\n"


@lru_cache(maxsize=64)
def _begins(kind: str, domain: str, selector: str, names: bytes) -> bytes:
    said = f"v=1; a={kind}-sha256; c=relaxed/relaxed; d={domain}; s={selector}; h="
    # A name a word: then lines can be broken between them.
    return said.encode() + names.replace(b":", b": ") + b"; "


def _folded(value: bytes) -> bytes:
    """Break at blanks, which changes nothing for who reads it as `relaxed`."""
    lines, line = [], b""
    for word in value.split(b" "):
        if line and len(line) + 1 + len(word) > WIDTH - 16:
            lines.append(line)
            line = word
        else:
            line = line + b" " + word if line else word
    return b"\r\n ".join([*lines, line])


def _pieces(raw: bytes) -> bytes:
    return b"".join(b"\r\n " + raw[at : at + WIDTH - 1] for at in range(0, len(raw), WIDTH - 1))
