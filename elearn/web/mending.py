"""Questions that turned out wrong: taken out of the score, or their key corrected, and why.

Administrators see how many people that concerns, ten or more at once, and never whose score.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from elearn.courses.content import Module
from elearn.courses.items import Item
from elearn.courses.wording import wording_hash
from elearn.db import writing
from elearn.quizzes import asked_questions, mending, recounting
from elearn.quizzes.mending import RuledMeanwhile
from elearn.quizzes.questions import Choice, question
from elearn.quizzes.rulings import Verdict
from elearn.quizzes.wordings import UnknownWording
from elearn.web import access, mending_words
from elearn.web.asking import fields_of, moved
from elearn.web.database import connection, session
from elearn.web.house import house, now
from elearn.web.languages import say
from elearn.web.mending_forms import RulingForm
from elearn.web.training import actor

pages = Blueprint("mending", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One wording in the list of its module."""

    item: Item
    digest: str
    older: bool
    answers: int
    verdict: Verdict | None


@pages.get("/<language:language>/administration/questions")
@access.permit(access.is_administrator)
def questions() -> str:
    """The modules whose questions can be ruled on, and how many rulings hold in each."""
    mends = [one for one in recounting.holding(connection()) if one.verdict.mends]
    module_of = house().library.module_of
    slugs = [module_of[one.verdict.wording.slot].slug for one in mends if _taught(one.verdict)]
    in_order = sorted(house().library.modules.values(), key=lambda each: each.code)
    modules = [(one, slugs.count(one.slug)) for one in in_order]
    return render_template("mending/modules.html", modules=modules, total=len(mends))


def _taught(verdict: Verdict) -> bool:
    return verdict.wording.slot in house().library.module_of


@pages.get("/<language:language>/administration/questions/<slug>")
@access.permit(access.is_administrator)
def module(slug: str) -> str:
    """The graded questions of a module, as they are and as they once were worded."""
    found = house().library.modules.get(slug) or access.missing()
    return render_template(
        "mending/module.html", module=found, rows=_rows(found), words_of=mending_words
    )


def _rows(found: Module) -> list[Row]:
    today = {wording_hash(item): item for item in found.items}
    every = {
        wording_hash(item): item for one in house().library.modules.values() for item in one.items
    }
    older = {
        digest: item
        for digest, item in asked_questions.older(session(), every).items()
        if house().library.module_of.get(item.slot) is found
    }
    counts = asked_questions.answered(session(), today | older)
    verdicts = recounting.verdicts(connection())
    return [
        Row(item, digest.hex(), digest in older, counts[digest], verdicts.get(digest))
        for digest, item in sorted((today | older).items(), key=lambda each: each[1].id)
    ]


@pages.route(
    "/<language:language>/administration/questions/<slug>/<digest>", methods=["GET", "POST"]
)
@access.permit(access.is_administrator)
def one(slug: str, digest: str) -> AnyResponse:
    """One question with what was ruled on it; posted, who would change; confirmed, the ruling."""
    found = house().library.modules.get(slug) or access.missing()
    item = _wording(digest)
    if house().library.module_of.get(item.slot) is not found:
        access.missing()
    form = RulingForm.posted()
    if request.method == "GET":
        return _page(found, item, form)
    order = moved(question(item), request.form.get("move"), fields_of(item.id))
    if order is not None:
        return _page(found, item, form, choice=order)
    if not form.check(item, fields_of(item.id)):
        return _page(found, item, form, 422, choice=form.choice)
    return _decide(found, item, form)


def _wording(digest: str) -> Item:
    try:
        return asked_questions.wording(session(), bytes.fromhex(digest))
    except (ValueError, UnknownWording):
        access.missing()


def _decide(found: Module, item: Item, form: RulingForm) -> AnyResponse:
    if "seen" not in request.form:
        return _preview(found, item, form)
    try:
        with writing(session()):
            kept = mending.rule(
                session(),
                wording_hash(item),
                form.verdict,
                form.why,
                seen=form.seen_number,
                actor=actor(),
                now=now(),
            )
    except RuledMeanwhile:
        return _preview(found, item, form, 409, say("Somebody else has ruled on this question."))
    said = "kept" if kept else "nothing"
    return redirect(_address(found, item, said=said), 303)


def _address(found: Module, item: Item, said: str | None = None) -> str:
    return url_for("mending.one", slug=found.slug, digest=wording_hash(item).hex(), said=said)


def _preview(
    found: Module, item: Item, form: RulingForm, status: int = 200, told: str | None = None
) -> AnyResponse:
    verdict = form.verdict
    page = render_template(
        "mending/preview.html",
        module=found,
        item=item,
        form=form,
        verdict=verdict,
        effects=mending.preview(session(), wording_hash(item), verdict),
        fields=_fields(item),
        seen=len(asked_questions.rulings(session(), wording_hash(item))),
        told=told,
        address=_address(found, item),
        words_of=mending_words,
    )
    return make_response(page, status)


def _fields(item: Item) -> list[tuple[str, str]]:
    """The key as it was typed, to be sent again with the yes."""
    return [
        (f"{item.id}.{part}" if part else item.id, value)
        for part, values in fields_of(item.id).items()
        for value in values
    ]


def _page(
    found: Module, item: Item, form: RulingForm, status: int = 200, choice: Choice = None
) -> AnyResponse:
    digest = wording_hash(item)
    verdict = recounting.verdicts(connection()).get(digest)
    marked_by = (verdict.item if verdict else None) or item
    own_key: Choice = marked_by.pairs or list(marked_by.key)
    shown: dict[str, Any] = {
        "kind": question(item),
        "options": [option.id for option in item.options],
        "choice": own_key if choice is None else choice,
    }
    page = render_template(
        "mending/one.html",
        module=found,
        item=item,
        form=form,
        verdict=verdict,
        key_item=marked_by,
        rulings=asked_questions.rulings(session(), digest),
        address=_address(found, item),
        said=request.args.get("said"),
        words_of=mending_words,
        **shown,
    )
    return make_response(page, status)
