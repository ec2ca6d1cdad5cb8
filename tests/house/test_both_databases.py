"""A full run says how many tests met each database, and fails when PostgreSQL was spared."""

import pytest

pytest_plugins = ["pytester"]

SUITE = """
import pytest

@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    return request.param

@pytest.mark.parametrize("number", range(9))
def test_on_both(database_url, number):
    pass

def test_on_one(database_url):
    if {skipped} and database_url == "postgresql":
        pytest.skip("spared")
"""


def run(pytester: pytest.Pytester, *options: str, skipped: bool) -> pytest.RunResult:
    """A run of ten tests, one of which may spare PostgreSQL, with the plugin of this suite."""
    pytester.makeini("[pytest]\ntestpaths = tests\naddopts = -m 'not long'\nmarkers = long")
    pytester.mkdir("tests").joinpath("test_some.py").write_text(
        SUITE.format(skipped=skipped), encoding="utf-8"
    )
    return pytester.runpytest("-p", "tests.both_databases", "-p", "no:randomly", *options)


def test_a_suite_that_runs_on_both_passes(pytester: pytest.Pytester):
    result = run(pytester, skipped=False)
    result.stdout.fnmatch_lines(
        ["On SQLite 10 tests; on PostgreSQL 10, 10 of them the same (100.0*"]
    )
    assert result.ret == pytest.ExitCode.OK


def test_a_suite_that_spares_postgresql_one_test_in_ten_fails(pytester: pytest.Pytester):
    result = run(pytester, skipped=True)
    result.stdout.fnmatch_lines(["On SQLite 10 tests; on PostgreSQL 9, 9 of them the same (90.0*"])
    result.stdout.fnmatch_lines(["FAILED: at least 95%*"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_part_of_the_suite_may_be_asked_for_alone(pytester: pytest.Pytester):
    result = run(pytester, "-k", "one", skipped=True)
    assert result.ret == pytest.ExitCode.OK
