"""Forms are crossed within a session: as many take A first as take B first."""

from collections import Counter

import pytest

from elearn.quizzes.forms import CROSSED, FOLLOW_UP, other, smaller_arm


@pytest.mark.parametrize(
    ("taken", "form"),
    [({"A": 1}, "B"), ({"B": 1}, "A"), ({"A": 3, "B": 4}, "A"), ({"A": 9, "B": 2}, "B")],
)
def test_the_smaller_arm_comes_next(taken: dict[str, int], form: str) -> None:
    assert all(smaller_arm(taken, seed) == form for seed in range(20))


def test_a_tie_falls_by_the_seed_and_can_be_drawn_again() -> None:
    drawn = [smaller_arm({"A": 2, "B": 2}, seed) for seed in range(100)]
    assert drawn == [smaller_arm({"A": 2, "B": 2}, seed) for seed in range(100)]
    assert set(drawn) == {"A", "B"}
    assert len({smaller_arm({"A": n, "B": n}, 11) for n in range(20)}) == 2


@pytest.mark.parametrize("seed", range(10))
def test_arms_never_differ_by_more_than_one(seed: int) -> None:
    taken: Counter[str] = Counter()
    for _ in range(25):
        taken[smaller_arm(taken, seed)] += 1
        assert abs(taken["A"] - taken["B"]) <= 1


def test_the_follow_up_s_form_counts_for_neither_arm() -> None:
    assert smaller_arm({"A": 1, "C": 9}, 11) == "B"


def test_the_post_test_is_the_other_form() -> None:
    assert [other(form) for form in "AB"] == ["B", "A"]
    assert FOLLOW_UP not in CROSSED
