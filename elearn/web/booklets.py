"""A test for the printer: booklets of each form, and an answer sheet a card."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField, ValidationError
from wtforms.fields import Field

from elearn.courses.items import Form, Item
from elearn.db import writing
from elearn.documents import booklet as documents
from elearn.documents.booklet import Printing
from elearn.people import audit
from elearn.quizzes import booklets
from elearn.quizzes.attempts import ItemsOf
from elearn.quizzes.booklets import Sheet, UnknownCards
from elearn.quizzes.waves import Wave
from elearn.web import access, card_lists, drafts, training
from elearn.web.card_lists import NotAList
from elearn.web.database import connection, session
from elearn.web.forms import PageForm
from elearn.web.house import house, now
from elearn.web.languages import here, later, say
from elearn.web.training import Trained

pages = Blueprint("booklets", __name__)

LONGEST_LIST = 500
PDF = "application/pdf"


class CardsForm(PageForm):
    """For whom answer sheets are printed."""

    cards = StringField(later("Cards"))
    everybody: Collection[int] = ()

    def validate_cards(self, field: Field) -> None:
        """A list of numbers; empty is everybody."""
        try:
            self.chosen()
        except NotAList:
            raise ValidationError(say("Write card numbers, such as 3, 7, 9-12.")) from None

    def chosen(self) -> tuple[int, ...]:
        """The cards; raises NotAList."""
        return card_lists.cards_of((self.cards.data or "")[:LONGEST_LIST], self.everybody)


@pages.route(
    "/<language:language>/cohorts/<uuid:cohort_id>/booklets/<wave:wave>", methods=["GET", "POST"]
)
@access.permit(access.is_trainer)
def printing(cohort_id: uuid.UUID, wave: Wave) -> AnyResponse:
    """Choose the cards; then the files to print, the same whenever they are asked for."""
    own = training.trained(cohort_id)
    form = CardsForm.posted()
    form.everybody = booklets.asked(session(), own.cohort)
    if request.method == "GET":
        return _page(own, wave, form)
    refused = drafts.refusal(own.course)
    if refused or not form.validate():
        return _page(own, wave, form, refused)
    try:
        _prepare(own, wave, form.chosen())
    except UnknownCards as error:
        form.cards.errors = [_unknown(error.cards)]
        return _page(own, wave, form)
    cards = card_lists.written(form.chosen())
    return redirect(url_for(".printing", cohort_id=cohort_id, wave=wave, cards=cards), 303)


def _prepare(own: Trained, wave: Wave, cards: Sequence[int]) -> None:
    with writing(session()):
        booklets.prepare(session(), own.cohort, wave, cards, _items(own, wave), now())
        audit.record(session(), training.actor(), f"printed-{wave}", own.cohort.id, now())


def _items(own: Trained, wave: Wave) -> ItemsOf:
    def of(form: Form) -> Sequence[Item]:
        if wave in (Wave.PRE, Wave.POST):
            return house().library.form(own.course, form)
        return house().library.follow_up(own.course, form)

    return of


def _unknown(cards: Sequence[int]) -> str:
    return say(
        "No sheet can be printed for these cards: %(cards)s. Nobody has them, or they follow "
        "without being tested.",
        cards=card_lists.written(cards),
    )


def _page(own: Trained, wave: Wave, form: CardsForm, sentence: str | None = None) -> Response:
    sheets = _sheets(own, wave)
    page = render_template(
        "keying/printing.html",
        room=own,
        links=training.links(own.cohort),
        wave=wave,
        name=documents.test_name(wave, here()),
        form=form,
        sentence=sentence,
        sheets=sheets,
        cards=card_lists.written([sheet.card for sheet in sheets]),
        copies=Counter(sheet.form for sheet in sheets),
        forms=sorted(booklets.booklets(session(), own.cohort, wave)),
    )
    return make_response(page, 422 if sentence or form.errors else 200)


def _sheets(own: Trained, wave: Wave) -> tuple[Sheet, ...]:
    """The printed sheets of the cards that the address names; of all where it names none."""
    sheets = booklets.sheets(session(), own.cohort, wave)
    everybody = [sheet.card for sheet in sheets]
    try:
        wanted = card_lists.cards_of(request.args.get("cards", "")[:LONGEST_LIST], everybody)
    except NotAList:
        wanted = tuple(everybody)
    return tuple(sheet for sheet in sheets if sheet.card in wanted)


@pages.get(
    "/<language:language>/cohorts/<uuid:cohort_id>/booklets/<wave:wave>/<any(A, B, C):form>.pdf"
)
@access.permit(access.is_trainer)
def booklet(cohort_id: uuid.UUID, wave: Wave, form: str) -> Response:
    """The booklet of one form, once it was prepared."""
    own = training.trained(cohort_id)
    kept = booklets.booklets(session(), own.cohort, wave).get(form)
    if kept is None:
        access.missing()
    asked = booklets.questions(connection(), kept, house().wordings)
    return _pdf(documents.booklet(form, asked, _printing(own, wave)), f"{wave}-{form}.pdf")


@pages.get("/<language:language>/cohorts/<uuid:cohort_id>/booklets/<wave:wave>/sheets.pdf")
@access.permit(access.is_trainer)
def answer_sheets(cohort_id: uuid.UUID, wave: Wave) -> Response:
    """An answer sheet a card, for the cards that the address names."""
    own = training.trained(cohort_id)
    sheets = _sheets(own, wave)
    if not sheets:
        access.missing()
    asked = {
        form: booklets.questions(connection(), kept, house().wordings)
        for form, kept in booklets.booklets(session(), own.cohort, wave).items()
    }
    return _pdf(documents.answer_sheets(sheets, asked, _printing(own, wave)), f"{wave}-sheets.pdf")


def _printing(own: Trained, wave: Wave) -> Printing:
    return Printing(own.cohort.name, wave, here(), now())


def _pdf(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype=PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
