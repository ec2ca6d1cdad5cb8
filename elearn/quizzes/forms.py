"""Which form a person takes. Pure.

Forms are crossed within a cohort: half take A then B, half B then A, so that a harder form
cancels out of the cohort's gain (`domain-facts` 6.3).
"""

from collections.abc import Mapping
from random import Random

from elearn.courses.items import Form

CROSSED: dict[str, Form] = {"A": "B", "B": "A"}
FOLLOW_UP: Form = "C"


def smaller_arm(taken: Mapping[str, int], seed: int) -> Form:
    """A or B, whichever fewer of the cohort have taken so far; a tie falls by the cohort's seed."""
    a, b = taken.get("A", 0), taken.get("B", 0)
    if a != b:
        return "A" if a < b else "B"
    return Random(f"{seed}:{a + b}").choice(("A", "B"))


def other(form: str) -> Form:
    """The form of the post-test for someone whose pre-test was this one."""
    return CROSSED[form]


def on_card(number: int, seed: int) -> Form:
    """A or B for the first test on paper: of two neighbouring cards one each, by the seed.

    It hangs on nothing else, so that a sheet printed again is the same.
    """
    forms: tuple[Form, Form] = ("A", "B")
    first = Random(f"{seed}:paper:{(number - 1) // 2}").choice(forms)
    return first if number % 2 else other(first)
