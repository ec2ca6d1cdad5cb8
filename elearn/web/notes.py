"""Notes to the authors: left by staff on a lesson, a case or a question, read by administrators."""

import csv
import uuid
from collections.abc import Iterable
from io import StringIO

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField

from elearn.courses.content import Module
from elearn.db import writing
from elearn.people import author_notes
from elearn.people.author_notes import LONGEST, Empty, Note, TooLong
from elearn.web import access
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import language, later, say

pages = Blueprint("notes", __name__)

SHOWN = 200
# What stands first in a cell that a spreadsheet would calculate.
FORMULA = ("=", "+", "-", "@", "\t")


class NoteForm(PageForm):
    """One note."""

    text = TextAreaField(later("Your note"), render_kw={"rows": 5})


@pages.route("/<language:language>/notes/<slug>/<subject>", methods=["GET", "POST"])
@access.permit(access.is_staff)
def write(slug: str, subject: str) -> AnyResponse:
    """Leave a note on a part of a module; there is no such page for parts that do not exist."""
    module = house().library.modules.get(slug) or access.missing()
    about = name_of(module, subject) or access.missing()
    form = NoteForm.posted()
    if request.method == "POST" and _left(form, slug, subject):
        return redirect(url_for("notes.write", slug=slug, subject=subject, said="kept"), 303)
    page = render_template(
        "learning/note.html",
        form=form,
        about=about,
        module=module,
        most=LONGEST,
        said=request.args.get("said"),
        action=url_for("notes.write", slug=slug, subject=subject),
    )
    return make_response(page, 422 if form.errors else 200)


def name_of(module: Module, subject: str) -> str | None:
    """What a note is about, in the reader's language: "lesson-02", "case", or a question's id."""
    if subject == "case":
        return module.case.title.in_(language())
    for lesson in module.lessons:
        if subject == f"lesson-{lesson.number}":
            return lesson.title.in_(language())
    for question in (*module.items, *module.practice):
        if subject == question.id:
            return say("Question %(number)s", number=question.id)
    return None


def _left(form: PageForm, slug: str, subject: str) -> bool:
    person, text = access.signed_in().person_id, form["text"].data or ""
    try:
        with writing(session()):
            author_notes.leave(session(), person, slug, subject, text, language(), now())
    except Empty:
        form["text"].errors = [say("Write what the authors should know.")]
    except TooLong as refused:
        form["text"].errors = [
            say("%(n)s signs. Shorten it to %(most)s.", n=refused.args[0], most=LONGEST)
        ]
    return not form.errors


@pages.get("/<language:language>/administration/notes")
@access.permit(access.is_administrator)
def notes() -> str:
    """The notes that wait, or those that were handled; of one module or of all."""
    module, handled = _filter()
    found = author_notes.latest(session(), SHOWN, module=module, handled=handled)
    return render_template(
        "administration/notes.html",
        notes=found,
        most=SHOWN,
        module=module,
        handled=handled,
        modules=list(house().library.modules.values()),
        name_of=_name,
    )


@pages.post("/<language:language>/administration/notes/<uuid:note_id>")
@access.permit(access.is_administrator)
def mark(note_id: uuid.UUID) -> AnyResponse:
    """Mark one note as handled, or as open again; back to the list it was marked on."""
    handled = request.form.get("handled") == "yes"
    person = access.signed_in().person_id
    with writing(session()):
        author_notes.mark(session(), note_id, handled=handled, actor_id=person, now=now())
    module, shown = _filter()
    back = url_for("notes.notes", module=module, handled="yes" if shown else None)
    return redirect(back, 303)


@pages.get("/<language:language>/administration/notes/<uuid:note_id>")
@access.permit(access.is_administrator)
def one(note_id: uuid.UUID) -> AnyResponse:
    """An address that only a form is sent to, asked for as a page: the list."""
    return redirect(url_for("notes.notes"), 303)


def _filter() -> tuple[str | None, bool]:
    """The module that the address names, if there is such a one, and whether handled notes."""
    module = request.args.get("module")
    known = module if module in house().library.modules else None
    return known, request.args.get("handled") == "yes"


def _name(note: Note) -> str:
    """What a note is about; a module or part that is gone by its id."""
    module = house().library.modules.get(note.module)
    if module is None:
        return f"{note.module}, {note.subject}"
    part = name_of(module, note.subject) or note.subject
    return f"{module.code}. {part}"


@pages.get("/<language:language>/administration/notes.csv")
@access.permit(access.is_administrator)
def table() -> Response:
    """Every note as a table, for the authors."""
    answer = make_response(as_csv(author_notes.latest(session())))
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = 'attachment; filename="notes.csv"'
    return answer


def as_csv(found: Iterable[Note]) -> str:
    """The notes as CSV in UTF-8 with its mark; a cell never begins like a formula."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(("written_at", "by", "module", "subject", "language", "text", "handled_at"))
    for note in found:
        cells = (note.username, note.module, note.subject, note.language, note.text)
        handled = note.handled_at.isoformat() if note.handled_at else ""
        writer.writerow((note.written_at.isoformat(), *map(harmless, cells), handled))
    return "\ufeff" + lines.getvalue()


def harmless(cell: str | None) -> str:
    """The cell as text: a sign that would begin a formula gets an apostrophe before it."""
    text = cell or ""
    return f"'{text}" if text.startswith(FORMULA) else text
