"""What the pages of a list of people say of each problem, and of what the list does."""

from collections.abc import Callable

from elearn.cohorts.entrants import Effect, NotOnTheList, Problem, Twice
from elearn.cohorts.profile import FIELDS, ZONES
from elearn.documents import profile_words
from elearn.web.languages import here, say, say_many

LONGEST_CELL = 40
MOST_SHOWN = 100
"""Problems that one page lists: who has more has a column that means something else."""

_SENTENCES: dict[str, Callable[[dict[str, str]], str]] = {
    "NotACard": lambda a: say(
        "“%(cell)s” is not a card number. Write a whole number from 1 on, or leave the cell "
        "empty for somebody new.",
        **a,
    ),
    "NotACode": lambda a: say(
        "“%(cell)s” is not a code: a sign is wrong or missing. Leave the cell empty for somebody "
        "without a card.",
        **a,
    ),
    "Twice": lambda a: say("“%(cell)s” stands in row %(first)s already. Keep one of the two.", **a),
    "UnknownCode": lambda a: say(
        "Nobody of this programme has the code “%(cell)s”. Leave the cell empty, or let the "
        "person join with the card by the join page.",
        **a,
    ),
    "CardTakenAway": lambda a: say(
        "Card %(cell)s was somebody’s who is not here any more, and its number is not given "
        "again. Leave the cell empty, or write the person’s code.",
        **a,
    ),
    "CardOfAnother": lambda a: say(
        "Card %(cell)s is not the card of this code in this session. Leave one of the two cells "
        "empty.",
        **a,
    ),
}


def problem(found: Problem) -> str:
    """What is wrong and what to do."""
    cell = found.cell if len(found.cell) <= LONGEST_CELL else found.cell[:LONGEST_CELL] + "…"
    if isinstance(found, NotOnTheList):
        return _not_on_the_list(found.field, cell)
    first = str(found.first) if isinstance(found, Twice) else ""
    return _SENTENCES[type(found).__name__]({"cell": cell, "first": first})


def _not_on_the_list(field: str, cell: str) -> str:
    if field == "age_band":
        return say(
            "“%(cell)s” is not an age. Write the age or the year of birth as a number, or leave "
            "the cell empty.",
            cell=cell,
        )
    if field == "service_band":
        return say(
            "“%(cell)s” is not a number of years of service. Write a number, or leave the cell "
            "empty.",
            cell=cell,
        )
    known = ZONES if field == "zone" else FIELDS[field]
    named = ", ".join(_value(field, value) for value in known)
    return say(
        "“%(cell)s” is not known here. Write one of these, or leave the cell empty: %(named)s.",
        cell=cell,
        named=named,
    )


def _value(field: str, value: str) -> str:
    if field == "zone":
        return {
            "west": say("West"),
            "centre": say("Centre"),
            "south": say("South"),
            "north": say("North"),
            "bamako": "Bamako",
        }[value]
    return profile_words.value(field, value, here())


def field(name: str) -> str:
    """What a field of a list is called."""
    if name in FIELDS:
        return profile_words.label(name, here())
    return {"zone": say("Zone"), "card": say("Card number"), "code": say("Code")}[name]


def heading(effect: Effect) -> str:
    """What a preview finds, in one sentence."""
    if effect.problems:
        return say_many(
            "Correct one cell: nobody is added yet",
            "Correct %(n)s cells: nobody is added yet",
            len(effect.problems),
        )
    coming = effect.new + effect.returning
    if not coming:
        return say("Everybody on this list is here already")
    return say_many(
        "One person would come in: nobody is added yet",
        "%(n)s people would come in: nobody is added yet",
        coming,
    )
