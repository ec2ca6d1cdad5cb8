"""The form of a ruling: what is decided on a question, the new key where there is one, and why."""

from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from elearn.courses.items import Item
from elearn.quizzes.questions import Choice, Fields, NotAnAnswer, question
from elearn.quizzes.rulings import KeyOfTheText, NotAKey, RulingKind, Verdict, key_of
from elearn.web.asking import refusal, typed
from elearn.web.forms import PageForm
from elearn.web.languages import later, say
from elearn.web.paper_forms import LONGEST_REASON, OneOf

# A number of rulings, in a form.
LONGEST_NUMBER = 6


class RulingForm(PageForm):
    """What is decided, and why; `check` reads the key from the question's own fields."""

    act = RadioField(
        later("What do you decide?"),
        [OneOf(tuple(RulingKind), later("Choose what happens to this question."))],
        choices=[
            SelectChoice(RulingKind.VOID.value, later("Take it out: it counts for nobody")),
            SelectChoice(RulingKind.KEY.value, later("Correct its key, as ticked below")),
            SelectChoice(RulingKind.RESTORED.value, later("Let it count as it was written")),
        ],
        validate_choice=False,
    )
    reason = StringField(later("Reason"), [DataRequired(later("Write why you decide this."))])
    seen = StringField()
    choice: Choice = None
    """The key as it was typed, to stay on the page."""
    key_error: str | None = None
    verdict: Verdict
    """What is decided, once checked."""

    def validate_reason(self, field: Field) -> None:
        """Refuse a reason that is blank, or a story."""
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(say("Write at most %(limit)s signs.", limit=LONGEST_REASON))

    def check(self, item: Item, fields: Fields) -> bool:
        """Whether this can be ruled on the item; else the form says what is wrong."""
        right = bool(self.validate())
        self.choice = typed(question(item), fields) or list(fields.get("", ())) or None
        if self.act.data == RulingKind.KEY:
            return self._check_key(item, fields) and right
        if right:
            self.verdict = Verdict(item, RulingKind(self.act.data))
        return right

    def _check_key(self, item: Item, fields: Fields) -> bool:
        try:
            # Read as posted: an order that equals the file's is an answer here.
            choice: object = (
                {part: values[0] for part, values in fields.items() if part and values[0]}
                if item.kind == "match"
                else [value for value in fields.get("", ()) if value]
            )
            key = key_of(item, choice or None)  # type: ignore[arg-type]
        except NotAKey:
            self.key_error = say("A key is the whole right answer: choose all of it.")
        except KeyOfTheText:
            self.key_error = say("This is the key that the question has by itself.")
        except NotAnAnswer as refused:
            self.key_error = refusal(refused)
        else:
            self.verdict = Verdict(item, RulingKind.KEY, key)
        return self.key_error is None

    @property
    def why(self) -> str:
        """The reason, once checked."""
        return (self.reason.data or "").strip()

    @property
    def seen_number(self) -> int:
        """How many rulings there were when the preview was made; -1 for what is no number."""
        typed_number = self.seen.data or ""
        usable = typed_number.isascii() and typed_number.isdecimal()
        return int(typed_number) if usable and len(typed_number) <= LONGEST_NUMBER else -1
