"""The list of names: what is typed or sent becomes a PDF in the same answer, kept nowhere."""

import uuid
from datetime import timedelta

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import select
from typst import TypstError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field, FileField, TextAreaField
from wtforms.validators import ValidationError

from elearn.cohorts import rosters
from elearn.cohorts.models import Enrolment
from elearn.db import writing
from elearn.documents.attendance_sheets import Session
from elearn.documents.nominal_list import nominal_list
from elearn.documents.table_errors import table_error
from elearn.interchange import roster_names
from elearn.interchange.roster_names import Line, NoCard, NoNames
from elearn.interchange.table_errors import TableError
from elearn.people import audit
from elearn.people.models import Person
from elearn.quizzes.follow_up import days
from elearn.quizzes.waves import Wave
from elearn.web import access
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import here, later, say
from elearn.web.rosters import secret
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("nominal", __name__)

MOST_TYPED = 200
LONGEST_NAME = 80


class NamesForm(PageForm):
    """Names, or the file that has them; neither is kept."""

    names = TextAreaField(later("Names, one a line, in the order of the cards"))
    file = FileField(later("Or the list of people itself (CSV or XLSX)"))

    def validate_names(self, field: Field) -> None:
        """Not too many, and each fits on its line."""
        lines = (field.data or "").splitlines()
        if len(lines) > MOST_TYPED:
            raise ValidationError(say("%(most)s names at a time, at most.", most=MOST_TYPED))
        if any(len(line) > LONGEST_NAME for line in lines):
            raise ValidationError(say("A name has 80 signs at most."))


@pages.route("/<language:language>/cohorts/<uuid:cohort_id>/names", methods=["GET", "POST"])
@access.permit(access.is_trainer)
def names(cohort_id: uuid.UUID) -> AnyResponse:
    """The form; posted, the PDF. Without any name its lines are empty, to be written by hand."""
    own = trained(cohort_id)
    form = NamesForm.posted()
    if request.method == "GET" or not form.validate():
        return _page(own, form)
    lines = _lines(own, form)
    if form.errors:
        return _page(own, form)
    until = days(Wave.SIX_MONTHS, own.cohort.ends_on)[1] + timedelta(days=1)
    head = Session(own.cohort.name, own.cohort.starts_on, own.cohort.ends_on)
    try:
        made = nominal_list(head, lines, until, here(), now())
    except TypstError:
        form["names"].errors = [say("A name has letters that cannot be printed here.")]
        return _page(own, form)
    with writing(session()):
        audit.record(session(), actor(), "names-printed", cohort_id, now())
    headers = {
        "Content-Disposition": 'inline; filename="danbe-list.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype="application/pdf", headers=headers)


def _page(own: Trained, form: NamesForm) -> Response:
    page = render_template(
        "people/names.html", cohort=own.cohort, links=links(own.cohort), form=form
    )
    answer = make_response(page, 422 if form.errors else 200)
    # What was typed stands in a refused form.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _lines(own: Trained, form: NamesForm) -> list[Line]:
    """The cards and the names that were sent; with the reason at its field where one has none."""
    cards = _cards(own.cohort.id)
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return _of_file(own, form, cards, sent.read(), sent.filename)
    try:
        return roster_names.typed(form["names"].data or "", cards) or [
            (card, "") for card in sorted(cards)
        ]
    except NoCard as missing:
        form["names"].errors = [
            say("Line %(n)s: this session has no card for this name.", n=missing.place)
        ]
    return []


def _of_file(
    own: Trained, form: NamesForm, cards: dict[int, str | None], data: bytes, name: str
) -> list[Line]:
    try:
        key, rows = roster_names.read_names(data, name, secret(own.cohort.id))
        done = rosters.earlier(session(), own.cohort.id, key)
        return roster_names.of_cards(rows, cards, done.cards if done else ())
    except TableError as error:
        form["file"].errors = [table_error(type(error).__name__, error.arguments, here())]
    except NoNames:
        form["file"].errors = [say("No column of this file holds names, such as Name.")]
    except NoCard as missing:
        form["file"].errors = [
            say(
                "Row %(n)s: it is not known whose card this is. Bring in this very list first, or "
                "add a column “Card number”.",
                n=missing.place,
            )
        ]
    return []


def _cards(cohort_id: uuid.UUID) -> dict[int, str | None]:
    rows = session().execute(
        select(Enrolment.card_number, Person.code)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.deleted_at.is_(None))
    )
    return {row.card_number: row.code for row in rows}
