"""Taking a cohort's figures out: CSV, XLSX, PDF, and what each figure is."""

import uuid
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField
from wtforms.validators import InputRequired

from elearn.db import writing
from elearn.documents import cohort_dictionary, figure_dictionary
from elearn.documents.figure_book import Book
from elearn.documents.figure_csv import figures_csv
from elearn.documents.figure_workbook import figures_xlsx
from elearn.documents.report_sheet import figures_pdf
from elearn.people import audit
from elearn.reports.cohort_report import CohortReport
from elearn.reports.figures import FEWEST
from elearn.web import access, cohort_book, cohort_sections
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import here, later
from elearn.web.training import Trained, actor, links, trained

pages = Blueprint("taking_out", __name__)

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
ACT = "team-figures-taken-out"


class TeamForm(PageForm):
    """The explicit wish for what is not to be passed on."""

    kept = BooleanField(
        later("I keep this file within the training team."),
        [InputRequired(later("Tick the line: this file tells about single people."))],
    )


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/out")
@access.permit(access.is_trainer)
def out(cohort_id: uuid.UUID) -> Response:
    """What can be taken out, and what each file holds."""
    return _page(trained(cohort_id), TeamForm.posted())


def _page(own: Trained, form: TeamForm) -> Response:
    found = cohort_book.read(own, now())
    page = render_template(
        "cohorts/out.html",
        cohort=own.cohort,
        links=links(own.cohort),
        found=found,
        enough=found.counted.both >= FEWEST,
        tellable=cohort_book.tellable(found),
        form=form,
    )
    return make_response(page, 422 if form.errors else 200)


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/out/danbe.<any(csv,xlsx,pdf):kind>")
@access.permit(access.is_trainer)
def file(cohort_id: uuid.UUID, kind: str) -> Response:
    """The figures that may be passed on: nothing about fewer than ten people."""
    return _file(trained(cohort_id), kind, team=False)


@pages.post("/<language:language>/cohorts/<uuid:cohort_id>/out/team")
@access.permit(access.is_trainer)
def team_file(cohort_id: uuid.UUID) -> Response:
    """The training team's own version; who asked for it and when is kept."""
    own, form = trained(cohort_id), TeamForm.posted()
    if not form.validate():
        return _page(own, form)
    kind = request.form.get("kind", "")
    if kind not in TYPES:
        access.missing()
    made = _file(own, kind, team=True)
    with writing(session()):
        audit.record(session(), actor(), ACT, cohort_id, now(), kind)
    return made


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/out/team")
@access.permit(access.is_trainer)
def after_taking(cohort_id: uuid.UUID) -> AnyResponse:
    """The form's address asked for as a page (another language)."""
    return redirect(url_for("taking_out.out", cohort_id=trained(cohort_id).cohort.id), 303)


@pages.get("/<language:language>/figures")
@access.permit(access.is_staff)
def dictionary() -> str:
    """The data dictionary: every figure of the files, in words."""
    return render_template(
        "cohorts/dictionary.html",
        entries=cohort_dictionary.entries(here()),
        unit=figure_dictionary.unit,
        rounding=figure_dictionary.rounding,
    )


def _file(own: Trained, kind: str, *, team: bool) -> Response:
    found, moment = cohort_book.read(own, now()), now()
    book = cohort_book.book(own, found, moment, team=team)
    data = _MADE[kind](book, found, moment, team)
    suffix = "-team" if team else ""
    headers = {
        "Content-Disposition": f'attachment; filename="danbe-figures{suffix}.{kind}"',
        "Cache-Control": "no-store",
    }
    return Response(data, mimetype=TYPES[kind], headers=headers)


def _csv(book: Book, _found: CohortReport, _moment: datetime, _team: bool) -> bytes:
    return figures_csv(book, here())


def _xlsx(book: Book, _found: CohortReport, moment: datetime, _team: bool) -> bytes:
    return figures_xlsx(book, here(), moment)


def _pdf(book: Book, found: CohortReport, moment: datetime, team: bool) -> bytes:
    sections = tuple(cohort_sections.sections(found, book, team=team))
    return figures_pdf(book, sections, here(), moment)


_MADE: dict[str, Callable[[Book, CohortReport, datetime, bool], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
}
