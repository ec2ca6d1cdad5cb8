"""A text that only this server's key opens, always as long as its neighbours. Pure.

The key stands in a file of its own, so a copy of the database alone shows nothing of what waits.
The veil is a stream of SHAKE-256 from key and nonce, the seal HMAC-SHA-256; a nonce is used once.
"""

import hmac
from hashlib import shake_256

PURPOSE = "surveys"
"""What the server's key is used for here."""

NONCE = 32
TAG = 32
LENGTH = 4
BLOCK = 8192
"""Sealed texts are filled up to a multiple of this, so that their length tells no number."""


class SealBroken(ValueError):
    """Another key sealed this, or something has changed it."""


def sealed(key: bytes, text: bytes, nonce: bytes) -> bytes:
    """Nonce, seal and veiled text; `nonce` is 32 new random bytes."""
    if len(nonce) != NONCE:
        raise ValueError(f"a nonce of {len(nonce)} bytes")
    whole = len(text).to_bytes(LENGTH) + text
    veiled = _veil(key, nonce, whole + bytes(-len(whole) % BLOCK))
    return nonce + _tag(key, nonce, veiled) + veiled


def opened(key: bytes, closed: bytes) -> bytes:
    """The text again; raises SealBroken."""
    nonce, tag, veiled = closed[:NONCE], closed[NONCE : NONCE + TAG], closed[NONCE + TAG :]
    if not hmac.compare_digest(tag, _tag(key, nonce, veiled)):
        raise SealBroken
    whole = _veil(key, nonce, veiled)
    return whole[LENGTH : LENGTH + int.from_bytes(whole[:LENGTH])]


def _tag(key: bytes, nonce: bytes, veiled: bytes) -> bytes:
    return hmac.digest(key, b"seal:" + nonce + veiled, "sha256")


def _veil(key: bytes, nonce: bytes, text: bytes) -> bytes:
    stream = shake_256(hmac.digest(key, b"veil:" + nonce, "sha256")).digest(len(text))
    return (int.from_bytes(text) ^ int.from_bytes(stream)).to_bytes(len(text))
