"""Which column of a list of people holds what, by its name in French or English.

Names, telephones, addresses, service numbers, ranks, units and dates of birth are known by their
names too, so that the page can say that they are dropped.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

USED = {
    "sex": "sexe|sex|genre|gender|h f|f h|m f|f m",
    "profession": "profession|metier|corps|corps de metier|fonction|occupation|job|institution|"
    "service d origine|categorie|category|categorie professionnelle",
    "age_band": "age|tranche d age|tranches d age|classe d age|groupe d age|age band|age group|"
    "age range|annee de naissance|annee naissance|ne en|nee en|ne e en|birth year|"
    "year of birth|ans",
    "service_band": "anciennete|annees de service|annee de service|nombre d annees de service|"
    "ans de service|duree de service|annees d anciennete|experience|annees d experience|"
    "annee d entree|annee d entree en service|years of service|service years|"
    "length of service|seniority|year of entry",
    "region": "region|region de travail|region d affectation|region de service|"
    "region where you work|work region|lieu de travail",
    "zone": "zone|aire|area",
    "card": "carte|numero de carte|no de carte|n de carte|n carte|no carte|numero carte|"
    "card|card number|card no|card n",
    "code": "code|code danbe|ancien code|code de la carte|code carte|old code|danbe code|"
    "card code|code existant|previous code",
}
_FIELDS = {name: field for field, names in USED.items() for name in names.split("|")}
_NAMES = (
    "nom noms prenom prenoms patronyme name names surname firstname lastname forename "
    "participant participants participante participantes stagiaire stagiaires"
)
_DROPPED = (
    "tel telephone telephones phone mobile portable gsm whatsapp contact contacts "
    "email mail courriel adresse address domicile "
    "matricule mle nina cni passeport passport identite identity "
    "grade rang rank unite unit brigade commissariat affectation poste "
    "naissance birth dob birthday signature emargement photo"
)
_NAME_WORDS = frozenset(_NAMES.split())
_DROPPED_WORDS = _NAME_WORDS | frozenset(_DROPPED.split())
LONGEST = 60
"""Signs of a cell that may be a column's name: longer ones are a title or a remark."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The file's column by field; those that are dropped, and those that mean nothing to us."""

    used: dict[str, str]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    names: tuple[str, ...]
    """Of the dropped ones those that hold a name, in their order."""


def folded(text: str) -> str:
    """The text without case, accents, marks and what stands in brackets: "Âge (ans)" is "age"."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", " ", text).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


def field_of(name: str) -> str | None:
    """What a column of this name holds: a field, "dropped", or None where it is unknown."""
    plain = folded(name)
    if plain in _FIELDS:
        return _FIELDS[plain]
    words = set(plain.split())
    if words & _DROPPED_WORDS or {"service", "number"} <= words or {"numero", "service"} <= words:
        return "dropped"
    return None


def recognised(cells: Sequence[str]) -> int:
    """How many cells of a row are names of columns: the most where the header stands."""
    return sum(field_of(cell) is not None for cell in cells if 0 < len(cell) <= LONGEST)


def columns_of(columns: Sequence[str]) -> Columns:
    """The use of each column; of two for one field the first is used and the other dropped."""
    used: dict[str, str] = {}
    dropped, unknown = [], []
    for column in columns:
        field = field_of(column)
        if field is None:
            unknown.append(column)
        elif field == "dropped" or field in used:
            dropped.append(column)
        else:
            used[field] = column
    names = tuple(column for column in dropped if _is_a_name(column))
    return Columns(used, tuple(dropped), tuple(unknown), names)


def _is_a_name(column: str) -> bool:
    return bool(set(folded(column).split()) & _NAME_WORDS)
