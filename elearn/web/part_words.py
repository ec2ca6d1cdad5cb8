"""A part of a programme: which one an address names, and its words."""

from collections.abc import Sequence

from flask import abort, request

from elearn.documents import profile_words
from elearn.programmes.dimensions import Dimension
from elearn.reports.programme_parts import Part
from elearn.web.house import house
from elearn.web.languages import here, say


def asked(parts: Sequence[Part]) -> Part | None:
    """The part that the address names; 404 for one that cannot be shown."""
    wanted = {(name, value) for name, value in request.args.items() if name in set(Dimension)}
    if not wanted:
        return None
    found = [one for one in parts if (one.dimension.value, one.value) in wanted]
    if len(wanted) != 1 or not found:
        abort(404)
    return found[0]


def within(part: Part | None) -> dict[Dimension, str]:
    """The part as a condition on a release's atoms; empty for the whole."""
    return {part.dimension: part.value} if part else {}


def part_word(part: Part) -> str:
    """A part of the programme in the reader's language."""
    if part.dimension is Dimension.COURSE:
        course = house().library.courses.get(part.value)
        return course.title.in_(here().language) if course else part.value
    if part.dimension is Dimension.ZONE:
        return zone_word(part.value)
    if part.dimension is Dimension.SEX:
        return say("Women") if part.value == "woman" else say("Men")
    return profile_words.value(part.dimension, part.value, here())


def zone_word(zone: str) -> str:
    """A zone of the country."""
    return {
        "west": say("West"),
        "centre": say("Centre"),
        "south": say("South"),
        "north": say("North"),
        "bamako": "Bamako",
    }[zone]


def covers(part: Part) -> str:
    """How much of its group a part shows."""
    if part.covers == 1:
        return say("Covers all of this group.")
    return say("Covers about %(share)s of this group.", share=here().percent(part.covers))
