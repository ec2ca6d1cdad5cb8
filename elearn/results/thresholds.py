"""From how many people on a figure may be shown, and to whom."""

from enum import Enum, IntEnum


class Audience(Enum):
    """Who reads: the cohort's own training team, or anybody else."""

    TRAINER = "trainer"
    OUTSIDE = "outside"


class Threshold(IntEnum):
    """What may be shown of n people; each step includes the ones before it."""

    NOTHING = 0
    INDIVIDUAL = 1  # the results of single people that a trainer holds anyway; no averages
    COUNTS = 2  # averages as counts of items; no share, no interval
    STATISTICS = 3  # mean gain and interval, share reaching the standard, p of an item
    FULL = 4  # and differences between groups, g_av, retention


class Certainty(IntEnum):
    """How firmly reliability and discrimination may be spoken of."""

    NONE = 0
    PROVISIONAL = 1
    FIRM = 2


def disclosable(n: int, audience: Audience) -> Threshold:
    """What may be shown of n people (matched, for a gain) to this audience."""
    if n >= 30:
        return Threshold.FULL
    if n >= 10:
        return Threshold.STATISTICS
    if audience is Audience.OUTSIDE or n <= 0:
        return Threshold.NOTHING
    return Threshold.COUNTS if n >= 5 else Threshold.INDIVIDUAL


def certainty(n: int) -> Certainty:
    """How firmly alpha, discrimination and item flags may be read from n people."""
    if n >= 100:
        return Certainty.FIRM
    return Certainty.PROVISIONAL if n >= 50 else Certainty.NONE
