"""Words that stand in no text of ours: methods, marks of origin, names of armed groups.

From the do-no-harm rules of the fact sheet (8.1): nothing graphic and no method, no ethnicity or
faith as a mark of anybody, no armed group. Legal terms stay: torture, ill-treatment, restraint,
isolation, body search, terrorism as an offence. Languages are named as languages (bambara,
fulfulde, tamasheq). Each entry is the beginning of a word, or of words; the capitals of a short
name are its own.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

METHODS = (
    "falanga",
    "falaka",
    "bastonnade",
    "bastinado",
    "strappado",
    "waterboard",
    "noyade simulée",
    "simulacre de noyade",
    "simulacre d’exécution",
    "mock drowning",
    "mock execution",
    "décharges? électrique",
    "chocs? électrique",
    "electric shock",
    "électrocut",
    "electrocut",
    "gégène",
    "brûlures? de cigarette",
    "cigarette burn",
    "suspendue?s? par les",
    "suspended by the",
    "pendue?s? par les",
    "ongles arrach",
    r"arrach\w+ les ongles",
    "ensanglant",
    "bloodied",
    "supplic",
)
ORIGINS = (
    r"peulh?s?\b",
    "fulani",
    "touareg",
    "tuareg",
    "dogon",
    "songhaï",
    "songhai",
    "sonrhaï",
    r"bozos?\b",
    "malinké",
    "soninké",
    "sarakolé",
    "khassonké",
    "sénoufo",
    "senufo",
    "minianka",
    "mianka",
    r"bellah?s?\b",
    "iklan",
    "ethni(?:e|que|c)",
    r"tribus?\b",
    "tribal",
    "tribe",
)
GROUPS = (
    "dj?ihadist",
    "islamist",
    "katiba",
    "boko haram",
    "al-qa[ïei]",
    "daech",
    "daesh",
    "dan nan? ambassagou",
    r"dozos?\b",
    "wagner",
)
# Only as written: in small letters they are other words.
SHORT_NAMES = ("JNIM", "GSIM", "EIGS", "ISGS", "AQMI", "AQIM", "MNLA", "GATIA", "FLA", "CSP-DPA")

_LISTS = {"harm-method": METHODS, "harm-origin": ORIGINS, "harm-group": GROUPS}
_COMPILED = {
    rule: re.compile(rf"(?<!\w)(?:{'|'.join(words)})\w*", re.IGNORECASE)
    for rule, words in _LISTS.items()
}
_SHORT = re.compile(rf"\b(?:{'|'.join(SHORT_NAMES)})\b")


class Harm(NamedTuple):
    """A word that may do harm: the rule that keeps it out, and the word."""

    rule: str
    found: str


def harms(text: str) -> Iterator[Harm]:
    """Every such word of a text in either language, at most one a rule."""
    for rule, pattern in _COMPILED.items():
        found = pattern.search(text) or (_SHORT.search(text) if rule == "harm-group" else None)
        if found:
            yield Harm(rule, found[0])
