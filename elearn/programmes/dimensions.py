"""What a programme's published figures are divided by: at most two, chosen at its making. Pure.

A region is reached through its zone: small regions are counted with their zone before all else.
"""

from collections.abc import Iterable
from enum import StrEnum


class Dimension(StrEnum):
    """What figures can be divided by, in the order in which divisions are made."""

    SEX = "sex"
    PROFESSION = "profession"
    ZONE = "zone"
    REGION = "region"
    AGE_BAND = "age_band"
    COURSE = "course_id"


MOST = 2
# Somebody who was not asked, did not answer, or preferred not to say.
UNSAID = "undisclosed"


class TooMany(ValueError):
    """More than two dimensions, or one twice."""


def chosen(names: Iterable[str]) -> tuple[Dimension, ...]:
    """These dimensions, in their order; raises TooMany, ValueError for an unknown name."""
    found = [Dimension(name) for name in names if name]
    if len(found) > MOST or len(set(found)) < len(found):
        raise TooMany(found)
    return tuple(one for one in Dimension if one in found)


def levels(dimensions: Iterable[Dimension]) -> tuple[Dimension, ...]:
    """The places of a cell: a region's zone stands before it."""
    wanted = set(dimensions)
    if Dimension.REGION in wanted:
        wanted.add(Dimension.ZONE)
    return tuple(one for one in Dimension if one in wanted)
