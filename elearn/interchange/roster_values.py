"""What people write in a list of people, as the profile's fixed lists have it."""

import re

from elearn.cohorts.profile import (
    AGE_BANDS,
    PROFESSIONS,
    REGIONS,
    SERVICE_BANDS,
    SEXES,
    UNDISCLOSED,
    ZONES,
)
from elearn.interchange.roster_columns import folded

_SEX = {
    "woman": "f femme femmes feminin woman female w fille",
    "man": "h m homme masculin man male",
}
_PROFESSION = {
    "police": "police|policier|policiere|police nationale|police officer|pn",
    "gendarmerie": "gendarmerie|gendarme|gendarmerie nationale|gn",
    "prison-staff": "prison|prison staff|prison officer|administration penitentiaire|penitentiaire|"
    "agent penitentiaire|agent de prison|surveillant|surveillante|surveillant de prison|"
    "surveillante de prison|personnel penitentiaire|personnel de prison|dnapes",
    "prison-health-social": "sante en prison|"
    "sante ou social en prison|infirmier|infirmiere|medecin|"
    "travailleur social|travailleuse sociale|assistant social|assistante sociale|"
    "prison health or social worker|prison health|social worker|nurse|doctor|"
    "soignant ou travailleur social en prison",
    "magistrate": "magistrat|magistrate|juge|judge|procureur|procureure|prosecutor|substitut",
    "court-clerk": "greffier|greffiere|greffe|court clerk|clerk",
    "lawyer": "avocat|avocate|lawyer|barreau",
    "cndh": "cndh|mnp|npm",
    "civil-society": "societe civile|civil society|ong|ngo|association|osc|cso",
    "other": "autre|autres|other",
}
_ZONE = {
    "west": "ouest|west",
    "centre": "centre|center|central",
    "south": "sud|south",
    "north": "nord|north",
    "bamako": "bamako",
}
_UNDISCLOSED = (
    "undisclosed|prefere ne pas repondre|prefere ne pas le dire|ne souhaite pas repondre|"
    "prefer not to say|refuse de repondre|je prefere ne pas le dire"
)
_REGION = {folded(name): name for name in REGIONS}
_UNDER = re.compile(r"\b(?:moins|under|below|inferieur|less)\b|<")
_OVER = re.compile(r"\b(?:plus|over|above|superieur|more)\b|[>+≥]")
FIRST_YEAR = 1930
YOUNGEST, OLDEST, LONGEST_SERVICE = 15, 90, 60


def value(field: str, cell: str, year: int) -> str | None:
    """The profile's value that a cell means; None where it is on no list.

    Ages, years of birth, years of service and of entry become a band at once: `year` is this one.
    """
    plain = folded(cell)
    if plain in _UNDISCLOSED.split("|"):
        return UNDISCLOSED
    if field == "age_band":
        return _band(cell, AGE_BANDS, year, YOUNGEST, OLDEST)
    if field == "service_band":
        return _band(cell, SERVICE_BANDS, year, 0, LONGEST_SERVICE)
    if field == "region":
        return _REGION.get(plain) or _REGION.get(re.sub(r"^(district|region) (de |d )?", "", plain))
    return _listed(field, plain)


def _listed(field: str, plain: str) -> str | None:
    if field == "sex":
        return next((name for name, words in _SEX.items() if plain in words.split()), None)
    lists = _PROFESSION if field == "profession" else _ZONE
    plain = re.sub(r"^zone ", "", plain)
    return next((name for name, said in lists.items() if plain in said.split("|")), None)


def _band(cell: str, bands: tuple[str, ...], year: int, least: int, most: int) -> str | None:
    """The band of a number, a year, or a band as people write it: "25 à 34 ans", "< 25", "55+"."""
    numbers = [int(number) for number in re.findall(r"\d+", cell)]
    plain = cell.casefold()
    if len(numbers) == 2:
        named = f"{numbers[0]}-{numbers[1]}"
    elif len(numbers) != 1:
        return None
    elif _UNDER.search(plain):
        named = f"under-{numbers[0]}"
    elif _OVER.search(plain):
        named = f"{numbers[0]}-over"
    else:
        number = year - numbers[0] if FIRST_YEAR <= numbers[0] <= year else numbers[0]
        return _of_number(number, bands) if least <= number <= most else None
    return named if named in bands else None


def _of_number(number: int, bands: tuple[str, ...]) -> str:
    """The band that holds a number: the last one whose beginning it has reached."""
    starts = [
        (0 if band.startswith("under") else int(band.split("-")[0]), band) for band in bands[:-1]
    ]
    return max(one for one in starts if one[0] <= number)[1]


assert set(_SEX) < set(SEXES)
assert set(_PROFESSION) == set(PROFESSIONS) - {UNDISCLOSED}
assert set(_ZONE) == set(ZONES)
