"""Counts the tests that ran on each database, and fails a full run that spared PostgreSQL."""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from tests.databases import KINDS
from tools.halves import COUNTS

FIXTURES = ("database_url", "bare_database_url")
ENOUGH = 0.95
COUNT = pytest.StashKey["Ran"]()


class Ran:
    """The tests that ran to their end on each kind of database, named without the kind."""

    def __init__(self) -> None:
        self.on: dict[str, set[str]] = defaultdict(set)
        self.kinds: dict[str, tuple[str, str]] = {}
        self.failed: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Remember which test is which one's twin on the other database."""
        for item in items:
            parameters = getattr(getattr(item, "callspec", None), "params", {})
            for fixture in FIXTURES:
                if (kind := parameters.get(fixture)) in KINDS:
                    name = item.nodeid.replace(kind, "*")
                    self.kinds[item.nodeid] = (kind, name)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test that was run, whether it passed or failed; a skipped one was not."""
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)
        if report.when == "call" and not report.skipped and report.nodeid in self.kinds:
            kind, name = self.kinds[report.nodeid]
            self.on[kind].add(name)

    @property
    def share(self) -> float:
        """The share of the tests on SQLite that ran on PostgreSQL too; 1 where there is none."""
        sqlite = self.on["sqlite"]
        return len(sqlite & self.on["postgresql"]) / len(sqlite) if sqlite else 1.0


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[COUNT] = Ran()
    config.pluginmanager.register(config.stash[COUNT])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a full run in which too few tests met PostgreSQL."""
    if is_full(session.config) and session.config.stash[COUNT].share < ENOUGH:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests ran on each database."""
    ran = config.stash[COUNT]
    sqlite, both = len(ran.on["sqlite"]), len(ran.on["sqlite"] & ran.on["postgresql"])
    alone = len(ran.on["postgresql"] - ran.on["sqlite"])
    if file := os.environ.get(COUNTS):
        Path(file).write_text(json.dumps({"sqlite": sqlite, "both": both, "failed": ran.failed}))
    if not sqlite and not alone:
        return
    terminalreporter.write_sep("-", "databases")
    terminalreporter.write_line(
        f"On SQLite {sqlite} tests; on PostgreSQL {both + alone}, "
        f"{both} of them the same ({ran.share:.1%} of those on SQLite)"
    )
    if is_full(config) and ran.share < ENOUGH:
        terminalreporter.write_line(
            f"FAILED: at least {ENOUGH:.0%} of the tests on SQLite must run on PostgreSQL too",
            red=True,
        )


def is_full(config: pytest.Config) -> bool:
    """Whether every test was asked for: no path, no -k, no other -m than the usual one."""
    return (
        config.args_source == pytest.Config.ArgsSource.TESTPATHS
        and not config.option.keyword
        and config.option.markexpr == "not long"
        and not getattr(config.option, "lf", False)
    )
