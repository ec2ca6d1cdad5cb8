"""The floors of coverage: all of what is pure, nine tenths of the rest."""

from tools.coverage_floors import Measured, is_pure, measured, share, shortfalls

PURE = ("elearn.results", "elearn.quizzes.forms")


def file(module: str, run: int, possible: int) -> Measured:
    return Measured(module, run, possible, missing="7")


def test_a_pure_module_with_a_line_unrun_is_named():
    assert shortfalls([file("elearn.results.gains", 99, 100)], PURE) == [
        "elearn.results.gains is pure and 99.0 % run; missing: 7"
    ]


def test_the_rest_may_leave_a_tenth():
    assert shortfalls([file("elearn.web.home", 90, 100)], PURE) == []


def test_the_rest_may_not_leave_more():
    said = shortfalls([file("elearn.web.home", 80, 100), file("elearn.db", 99, 100)], PURE)
    assert said[0].startswith("the rest is 89.5 % run")
    assert "elearn.web.home 80 %" in said[1]


def test_a_neighbour_with_a_longer_name_is_not_pure():
    assert is_pure("elearn.results.gains", PURE)
    assert not is_pure("elearn.results_page", PURE)
    assert not is_pure("elearn.quizzes.models", PURE)


def test_lines_and_branches_count_alike():
    report = {
        "files": {
            "elearn/db.py": {
                "summary": {
                    "covered_lines": 6,
                    "num_statements": 8,
                    "covered_branches": 1,
                    "num_branches": 2,
                },
                "missing_lines": [3, 4],
                "missing_branches": [[5, 7]],
            }
        }
    }
    assert measured(report) == [Measured("elearn.db", 7, 10, "3, 4, 5→7")]
    assert share(measured(report)) == 70.0


def test_an_empty_file_is_wholly_run():
    assert file("elearn.web", 0, 0).share == 100.0
