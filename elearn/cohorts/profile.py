"""The optional profile of an enrolment: fixed lists, and nothing finer. Pure.

`domain-facts` 8.4 sets what is never asked: rank, unit, exact age. "undisclosed" is an answer
("prefer not to say"); an empty field is a missing one; the two are counted apart.
"""

from collections.abc import Mapping

UNDISCLOSED = "undisclosed"
SEXES = ("woman", "man", UNDISCLOSED)
PROFESSIONS = (
    "police",
    "gendarmerie",
    "prison-staff",
    "prison-health-social",
    "magistrate",
    "court-clerk",
    "lawyer",
    "cndh",
    "civil-society",
    "other",
    UNDISCLOSED,
)
# The cut at 35 is the one that donors ask for ("people under 35").
AGE_BANDS = ("under-25", "25-34", "35-44", "45-54", "55-over", UNDISCLOSED)
SERVICE_BANDS = ("under-5", "5-9", "10-19", "20-over", UNDISCLOSED)
# The 19 regions of the 2023 law and the district of Bamako: the same names in all languages.
REGIONS = (
    "Kayes",
    "Koulikoro",
    "Sikasso",
    "Ségou",
    "Mopti",
    "Tombouctou",
    "Gao",
    "Kidal",
    "Taoudénit",
    "Ménaka",
    "Nioro",
    "Kita",
    "Dioïla",
    "Nara",
    "Bougouni",
    "Koutiala",
    "San",
    "Douentza",
    "Bandiagara",
    "Bamako",
)
ZONES = ("west", "centre", "south", "north", "bamako")
FIELDS = {
    "sex": SEXES,
    "profession": PROFESSIONS,
    "age_band": AGE_BANDS,
    "service_band": SERVICE_BANDS,
    "region": (*REGIONS, UNDISCLOSED),
}
KEPT = (*FIELDS, "zone")
ZONE_OF = {
    "Kayes": "west",
    "Nioro": "west",
    "Kita": "west",
    "Koulikoro": "south",
    "Sikasso": "south",
    "Dioïla": "south",
    "Nara": "south",
    "Bougouni": "south",
    "Koutiala": "south",
    "Ségou": "centre",
    "San": "centre",
    "Mopti": "centre",
    "Douentza": "centre",
    "Bandiagara": "centre",
    "Tombouctou": "north",
    "Gao": "north",
    "Kidal": "north",
    "Taoudénit": "north",
    "Ménaka": "north",
    "Bamako": "bamako",
}


class NotOnTheList(ValueError):
    """A profile value that none of the fixed lists holds."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(field, value)
        self.field = field
        self.value = value


def checked(given: dict[str, str]) -> dict[str, str | None]:
    """The five fields and the zone that follows from the region; raises NotOnTheList."""
    profile: dict[str, str | None] = {}
    for field, allowed in FIELDS.items():
        value = given.get(field) or None
        if value is not None and value not in allowed:
            raise NotOnTheList(field, value)
        profile[field] = value
    region = profile["region"]
    profile["zone"] = UNDISCLOSED if region == UNDISCLOSED else ZONE_OF.get(region or "")
    return profile


def known(given: Mapping[str, str]) -> dict[str, str | None]:
    """The fields and the zone, which is as given only where no region says it.

    Raises NotOnTheList.
    """
    profile = checked(dict(given))
    zone = given.get("zone") or None
    if zone is not None and zone not in (*ZONES, UNDISCLOSED):
        raise NotOnTheList("zone", zone)
    return {**profile, "zone": profile["zone"] or zone}
