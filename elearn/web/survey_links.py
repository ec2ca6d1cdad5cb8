"""The questionnaires that stand open to a trainee, for the course page and the module's page."""

from datetime import datetime
from typing import NamedTuple

from flask import url_for

from elearn.courses.content import Module
from elearn.courses.path import steps_of
from elearn.courses.questionnaires import MOMENTS, Moment
from elearn.quizzes.standing import Standing
from elearn.quizzes.waves import Wave
from elearn.surveys.offering import Way, offered
from elearn.web.house import house
from elearn.web.languages import language
from elearn.web.reading import Reading


class Link(NamedTuple):
    """A questionnaire to open: its address and its title."""

    address: str
    title: str


def way(stands: Standing, now: datetime) -> Way:
    """How far somebody has come."""

    def past(wave: Wave) -> bool:
        opened_at = stands.window(wave).opened_at
        return opened_at is not None and opened_at <= now and stands.state(wave, now).settled

    return Way(past(Wave.PRE), past(Wave.POST), past(Wave.FOLLOW_UP), bool(stands.done))


def links(stands: Standing, now: datetime) -> list[Link]:
    """Those around the course that are open and were not shown yet."""
    here = way(stands, now)
    return [
        Link(url_for("surveying.survey", moment=moment), _title(moment))
        for moment in MOMENTS
        if offered(moment, here) and (moment, "") not in stands.surveys and _title(moment)
    ]


def finished(stands: Standing, module: Module) -> bool:
    """Whether every step of the module is done."""
    return all(step in stands.done for step in steps_of(module))


def module_links(following: Reading, stands: Standing) -> dict[str, Link]:
    """By slug, the questionnaire of each finished module that was not shown yet."""
    if not _title("module"):
        return {}
    return {
        module.slug: Link(
            url_for("surveying.survey", moment="module", place=place), _title("module")
        )
        for place, module in enumerate(following.modules, 1)
        if finished(stands, module) and ("module", module.slug) not in stands.surveys
    }


def _title(moment: Moment) -> str:
    survey = house().library.survey(moment)
    return survey.title.in_(language()) if survey else ""
