"""When a test is taken, and how it reached us. Pure."""

from enum import StrEnum


class Wave(StrEnum):
    """When a test is taken: before the course, after it, or months later."""

    PRE = "pre"
    POST = "post"
    FOLLOW_UP = "follow-up"


class Source(StrEnum):
    """How an attempt reached us."""

    SCREEN = "screen"
    PAPER_TOTAL = "paper-total"
