"""Which questionnaires stand open to somebody: after the tests, never before them. Pure."""

from dataclasses import dataclass

from elearn.courses.questionnaires import Moment


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody has come: tests that were offered and are settled, and whether they read."""

    pre: bool
    post: bool
    follow_up: bool
    has_read: bool


def offered(moment: Moment, way: Way) -> bool:
    """Whether this one is to be shown; a module's own follows its last step instead.

    A baseline taken after reading would be none, so the first step done ends it.
    """
    if moment == "baseline":
        return way.pre and not way.post and not way.has_read
    if moment == "endline":
        return way.post
    return moment == "follow-up" and way.follow_up
