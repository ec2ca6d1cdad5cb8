"""The forms of the administration: a person, one role more, a programme."""

import uuid
from collections.abc import Iterable

from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from elearn.people import usernames
from elearn.people.roles import Role
from elearn.people.staff import EVERYTHING, Scope
from elearn.people.usernames import NotAUsername
from elearn.programmes.dimensions import Dimension
from elearn.web.forms import PageForm
from elearn.web.languages import later, say

KINDS = ("programme", "cohort")
Choices = list[tuple[str, str]]


def _listed(_form: object, field: Field) -> None:
    assert isinstance(field, SelectField)
    if field.data not in [value for value, *_ in field.iter_choices()]:
        raise ValidationError(say("Choose one of the list."))


def role_word(role: Role) -> str:
    """The role in the reader's language."""
    return {
        Role.TRAINER: say("Trainer"),
        Role.DONOR: say("Partner"),
        Role.ADMINISTRATOR: say("Administrator"),
    }[role]


def scope_value(kind: str, of: uuid.UUID) -> str:
    """A programme or a cohort as the list's value."""
    return f"{kind}:{of.hex}"


def _role() -> SelectField:
    return SelectField(later("Role"), [_listed], validate_choice=False)


def _scope() -> SelectField:
    return SelectField(later("For"), [_listed], validate_choice=False)


class GrantForm(PageForm):
    """A role, and what it is for; `offer` fills the lists before it is checked or shown."""

    role = _role()
    scope = _scope()

    def offer(self, scopes: Iterable[tuple[str, str]]) -> None:
        """The roles, and the programmes and sessions that they may be for."""
        roles: Choices = [("", say("Choose"))]
        roles += [(role.value, role_word(role)) for role in Role]
        for field, choices in (
            (self["role"], roles),
            (self["scope"], [("", say("The whole installation")), *scopes]),
        ):
            assert isinstance(field, SelectField)
            field.choices = choices

    def validate_role(self, field: Field) -> None:
        """A role must be chosen."""
        if not field.data:
            raise ValidationError(say("Choose a role."))

    @property
    def granted_role(self) -> Role:
        """The role that was chosen."""
        return Role(self["role"].data)

    @property
    def granted_scope(self) -> Scope:
        """What it is for."""
        kind, _, of = (self["scope"].data or "").partition(":")
        if kind not in KINDS:
            return EVERYTHING
        found = uuid.UUID(of)
        return Scope(programme_id=found) if kind == "programme" else Scope(cohort_id=found)


class PersonForm(GrantForm):
    """Somebody new."""

    username = StringField(
        later("Username"),
        [InputRequired(later("Write a username."))],
        filters=[lambda typed: typed.strip().lower() if typed else typed],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    # Said again, so that mistakes are listed in the order in which the page asks.
    role = _role()
    scope = _scope()

    def validate_username(self, field: Field) -> None:
        """What may be a username."""
        try:
            usernames.checked(field.data)
        except NotAUsername:
            raise ValidationError(
                say("Write 3 to 40 small letters, digits, dots or dashes, a letter first.")
            ) from None


def dimension_word(one: Dimension) -> str:
    """What figures are divided by, in the reader's language."""
    return {
        Dimension.SEX: say("Sex"),
        Dimension.PROFESSION: say("Profession"),
        Dimension.ZONE: say("Zone"),
        Dimension.REGION: say("Region"),
        Dimension.AGE_BAND: say("Age"),
        Dimension.COURSE: say("Course"),
    }[one]


class ProgrammeForm(PageForm):
    """A programme's name, what divides its figures, and the time zone its days are counted in."""

    name = StringField(
        later("Name of the programme"), [InputRequired(later("Give the programme a name."))]
    )
    first_split = SelectField(later("Divide its figures by"), [_listed], validate_choice=False)
    second_split = SelectField(later("And by"), [_listed], validate_choice=False)
    time_zone = StringField(
        later("Time zone"), [InputRequired(later("Write a time zone, such as Africa/Bamako."))]
    )

    def offer(self) -> None:
        """Fill the lists of what can divide figures."""
        choices: Choices = [("", say("Nothing"))]
        choices += [(one.value, dimension_word(one)) for one in Dimension]
        for name in ("first_split", "second_split"):
            field = self[name]
            assert isinstance(field, SelectField)
            field.choices = choices
            field.data = field.data or ""

    @property
    def splits(self) -> tuple[str, ...]:
        """What was chosen."""
        return tuple(self[name].data for name in ("first_split", "second_split"))
