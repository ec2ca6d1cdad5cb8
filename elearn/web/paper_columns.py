"""Which column of a trainer's table holds what, guessed from its name in French or English.

A guess is only made where one column fits; the trainer sees it and chooses otherwise.
"""

import re
import unicodedata

from elearn.interchange.tables import Table, number_of
from elearn.quizzes.paper_sheet import Columns

CARD = frozenset({"carte", "card"})
NUMBER = frozenset({"n", "no", "nr", "num", "numero", "number", "id"})
BEFORE = frozenset({"avant", "pre", "before", "pretest", "prescore", "baseline"})
AFTER = frozenset({"apres", "post", "after", "posttest", "postscore", "endline"})
LONGEST_NAME = 100
LONGEST_SCORE = 6
"""Signs: what is longer is no score, but may be somebody's telephone or service number."""


def guessed(columns: tuple[str, ...]) -> Columns:
    """The columns of card, before and after; None where none or several fit."""
    scores = [name for name in columns if _words(name) & (BEFORE | AFTER)]
    others = tuple(name for name in columns if name not in scores)
    return Columns(
        card=_only(others, CARD) or _only(others, NUMBER),
        before=_only(columns, BEFORE),
        after=_only(columns, AFTER),
    )


def worth_keeping(table: Table) -> tuple[str, ...]:
    """The columns that can hold cards or scores; names, telephones and the like are dropped."""
    names = tuple(name for name in table.columns if len(name) <= LONGEST_NAME)
    guess = guessed(names)
    found = {guess.card, guess.before, guess.after}
    return tuple(name for name in names if name in found or _is_short_numbers(table, name))


def _only(columns: tuple[str, ...], wanted: frozenset[str]) -> str | None:
    found = [name for name in columns if _words(name) & wanted]
    return found[0] if len(found) == 1 else None


def _words(name: str) -> set[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode().casefold()
    # The degree sign of "n°" is no letter and falls away.
    return set(re.split(r"[^a-z]+", plain)) - {""}


def _is_short_numbers(table: Table, column: str) -> bool:
    filled = [row.cells[column] for row in table.rows if row.cells[column]]
    short = [cell for cell in filled if len(cell) <= LONGEST_SCORE and number_of(cell) is not None]
    return 2 * len(short) >= len(filled)
