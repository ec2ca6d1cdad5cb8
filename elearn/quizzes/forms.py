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
