"""Marks: the same for the same thing, and no way back to it without the key."""

import hashlib


def mark(key: bytes, *parts: str) -> str:
    """Return 32 characters that stand for the parts, told apart from each other."""
    digest = hashlib.blake2b(key=key[:64], digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
