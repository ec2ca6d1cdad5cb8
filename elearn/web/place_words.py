"""Where a session takes place and how it meets, in the reader's language."""

from elearn.cohorts.models import Cohort, Mode
from elearn.web.languages import later, say

ZONE = "zone:"
"""Before a zone's name, where regions stand in the same list."""

_ZONES = {
    "west": later("West of the country"),
    "centre": later("Centre of the country"),
    "south": later("South of the country"),
    "north": later("North of the country"),
    "bamako": later("District of Bamako"),
}


def zone_label(zone: str) -> str:
    """A zone, translated when shown."""
    return _ZONES[zone]


def place(region: str | None, zone: str | None) -> str:
    """The region, or the zone alone; empty where neither was said."""
    return region or (str(_ZONES[zone]) if zone else "")


def place_of(cohort: Cohort) -> str:
    """The place of a session."""
    return place(cohort.region, cohort.zone)


def mode_word(mode: Mode) -> str:
    """How people meet, in two words or three."""
    return {
        Mode.ROOM: say("In a room"),
        Mode.BLENDED: say("In a room and at home"),
        Mode.ONLINE: say("Online"),
    }[mode]
