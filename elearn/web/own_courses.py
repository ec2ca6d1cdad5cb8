"""Where professions mix: the trainee chooses the modules of their work, the trainer corrects it."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from elearn.cohorts import progress
from elearn.cohorts.models import Enrolment
from elearn.courses.content import Course
from elearn.courses.path import steps_of
from elearn.db import writing
from elearn.quizzes import choosing
from elearn.quizzes.choosing import CannotFollow
from elearn.web import access, change_words
from elearn.web.cohort_forms import Chosen
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import language, later, say
from elearn.web.reading import reading
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("own_courses", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One card: what it follows, and how many of its steps are done."""

    number: int
    title: str
    done: int
    steps: int


class FollowForm(PageForm):
    """The card and the course that it follows."""

    card = Chosen(later("Card"))
    course = Chosen(later("Course to follow"))

    def offer(self, numbers: list[int], courses: list[Course]) -> None:
        """The cards and the courses of the session."""
        card, course = self["card"], self["course"]
        assert isinstance(card, SelectField)
        assert isinstance(course, SelectField)
        card.choices = [SelectChoice(str(number)) for number in numbers]
        course.choices = [SelectChoice(one.id, one.title.in_(language())) for one in courses]


@pages.route("/<language:language>/course/modules", methods=["GET", "POST"])
@access.permit(access.is_trainee)
def choose() -> AnyResponse:
    """« Votre métier »: which modules come; chosen once."""
    trainee = access.trainee()
    if not trainee.further_courses:
        access.missing()
    if request.method == "GET":
        return _choices()
    wanted = request.form.get("course", "")
    if not wanted:
        return _choices(say("Choose one of the list."))
    try:
        with writing(session()):
            choosing.choose(session(), trainee.enrolment_id, wanted)
    except CannotFollow as refused:
        return _choices(change_words.refusal(refused.why))
    return redirect(url_for("learning.course", said="modules"), 303)


def _choices(refused: str | None = None) -> Response:
    following, trainee = reading(None), access.trainee()
    body = render_template(
        "learning/modules.html",
        reading=following,
        courses=_offered((trainee.test_course, *trainee.further_courses)),
        own=[module.slug for module in house().library.modules_of(following.tests)],
        may_choose=trainee.may_choose,
        modules=house().library.modules,
        refused=refused,
    )
    return make_response(body, 422 if refused else 200)


def _offered(ids: tuple[str, ...]) -> list[Course]:
    courses = house().library.courses
    return [courses[one] for one in ids if one in courses]


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/modules", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def of_cohort(cohort_id: uuid.UUID) -> AnyResponse:
    """How far each card has read, and which course it follows."""
    own = trained(cohort_id)
    people = _people(cohort_id)
    form = FollowForm.posted()
    form.offer([one.card_number for one in people], _offered(own.cohort.courses))
    if request.method == "GET" or not form.validate():
        return _page(own, people, form)
    enrolment = next(one for one in people if one.card_number == int(form["card"].data))
    try:
        with writing(session()):
            wanted = form["course"].data
            change = choosing.change(session(), enrolment, wanted, actor=actor(), now=now())
    except CannotFollow as refused:
        form["course"].errors = [change_words.refusal(refused.why)]
        return _page(own, people, form)
    told = change.id if change else None
    return redirect(url_for("cohorts.cohort", cohort_id=cohort_id, change=told), 303)


def _people(cohort_id: uuid.UUID) -> list[Enrolment]:
    return list(
        session().scalars(
            select(Enrolment)
            .where(Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None))
            .order_by(Enrolment.card_number)
        )
    )


def _page(own: Trained, people: list[Enrolment], form: FollowForm) -> Response:
    done = progress.by_module(session(), own.cohort.id)
    lines = [_line(own, one, done.get(one.id, {})) for one in people]
    body = render_template(
        "cohorts/modules.html",
        cohort=own.cohort,
        links=links(own.cohort),
        form=form,
        lines=lines,
        finished=sum(line.done == line.steps for line in lines),
    )
    return make_response(body, 422 if form.errors else 200)


def _line(own: Trained, enrolment: Enrolment, done: dict[str, int]) -> Line:
    course = own.course_of(enrolment)
    lengths = {module.slug: len(steps_of(module)) for module in house().library.modules_of(course)}
    return Line(
        enrolment.card_number,
        course.title.in_(language()),
        sum(min(done.get(slug, 0), length) for slug, length in lengths.items()),
        sum(lengths.values()),
    )
