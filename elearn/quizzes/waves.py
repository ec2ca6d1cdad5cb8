"""When a test is taken, how it reached us, and how paper was keyed. Pure."""

from enum import StrEnum


class Wave(StrEnum):
    """When a test is taken: before the course, after it, or months later."""

    PRE = "pre"
    POST = "post"
    FOLLOW_UP = "follow-up"
    SIX_MONTHS = "six-months"


FOLLOW_UPS = (Wave.FOLLOW_UP, Wave.SIX_MONTHS)
"""The tests after the course, in their order: both in form C, the only one whose key is never
shown to anybody, and so said on pages to be the same form twice."""


class Source(StrEnum):
    """How an attempt reached us."""

    SCREEN = "screen"
    TELEPHONE = "telephone"
    PAPER_TOTAL = "paper-total"
    # Keyed answer by answer: an attempt with responses, like one taken on a screen.
    PAPER_ITEMS = "paper-items"

    @property
    def on_paper(self) -> bool:
        """Whether the person wrote on paper."""
        return self in (Source.PAPER_TOTAL, Source.PAPER_ITEMS)


class Entry(StrEnum):
    """Which keying of a sheet of paper: the first counts, the second checks it, blind."""

    FIRST = "first"
    SECOND = "second"
    # What the paper says where two entries differed, or where somebody looked again.
    DECIDED = "decided"
