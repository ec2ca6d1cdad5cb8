"""The battery is taken out, the server dies: what was answered is on the server, once each."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from playwright.sync_api import Playwright, expect
from sqlalchemy.orm import Session

from elearn.config import BUNDLE
from elearn.courses.library import Library
from tests.browser.device import TIMES, Device
from tests.browser.gate import Gate, Weather, gate
from tests.browser.offline_acts import Given, back, begin, finish, give, held, rows, unsent
from tests.browser.served import LOOPBACK, own_address, served
from tests.conftest import Story

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.name != "posix", reason="kills processes as only POSIX does"),
    # What a phone forgets does not depend on the server's database.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

COMMAND = (sys.executable, "-c", "from elearn.cli.main import elearn; elearn()", "serve")

NewDevice = Callable[[str], Device]


@pytest.fixture
def new_device(playwright: Playwright, executable: Path, tmp_path: Path) -> Iterator[NewDevice]:
    """Makes the one phone of a test, which finds the server at this address."""
    made: list[Device] = []

    def make(address: str) -> Device:
        made.append(Device(playwright, executable, tmp_path / "profile", address))
        return made[-1]

    yield make
    for device in made:
        device.close()
        assert device.faults == []


@pytest.fixture(params=["localhost", "hotspot"])
def network(request: pytest.FixtureRequest, app: Flask) -> Iterator[Gate]:
    """A way to the server: with a service worker, and without (plain http, not loopback)."""
    host = LOOPBACK if request.param == "localhost" else own_address()
    if host is None:
        pytest.skip("this machine has no address but loopback")
    with served(app) as server, gate(host, server) as standing:
        yield standing


def out_of_power(
    device: Device, network: Gate, story: Story, library: Library, session: Session
) -> None:
    """Answers are given without a network, the browser dies, and is started again."""
    given: Given = {}
    phone = device.start()
    phone.sign_in(story.awas_card)
    begin(phone)
    network.turn(Weather.CUT)
    give(phone, library, given)
    expect(phone.page.locator("span[data-unsent]")).to_have_text(unsent(phone, len(given)))
    device.kill()
    assert rows(session) == 0

    network.turn(Weather.FAIR)
    phone = device.start()
    phone.sign_in(story.awas_card)
    phone.wait_until_sent()
    assert held(session) == given
    assert rows(session) == len(given)


def test_answers_outlive_the_browser_s_process(
    new_device: NewDevice, network: Gate, online_story: Story, library: Library, session: Session
) -> None:
    out_of_power(new_device(network.address), network, online_story, library, session)


@pytest.mark.long
@pytest.mark.parametrize("time", range(TIMES))
def test_answers_outlive_the_browser_s_process_every_time(
    new_device: NewDevice,
    network: Gate,
    online_story: Story,
    library: Library,
    session: Session,
    time: int,
) -> None:
    out_of_power(new_device(network.address), network, online_story, library, session)


@contextmanager
def serving(data: Path, database_url: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real `elearn serve` in a process of its own, and its address."""
    environment = os.environ | {"DANBE_DATA": str(data), "DATABASE_URL": database_url}
    process = subprocess.Popen(
        [*COMMAND, "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield process, next(word for word in line.split() if word.startswith("http://"))
    finally:
        process.kill()
        process.communicate()


def stamp(database_url: str) -> None:
    """Say of a database made from the models that it has today's schema: `elearn serve` asks."""
    newest = ScriptDirectory(str(BUNDLE / "migrations")).get_current_head()
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))")
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (newest,))
        connection.commit()


def server_dies(
    device: Callable[[str], Device],
    data: Path,
    database_url: str,
    story: Story,
    library: Library,
    session: Session,
    another: Callable[[], AbstractContextManager[str]],
) -> None:
    """The server is killed between two pages of a test, and another stands up at its end."""
    data.mkdir(exist_ok=True)
    stamp(database_url)
    (data / "server.key").write_bytes(b"k" * 32)
    given: Given = {}
    with serving(data, database_url) as (process, server), gate(LOOPBACK, server) as network:
        phone = device(network.address).start()
        phone.sign_in(story.awas_card)
        begin(phone)
        give(phone, library, given)
        process.kill()
        process.wait()
        phone.press("Next page")
        finish(phone, library, given)
        with another() as again:
            network.lead_to(again)
            back(phone)
            phone.wait_until_sent()
    assert held(session) == given
    assert rows(session) == len(given)


def test_answers_outlive_the_server_s_process(
    new_device: NewDevice,
    tmp_path: Path,
    database_url: str,
    app: Flask,
    online_story: Story,
    library: Library,
    session: Session,
) -> None:
    # A second start from nothing costs seconds: here the tests' own process takes over.
    data = tmp_path / "data"
    server_dies(new_device, data, database_url, online_story, library, session, lambda: served(app))


@pytest.mark.long
@pytest.mark.parametrize("time", range(TIMES))
def test_answers_outlive_the_server_s_process_every_time(
    new_device: NewDevice,
    tmp_path: Path,
    database_url: str,
    online_story: Story,
    library: Library,
    session: Session,
    time: int,
) -> None:
    @contextmanager
    def another() -> Iterator[str]:
        with serving(data, database_url) as (_, again):
            yield again

    data = tmp_path / "data"
    server_dies(new_device, data, database_url, online_story, library, session, another)
