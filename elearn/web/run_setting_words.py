"""Each setting in words: what it means, what holds now, and what may be chosen instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elearn.config import LANGUAGES
from elearn.documents.words import MASTER
from elearn.installation import settings
from elearn.installation.settings import (
    BAMBARA_SHOWN,
    DRAFTS_ALLOWED,
    LANGUAGES_OFF,
    LONGEST,
    RETENTION_MONTHS,
    SHORTEST,
)
from elearn.programmes.models import Programme
from elearn.web.languages import NAMES, say, say_many

Held = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting as the page shows it; `options` are what may be chosen now, and what is kept."""

    key: str
    name: str
    title: str
    means: str
    holds: str
    options: tuple[tuple[str, str, Any], ...]
    asks_why: bool = False

    def value(self, posted: str | None) -> Any:
        """What is kept for what was posted; KeyError where it is none of the options."""
        return {posted_as: kept for posted_as, _, kept in self.options}[posted or ""]


def choices(held: Held, programmes: Sequence[Programme]) -> list[Choice]:
    """Every setting, in the order of the page."""
    others = [name for name in LANGUAGES if name != MASTER]
    return [
        _drafts(held),
        _bambara(held),
        *(_language(held, name) for name in others),
        _months(held),
        *(_head_counts(held, one) for one in programmes),
    ]


def _switch(held: bool, on: str, off: str) -> tuple[tuple[str, str, Any], ...]:
    """The other of two states."""
    return (("no", off, False),) if held else (("yes", on, True),)


def _drafts(held: Held) -> Choice:
    allowed = bool(held.get(DRAFTS_ALLOWED))
    return Choice(
        DRAFTS_ALLOWED,
        DRAFTS_ALLOWED,
        say("Drafts and real people"),
        say(
            "Modules are drafts until a lawyer, a former officer and a native reader have read "
            "them. Whoever allows tests on drafts takes it upon themselves."
        ),
        say("Tests of real sessions may open on drafts. Every page says that it is a draft.")
        if allowed
        else say("No test of a real session opens on a draft."),
        _switch(allowed, say("Allow drafts in real sessions"), say("Stop allowing drafts")),
        asks_why=True,
    )


def _bambara(held: Held) -> Choice:
    shown = bool(held.get(BAMBARA_SHOWN))
    return Choice(
        BAMBARA_SHOWN,
        BAMBARA_SHOWN,
        say("Bambara"),
        say(
            "The key messages of the modules exist in Bambara as a draft that no native speaker "
            "has read."
        ),
        say("They are shown, marked as a draft.") if shown else say("They are not shown."),
        _switch(shown, say("Show the Bambara as a draft"), say("Hide the Bambara")),
    )


def _language(held: Held, language: str) -> Choice:
    off = set(held.get(LANGUAGES_OFF, ()))
    shown = language not in off
    name = NAMES[language]
    option = (
        ("no", say("Switch %(language)s off", language=name), sorted(off | {language}))
        if shown
        else ("yes", say("Switch %(language)s on", language=name), sorted(off - {language}))
    )
    return Choice(
        f"language-{language}",
        LANGUAGES_OFF,
        name,
        say(
            "A language that is off is offered nowhere, and its pages lead to the same page in "
            "French. Answers that still arrive from them are kept. French cannot be switched off."
        ),
        say("This language is on.") if shown else say("This language is off."),
        (option,),
    )


def _months(held: Held) -> Choice:
    months = held.get(RETENTION_MONTHS, LONGEST)
    others = [n for n in range(SHORTEST, LONGEST + 1) if n != months]
    return Choice(
        RETENTION_MONTHS,
        RETENTION_MONTHS,
        say("How long single answers stay"),
        say(
            "After this time single answers are deleted, and the sums stay. Twelve months is what "
            "people were promised, so it is the most; before nine months the six-month test "
            "is not over. Fewer months delete at the next start."
        ),
        held_months(months),
        tuple((str(n), say_many("%(n)s month", "%(n)s months", n), n) for n in others),
    )


def held_months(months: int) -> str:
    """How long single answers stay."""
    return say_many(
        "Single answers stay %(n)s month after the end of the session.",
        "Single answers stay %(n)s months after the end of the session.",
        months,
    )


def _head_counts(held: Held, programme: Programme) -> Choice:
    name = settings.head_counts(programme.id)
    published = bool(held.get(name))
    return Choice(
        name.replace("/", "-"),
        name,
        say("Head counts: %(programme)s", programme=programme.name),
        say(
            "Partners may be given head counts from signed sheets (attended, women, under 35) for "
            "this whole programme and a period: never by place, never beside a score. It is the "
            "one exception to the rule of ten."
        ),
        say("Head counts may be published.") if published else say("No head count is published."),
        _switch(published, say("Let head counts be published"), say("Publish no head counts")),
        asks_why=True,
    )
