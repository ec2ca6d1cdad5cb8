"""Rules for the three twins of a slot: one plan, and three situations that are not one text.

How alike two twins are is measured on their French, the master: situation, document, prompts and
options, without the sentence that asks. Masked first are numbers and hours, words with a capital
inside a sentence (names and places), and trades. What counts is the distinct words of four letters
or more that are left: twice the shared ones, of all those of both twins.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from elearn.courses import measures
from elearn.courses.content import Slot
from elearn.courses.items import Item
from elearn.courses.problems import Finding, Severity
from elearn.courses.texts import MASTER

# In percent: above it two twins are one text with other names.
MOST_ALIKE = 60
# The steps of an order slot are the same acts in each twin: a likeness there is for the author.
SEVERITIES: dict[str, Severity] = {"order": "warning"}

_SENTENCE_START = re.compile(r"(?:^|[.!?:;«“»”–]\s*)[A-ZÀ-Ý]")
_CAPITAL = re.compile(r"\b[A-ZÀ-Ý][\w’-]*")
_WORD = re.compile(r"[a-zà-ÿœ]{4,}")
TRADES = re.compile(
    r"\b(?:agent|apprenti|artisan|avocat|berger|bijoutier|boucher|boulanger|boutiquier|brodeu"
    r"|caissi|charbonnier|charpentier|charretier|chauffeur|chef de poste|coiffeu|collégien"
    r"|commerçant|comptable|conducteur|cordonnier|couturi|cuisini|cultivat|docker|éleveu"
    r"|enseignant|épici|étudiant|fermi|ferronnier|forgeron|gardien|gendarme|gérant|greffi"
    r"|infirmi|instituteur|institutrice|jardini|journaliste|lavandi|livreu|lycéen|maçon|magistrat"
    r"|maraîch|marchand|mécanicien|médecin|menuisi|meunier|monit|ouvri|pêcheu|peintre|piroguier"
    r"|policier|porteur|potier|procureur|professeur|régisseur|réparat|restaurat|revendeu"
    r"|sage-femme|serveu|soudeur|surveillant|tailleur|teinturi|tisserand|transporteur|vendeu"
    r"|vétérinaire|voyageu)[a-zà-ÿ]*",
    re.IGNORECASE,
)


def findings(twins: list[Item], slot: Slot, file: str, first: int) -> Iterator[Finding]:
    """What the twins of one slot break between them; `first` is the first one's position."""
    place = ("items", first)
    for rule in _differences(twins, slot):
        yield Finding(file, place, rule, {"id": slot.id})
    if not all(_shows(item, slot.misconception) for item in twins):
        arguments = {"id": slot.id, "misconception": slot.misconception}
        yield Finding(file, place, "slot-misconception", arguments, "warning")
    share, pair = max(
        (likeness(one, other), f"{one.form}, {other.form}") for one, other in combinations(twins, 2)
    )
    if share > MOST_ALIKE:
        figures = {"id": slot.id, "forms": pair, "share": share, "most": MOST_ALIKE}
        severity = SEVERITIES.get(slot.kind, "error")
        yield Finding(file, place, "twins-alike", figures, severity)


def likeness(one: Item, other: Item) -> int:
    """How many of their words two twins share, in percent, names and numbers masked."""
    first, second = _words(one), _words(other)
    if not first and not second:
        return 0
    return round(200 * len(first & second) / (len(first) + len(second)))


def masked(text: str) -> str:
    """A French text without numbers, names inside sentences, and trades."""
    lowered = _SENTENCE_START.sub(lambda found: found[0].lower(), text)
    return TRADES.sub(" ", re.sub(r"\d+", " ", _CAPITAL.sub(" ", lowered)))


def _words(item: Item) -> set[str]:
    situation = measures.asked_last(item.stem.in_(MASTER))[0]
    texts = [row.value.in_(MASTER) for row in item.exhibit]
    texts += [prompt.text.in_(MASTER) for prompt in item.prompts]
    texts += [option.text.in_(MASTER) for option in item.options]
    return {word for text in (situation, *texts) for word in _WORD.findall(masked(text))}


def _differences(twins: list[Item], slot: Slot) -> Iterator[str]:
    if any(item.kind != slot.kind for item in twins):
        yield "twins-kind"
    if len({(len(item.options), len(item.prompts)) for item in twins}) > 1:
        yield "twins-options"
    if len({key_places(item) for item in twins}) == 1:
        yield "twins-key-place"


def key_places(item: Item) -> tuple[int, ...]:
    """Where the key stands among the options, from 0, in the key's order."""
    places = {option.id: place for place, option in enumerate(item.options)}
    found = tuple(places.get(name, -1) for name in item.key)
    return found if item.kind in ("order", "match") else tuple(sorted(found))


def _shows(item: Item, misconception: str) -> bool:
    return any(option.misconception == misconception for option in item.options)
