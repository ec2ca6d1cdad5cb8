"""Who this server is: one row, and a key of its own."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from elearn.db import writing
from elearn.installation.identity import NotInstalled, install, installed, server_key
from tests.conftest import START


def test_before_it_is_installed_there_is_nobody(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(NotInstalled):
        installed(session)


def test_installing_twice_is_one_server(engine: Engine) -> None:
    with Session(engine) as session:
        with writing(session):
            first = install(session, START).id
        with writing(session):
            again = install(session, START)
        assert again.id == first
        assert installed(session).id == first
        assert not again.demonstration


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "server.key"
    key = server_key(file)
    assert len(key) == 32
    assert server_key(file) == key
    assert server_key(tmp_path / "other.key") != key
    if stat.S_IMODE(tmp_path.stat().st_mode) == 0o700:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_cut_short_is_not_taken_for_a_key(tmp_path: Path) -> None:
    file = tmp_path / "server.key"
    file.write_bytes(b"half of it")
    with pytest.raises(ValueError, match="no key of 32 bytes"):
        server_key(file)
