"""Settings of the process, read once from the environment; what people change is rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent
# A wheel carries content, translations and migrations inside the package, a checkout beside it.
BUNDLE = PACKAGE / "_bundle" if (PACKAGE / "_bundle").is_dir() else PACKAGE.parent

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Config:
    """Where this process keeps its data and how it talks to its database."""

    data: Path
    database_url: str
    content: Path = BUNDLE / "content"
    translations: Path = BUNDLE / "translations"
    migrations: Path = BUNDLE / "migrations"
    # At 19 MiB and two passes argon2 costs 61 ms; its defaults cost 478, too dear for 25 at once.
    argon2_memory_kib: int = 19 * 1024
    argon2_passes: int = 2
    # A laptop on a hotspot has no TLS: Secure cookies and HSTS only where the deployment says so.
    secure: bool = False

    @property
    def key_file(self) -> Path:
        """The file that holds this server's own key."""
        return self.data / "server.key"


def from_environment(environment: Mapping[str, str]) -> Config:
    """The settings that `DANBE_DATA`, `DATABASE_URL` and `DANBE_SECURE` ask for."""
    data = Path(environment.get("DANBE_DATA", "danbe-data")).absolute()
    url = environment.get("DATABASE_URL") or f"sqlite:///{data / 'danbe.sqlite'}"
    return Config(
        data=data, database_url=psycopg_url(url), secure=environment.get("DANBE_SECURE", "") == "1"
    )


def psycopg_url(url: str) -> str:
    """The same address with psycopg 3 as driver: hosts hand out plain `postgres://`."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
