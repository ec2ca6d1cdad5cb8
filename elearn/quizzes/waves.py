"""When a test is taken, and how it reached us. Pure."""

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
