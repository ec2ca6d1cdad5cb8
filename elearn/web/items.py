"""What the answers of many sessions tell of each question: the tests, their questions, one."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from elearn.courses.content import Course
from elearn.courses.items import Item
from elearn.quizzes import asked_questions, recounting
from elearn.quizzes.waves import FOLLOW_UPS, Wave
from elearn.quizzes.wordings import UnknownWording
from elearn.reports import instrument_report, item_report, item_rows, open_forms
from elearn.reports.item_report import FormReport, ItemReport, WordingLine
from elearn.reports.scopes import Scope
from elearn.results.items import movement_flags
from elearn.results.thresholds import Certainty
from elearn.web import access, item_options, item_words
from elearn.web.access import Visitor
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.languages import language, say

pages = Blueprint("items", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One wording in the list of its form."""

    line: WordingLine
    address: str
    belief: str
    again: bool


def scope(asking: Visitor) -> Scope:
    """Whose answers the asker may count: an administrator everybody's, a trainer her own."""
    grants = asking.grants
    if grants.administers:
        return Scope(everything=True)
    return Scope(grants.cohorts_trained, grants.programmes_trained)


def links(asking: Visitor) -> list[tuple[str, str]]:
    """The sub-bar of these pages."""
    home = (
        (url_for("drafts.content"), say("Content"))
        if asking.grants.administers
        else (url_for("cohorts.cohorts"), say("Sessions"))
    )
    return [home, (url_for("items.items"), say("Questions"))]


@pages.get("/<language:language>/items")
@access.permit(access.is_trainer, access.is_administrator)
def items() -> str:
    """The tests whose questions can be looked at: of courses, and of others."""
    asking = access.signed_in()
    own = item_rows.of_course(session(), scope(asking))
    courses = [one for one in house().library.courses.values() if one.id in own]
    return render_template(
        "items/tests.html",
        courses=sorted(courses, key=lambda one: one.title.in_(language())),
        waves=list(Wave),
        instruments=instrument_report.listed(session(), scope(asking)),
        audience=scope(asking).audience,
        links=links(asking),
        say=item_words,
    )


@pages.get("/<language:language>/items/<course_id>/<wave:wave>")
@access.permit(access.is_trainer, access.is_administrator)
def course(course_id: str, wave: Wave) -> str:
    """Every question of a course's test at one moment."""
    asking = access.signed_in()
    found = _course(course_id, asking)
    forms = item_report.forms(session(), scope(asking), found, wave, now())
    odd = sum(bool(line.flags) for form in forms for line in form.lines)
    judged = any(form.analysis.certainty is not Certainty.NONE for form in forms)
    return render_template(
        "items/course.html",
        course=found,
        wave=wave,
        waves=list(Wave),
        forms=[(form, _rows(found, wave, form)) for form in forms],
        heading=item_words.verdict(odd, judged),
        audience=scope(asking).audience,
        links=links(asking),
        say=item_words,
    )


def _course(course_id: str, asking: Visitor) -> Course:
    found = house().library.courses.get(course_id)
    own = item_rows.of_course(session(), scope(asking))
    return found if found and course_id in own else access.missing()


def _rows(found: Course, wave: Wave, form: FormReport) -> list[Row]:
    """The questions in the order of the course's blueprint, the wording most asked first."""
    place = {slot: number for number, slot in enumerate(found.blueprint)}
    lines = sorted(form.lines, key=lambda one: place.get(slot_of(one.item), len(place)))
    seen: set[str] = set()
    rows = []
    for line in lines:
        address = url_for(
            "items.item", course_id=found.id, wave=wave, item_id=line.item, digest=line.wording
        )
        rows.append(Row(line, address, _belief(slot_of(line.item)), line.item in seen))
        seen.add(line.item)
    return rows


def slot_of(item_id: str) -> str:
    """The slot of a question: its id without the letter of its form."""
    return item_id.rpartition("-")[0]


def _belief(slot: str) -> str:
    module = house().library.module_of.get(slot)
    if module is None:
        return ""
    wanted = module.slot(slot).misconception
    return next(one.in_(language()) for one in module.misconceptions if one.id == wanted)


@pages.get("/<language:language>/items/<course_id>/<wave:wave>/<item_id>/<digest>")
@access.permit(access.is_trainer, access.is_administrator)
def item(course_id: str, wave: Wave, item_id: str, digest: str) -> str:
    """One wording of one question: what its answers tell."""
    asking = access.signed_in()
    found = _course(course_id, asking)
    asked = _wording(item_id, digest)
    ruling = recounting.verdicts(connection()).get(bytes.fromhex(digest))
    marked_by = (ruling.item if ruling else None) or asked
    report = item_report.item(session(), scope(asking), found, wave, marked_by, digest, now())
    if report is None:
        access.missing()
    hidden = not asking.grants.administers and _may_be_asked(asked, asking)
    flagged = _flagged(report, wave)
    odd, rows = item_options.of_item(marked_by, report.study, scope(asking).audience)
    told = flagged if hidden else [*flagged, *odd]
    return render_template(
        "items/item.html",
        course=found,
        wave=wave,
        item=marked_by,
        digest=digest,
        module=house().library.module_of.get(asked.slot),
        report=report,
        without=_alpha_without(report),
        hidden=hidden,
        ruled=ruling is not None and ruling.mends,
        options=None if hidden else rows,
        heading=item_words.heading(told, report.study, scope(asking).audience),
        flagged=told[1:],
        moved=_moved(report, wave, asking),
        others=[(one, n) for one, n in report.wordings.items() if one != digest],
        belief=_belief(asked.slot),
        audience=scope(asking).audience,
        links=links(asking),
        say=item_words,
    )


def _wording(item_id: str, digest: str) -> Item:
    try:
        found = asked_questions.wording(session(), bytes.fromhex(digest))
    except (ValueError, UnknownWording):
        access.missing()
    return found if found.id == item_id else access.missing()


def _may_be_asked(asked: Item, asking: Visitor) -> bool:
    courses = [
        one.id
        for one in house().library.courses.values()
        if asked.slot in (*one.blueprint, *one.follow_up_slots)
    ]
    return open_forms.may_be_asked(session(), scope(asking), courses, asked.form, now())


def _flagged(report: ItemReport, wave: Wave) -> list[str]:
    """Why to look at it again, the gravest first."""
    flags = list(report.line.flags)
    if wave not in FOLLOW_UPS:
        pairs = report.twins
        flags += movement_flags(pairs.before, pairs.after, pairs.n)
    said = [item_words.look_again(flag) for flag in flags]
    drift = report.study.drift
    return [*said, item_words.drifted(drift)] if drift else said


def _moved(report: ItemReport, wave: Wave, asking: Visitor) -> list[str]:
    pairs = report.again if wave in FOLLOW_UPS else report.twins
    return item_words.moved(pairs, scope(asking).audience)


def _alpha_without(report: ItemReport) -> float | None:
    lines = report.form.analysis.items
    return next(one.alpha_without for one in lines if one.name == report.line.item)
