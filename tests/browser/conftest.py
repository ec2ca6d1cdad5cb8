"""A real Chromium before the real server: what trainees, trainers and donors have in hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.phone import Phone
from tests.browser.served import served
from tests.conftest import START, Clock
from tools.browser import ARGUMENTS, find

PATIENCE = 8_000
"""Milliseconds after which a page that does not come has failed, on a busy machine too."""

NewPhone = Callable[..., Phone]


class Ticking(Clock):
    """A clock that goes on at each look, for no two requests come in the same instant."""

    def __call__(self) -> datetime:
        return self.forward(milliseconds=1)


@pytest.fixture
def clock() -> Clock:
    """Not before the browser's own clock: it drops a cookie that has expired by it."""
    return Ticking(max(START + timedelta(hours=1), datetime.now(UTC)))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def executable() -> Path:
    """The browser's program."""
    path = find()
    if path is None:
        pytest.fail("no Chromium: `make browser` installs one")
    return path


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, executable: Path) -> Iterator[Chromium]:
    """One browser for all tests."""
    browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates that an earlier test has compiled."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def address(app: Flask, compiled: FileSystemBytecodeCache) -> Iterator[str]:
    """Where the application of this test is served."""
    app.jinja_env.bytecode_cache = compiled
    with served(app) as url:
        yield url


@pytest.fixture(params=[True, False], ids=["javascript-on", "javascript-off"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def new_phone(chromium: Chromium, address: str) -> Iterator[NewPhone]:
    """Makes a phone that nobody has used; at the end none of them has met a fault."""
    phones: list[Phone] = []

    def make(
        language: str = "fr",
        *,
        javascript: bool = True,
        width: int = 360,
        at: str | None = None,
    ) -> Phone:
        context = chromium.new_context(
            java_script_enabled=javascript,
            locale=language,
            viewport={"width": width, "height": 740},
        )
        context.set_default_timeout(PATIENCE)
        phones.append(Phone(context, at or address, language, javascript=javascript))
        return phones[-1]

    yield make
    for phone in phones:
        phone.context.close()
    assert [fault for phone in phones for fault in phone.faults] == []


@pytest.fixture
def phone(new_phone: NewPhone, javascript: bool) -> Phone:
    """A French phone, once with script and once without."""
    return new_phone(javascript=javascript)
