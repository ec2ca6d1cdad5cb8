"""What an administrator sets while the server runs: what it means, who set it, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField, StringField

from elearn.db import writing
from elearn.installation import settings
from elearn.installation.settings import LANGUAGES_OFF
from elearn.people import decisions
from elearn.people.decisions import Decided
from elearn.programmes.models import Programme
from elearn.web import access, language_switches
from elearn.web.database import session
from elearn.web.forms import PageForm
from elearn.web.house import now
from elearn.web.languages import later, say
from elearn.web.run_setting_words import Choice, choices
from elearn.web.training import actor

pages = Blueprint("run_settings", __name__)

ADDRESS = "/<language:language>/administration/settings"
LONGEST_REASON = 300
LAST_DECISIONS = 50


class SettingForm(PageForm):
    """What is chosen, and why."""

    to = SelectField(later("Choose"), validate_choice=False)
    reason = StringField(later("Reason"), render_kw={"maxlength": LONGEST_REASON})

    @classmethod
    def of(cls, choice: Choice, *, posted: bool) -> "SettingForm":
        """The form of one setting; its fields are told apart by the setting's key."""
        form = cls(request.form if posted else None, prefix=f"{choice.key}-")
        field = form["to"]
        assert isinstance(field, SelectField)
        field.choices = [(value, label) for value, label, _ in choice.options]
        return form

    def why(self, choice: Choice) -> str | None:
        """The reason as it is kept; the field has errors where one is missing or too long."""
        said = " ".join((self["reason"].data or "").split())
        self["reason"].errors = []
        if choice.asks_why and not said:
            self["reason"].errors = [say("Write why, in a few words.")]
        elif len(said) > LONGEST_REASON:
            self["reason"].errors = [say("Write at most %(limit)s signs.", limit=LONGEST_REASON)]
        return said or None


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting on the page: its form, and the decision that holds."""

    choice: Choice
    form: SettingForm
    decided: Decided | None


@pages.get(ADDRESS)
@access.permit(access.is_administrator)
def run_settings() -> Response:
    """Every setting, and the decisions so far."""
    return _page(_choices())


@pages.post(ADDRESS)
@access.permit(access.is_administrator)
def change() -> AnyResponse:
    """Set one of them and keep why; what already was so is kept once."""
    offered = _choices()
    choice = next((one for one in offered if one.key == request.form.get("key")), None)
    if choice is None:
        abort(404)
    form = SettingForm.of(choice, posted=True)
    try:
        value = choice.value(form["to"].data)
    except KeyError:  # it already was so, or the list is an older one
        return redirect(url_for("run_settings.run_settings"), 303)
    why = form.why(choice)
    if form["reason"].errors:
        return _page(offered, {choice.key: form})
    with writing(session()):
        decisions.decide(session(), choice.name, value, why, actor(), now())
    language_switches.read_again()
    return redirect(url_for("run_settings.run_settings", said="kept"), 303)


def _choices() -> list[Choice]:
    held = {name: value for name, (value, _) in settings.everything(session()).items()}
    programmes = session().scalars(
        select(Programme).where(Programme.deleted_at.is_(None)).order_by(Programme.name)
    )
    return choices(held, programmes.all())


def _page(offered: Sequence[Choice], refused: Mapping[str, SettingForm] | None = None) -> Response:
    made = decisions.all_of(session())
    holding: dict[str, Decided] = {}
    for one in made:
        holding.setdefault(one.name, one)
    forms = {one.key: SettingForm.of(one, posted=False) for one in offered} | dict(refused or {})
    shown = [Shown(one, forms[one.key], holding.get(one.name)) for one in offered]
    page = render_template(
        "administration/settings.html",
        shown=shown,
        refused=next(iter((refused or {}).values()), None),
        said=request.args.get("said"),
        made=made[:LAST_DECISIONS],
        titles={one.name: one.title for one in offered if one.name != LANGUAGES_OFF},
        value_word=value_word,
    )
    return make_response(page, 422 if refused else 200)


def value_word(value: Any) -> str:
    """What was set, in a word: yes, no, a number, a list."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return ", ".join(map(str, value)) or say("none") if isinstance(value, list) else str(value)
