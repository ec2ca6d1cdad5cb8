"""The built wheel runs alone, far from a checkout."""

import os
import socket
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError

import pytest

from tests.house import project
from tools.environment import python_of

pytestmark = pytest.mark.long

PATIENCE = 60  # seconds for a first start on a slow machine


@dataclass(frozen=True, slots=True)
class Laptop:
    """A place with the wheel, its own data folder, and nothing of ours around it."""

    home: Path

    @property
    def python(self) -> Path:
        return python_of(self.home / "venv")

    @property
    def elearn(self) -> Path:
        return self.python.with_name("elearn" + self.python.suffix)

    @property
    def environment(self) -> dict[str, str]:
        left_out = {
            "DATABASE_URL",
            "PYTHONPATH",
            "COVERAGE_PROCESS_START",
            "COVERAGE_PROCESS_CONFIG",
        }
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        return kept | {"DANBE_DATA": str(self.home / "data")}

    def run(self, *command: str | Path) -> str:
        answer = subprocess.run(
            command,
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    options = ["--no-build-isolation", "--wheel-dir", str(folder), str(project.TOP)]
    subprocess.run([*command, *options], check=True)
    return next(folder.glob("elearn-*.whl"))


@pytest.fixture(scope="module")
def laptop(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    laptop = Laptop(tmp_path_factory.mktemp("laptop"))
    venv.create(laptop.home / "venv", with_pip=True)
    pip = [laptop.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    laptop.run(*pip, "--require-hashes", "-r", project.TOP / "requirements.txt")
    laptop.run(*pip, "--no-deps", "--no-index", wheel)
    return laptop


@pytest.fixture
def address(laptop: Laptop) -> Iterator[str]:
    """The server that the wheel starts, on a free port, over a demonstration."""
    laptop.run(laptop.elearn, "init")
    laptop.run(laptop.elearn, "demo")
    port = free_port()
    server = subprocess.Popen(
        [laptop.elearn, "serve", "--port", str(port)],
        cwd=laptop.home,
        env=laptop.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def page(address: str) -> str:
    """The page at an address, waiting for a server that is just starting."""
    deadline = monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode("utf-8"))
        except URLError:
            if monotonic() > deadline:
                raise
            sleep(0.2)


def test_it_serves_the_home_page_in_both_languages_with_its_style(address: str):
    french, english = page(f"{address}/fr/"), page(f"{address}/en/")
    assert '<html lang="fr"' in french
    assert '<html lang="en"' in english
    assert french != english


def test_it_holds_no_path_of_the_checkout(laptop: Laptop):
    where = laptop.run(laptop.python, "-c", "import elearn.config as c; print(c.BUNDLE)")
    assert str(project.TOP) not in where
    assert laptop.home in Path(where.strip()).parents


def test_its_content_is_whole_and_right(laptop: Laptop):
    laptop.run(laptop.elearn, "content", "check")


def test_it_holds_nothing_compiled(wheel: Path):
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "--list", str(wheel)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "elearn/_bundle/content/" in listed
    assert "elearn/_bundle/translations/" in listed
    assert "elearn/_bundle/migrations/" in listed
    assert ".mo " not in listed
    assert ".pyc" not in listed
