"""`elearn serve`: a production server, and a log that names nobody."""

import logging
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from elearn.web import access_log
from tests.cli.commands import Machine

COMMAND = (sys.executable, "-c", "from elearn.cli.main import elearn; elearn()")
# Longer than any start: a server that does not come up fails the test instead of stopping it.
PATIENCE = 60


@pytest.fixture
def machine(bare_database_url: str, tmp_path: Path) -> Machine:
    made = Machine(tmp_path / "data", bare_database_url)
    made.run("init")
    return made


def test_pages_are_served_and_the_log_holds_rules_and_no_person(machine: Machine) -> None:
    serving = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--workers", "2"],
        env=os.environ | machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout is not None
        line = serving.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        asked = urllib.request.Request(f"{address}/en/?who=awa", headers={"User-Agent": "Secret"})
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            assert answer.status == 200
            assert answer.headers["Server"] == "danbe"
        with pytest.raises(urllib.error.HTTPError, match="404") as missing:
            urllib.request.urlopen(f"{address}/en/awa-was-here", timeout=PATIENCE)
        missing.value.close()
    finally:
        serving.terminate()
        _, log = serving.communicate(timeout=PATIENCE)
    if os.name == "posix":
        assert serving.returncode == 0
    lines = [line.split(" ", 2)[2] for line in log.splitlines()]
    assert [line.rsplit(" ", 2)[0] for line in lines] == [
        "GET /<language:language>/ 200",
        "GET - 404",
    ]
    for secret in ("awa", "Secret", "127.0.0.1"):
        assert secret not in log


def test_a_port_in_use_is_said_in_a_sentence(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = machine.run("serve", "--port", port, expect=1)
    assert port in refused.stderr
    assert "--port" in refused.stderr


@pytest.mark.parametrize("given", [("--port", "99999"), ("--workers", "0"), ("--workers", "many")])
def test_numbers_that_cannot_be_are_mistakes_of_typing(
    tmp_path: Path, given: tuple[str, str]
) -> None:
    Machine(tmp_path, "sqlite://").run("serve", *given, expect=2)


def test_the_servers_own_messages_lose_the_path() -> None:
    record = logging.makeLogRecord(
        {"msg": "Exception while serving %s", "args": ("/fr/cohorts/secret",)}
    )
    assert access_log.without_paths(record)
    assert record.getMessage() == "Exception while serving"
