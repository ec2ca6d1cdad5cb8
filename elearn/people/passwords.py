"""PINs and passwords: argon2 over an HMAC with the server's key.

Six digits alone would fall to anyone with a copy of the database; keyed, they need the server's
key as well, which is not in it.
"""

import hmac
from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MINIMUM = 10


class TooShort(ValueError):
    """A password of fewer than ten characters."""


@dataclass(frozen=True)
class Keeper:
    """Hashes and checks secrets with this server's key and argon2's cost (KiB, passes)."""

    key: bytes
    memory_kib: int
    passes: int

    def keep(self, secret: str) -> str:
        """What to store for a secret."""
        return self._argon2.hash(self._keyed(secret))

    def holds(self, kept: str | None, secret: str) -> bool:
        """Whether this is the secret that was kept; as slow when there is none, to tell nothing."""
        try:
            return self._argon2.verify(kept or self._nobody, self._keyed(secret)) and bool(kept)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def name_hash(self, name: str) -> bytes:
        """A keyed hash of the name under which somebody tried to sign in."""
        return hmac.digest(self.key, b"name:" + name.encode(), "sha256")

    def key_for(self, purpose: str) -> bytes:
        """A key for one purpose alone, made from the server's; 32 bytes."""
        return hmac.digest(self.key, b"key:" + purpose.encode(), "sha256")

    def mark(self, enrolment: bytes) -> str:
        """An opaque sign for an enrolment: a shared telephone labels with it what waits there."""
        return hmac.digest(self.key, b"mark:" + enrolment, "sha256")[:8].hex()

    @cached_property
    def _argon2(self) -> PasswordHasher:
        return PasswordHasher(
            time_cost=self.passes, memory_cost=self.memory_kib, parallelism=1, hash_len=32
        )

    @cached_property
    def _nobody(self) -> str:
        return self._argon2.hash(b"nobody")

    def _keyed(self, secret: str) -> bytes:
        return hmac.digest(self.key, b"secret:" + secret.encode(), "sha256")


def checked(password: str) -> str:
    """The password, when it is long enough to keep; raises TooShort."""
    if len(password) < MINIMUM:
        raise TooShort
    return password
