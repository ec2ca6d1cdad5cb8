"""The days of a course in a room: what happens when, and where its tests stand."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from elearn.courses.texts import Record, Text

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Moment(Record):
    """One row of a day: when it begins (08:30), what happens, and which test it is, if any."""

    time: Clock
    what: Text
    test: Literal["pre", "post"] | None = None


class Day(Record):
    """One day of a session, from its first moment to its last."""

    moments: tuple[Moment, ...]
