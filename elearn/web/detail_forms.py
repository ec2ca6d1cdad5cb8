"""The forms about a session's details: a new one, the one that is, a copy of one."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, StopValidation, ValidationError

from elearn.cohorts.models import Mode
from elearn.cohorts.profile import REGIONS, ZONES
from elearn.config import LANGUAGES
from elearn.courses.content import Course
from elearn.courses.path import teaches
from elearn.programmes.cohort_editing import Details
from elearn.programmes.models import Programme
from elearn.web.cohort_forms import HOW_MANY, Chosen, Count, Day
from elearn.web.forms import PageForm
from elearn.web.languages import NAMES, later, offered, say
from elearn.web.place_words import ZONE, zone_label

LONGEST_NAME = 100


def _named(_form: object, field: Field) -> None:
    # A name of spaces is none, and WTForms would take it for one.
    if not field.data:
        raise StopValidation(say("Give the session a name, such as the place and the month."))


def _not_too_long(_form: object, field: Field) -> None:
    if len(field.data or "") > LONGEST_NAME:
        raise ValidationError(say("100 signs at most."))


def _in_one_line(typed: str | None) -> str | None:
    return " ".join(typed.split()) if typed else typed


class Several(SelectMultipleField):
    """A list of which several may be ticked; what is not on it is refused in our own words."""

    def pre_validate(self, form: object) -> None:
        """Refuse what is not on the list."""
        if not set(self.data or ()) <= {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(say("Choose one of the list."))


class WhenForm(PageForm):
    """What a copy of a session needs: a name and its days."""

    name = StringField(
        later("Name of the session"), [_named, _not_too_long], filters=[_in_one_line]
    )
    starts_on = Day(later("First day"), [InputRequired(later("Choose the first day."))])
    ends_on = Day(later("Last day"), [InputRequired(later("Choose the last day."))])

    def validate_ends_on(self, field: Field) -> None:
        """The last day is not before the first."""
        first = self["starts_on"].data
        if first is not None and field.data is not None and field.data < first:
            raise ValidationError(say("The last day is before the first."))


class DetailsForm(WhenForm):
    """What is said of a session; `offer_courses` fills the lists before it is checked or shown."""

    course = Chosen(later("Course of the tests"))
    further = Several(later("Further courses"))
    region = Chosen(
        later("Place"),
        choices=[
            SelectChoice("", later("Not said")),
            *map(SelectChoice, REGIONS),
            *(SelectChoice(f"{ZONE}{zone}", zone_label(zone)) for zone in ZONES),
        ],
    )
    mode = Chosen(
        later("Where people meet"),
        choices=[
            SelectChoice(Mode.ROOM.value, later("In a room: you open each test")),
            SelectChoice(
                Mode.BLENDED.value,
                later("In a room and at home: you open each test, people read in between"),
            ),
            SelectChoice(Mode.ONLINE.value, later("Online: each test opens by itself")),
        ],
    )
    _courses: dict[str, Course]

    def offer_courses(self, courses: Iterable[Course], language: str) -> None:
        """The courses that may be chosen; of modules alone there is no further one."""
        self._courses = {one.id: one for one in courses}
        course, further = self["course"], self["further"]
        assert isinstance(course, SelectField)
        assert isinstance(further, SelectMultipleField)
        titled = [SelectChoice(one.id, one.title.in_(language)) for one in self._courses.values()]
        course.choices = titled
        further.choices = [
            choice for choice in titled if len(self._courses[choice.value].modules) > 1
        ]

    def validate_further(self, field: Field) -> None:
        """Each teaches all that the tests ask, or a person would be asked what nobody taught."""
        common = self._courses.get(self["course"].data or "")
        if common and not all(
            teaches(self._courses[one], common) for one in field.data or () if one in self._courses
        ):
            raise ValidationError(
                say(
                    "A further course must hold every module of the tests’ course. Choose another, "
                    "or make a session of its own."
                )
            )

    def details(self, language: str) -> Details:
        """What was typed, once checked."""
        place = self["region"].data or ""
        return Details(
            name=self["name"].data,
            starts_on=self["starts_on"].data,
            ends_on=self["ends_on"].data,
            mode=Mode(self["mode"].data),
            language=language,
            course_id=self["course"].data,
            further_courses=tuple(
                one for one in self["further"].data or () if one != self["course"].data
            ),
            region=place if place and not place.startswith(ZONE) else None,
            zone=place.removeprefix(ZONE) if place.startswith(ZONE) else None,
        )


class NewCohortForm(DetailsForm):
    """A new session and its cards."""

    programme = Chosen(later("Programme"))
    cards = Count(later("Number of cards"), HOW_MANY, default=25)

    def offer(
        self, programmes: Sequence[Programme], courses: Collection[Course], language: str
    ) -> None:
        """The programmes and courses that may be chosen."""
        self.offer_courses(courses, language)
        programme = self["programme"]
        assert isinstance(programme, SelectField)
        programme.choices = [SelectChoice(str(one.id), one.name) for one in programmes]

    @property
    def programme_id(self) -> uuid.UUID:
        """The programme chosen, once checked."""
        return uuid.UUID(self["programme"].data)


class EditForm(DetailsForm):
    """The details of a session that is."""

    language = Chosen(later("Language of tests on paper"))

    def offer_languages(self, held: str) -> None:
        """The languages that are on, and the one that is kept."""
        field = self["language"]
        assert isinstance(field, SelectField)
        field.choices = [
            SelectChoice(one, NAMES[one]) for one in LANGUAGES if one in {*offered(), held}
        ]


def filled(kept: Details) -> dict[str, Any]:
    """The fields of `EditForm` as these details fill them."""
    return {
        "name": kept.name,
        "starts_on": kept.starts_on,
        "ends_on": kept.ends_on,
        "course": kept.course_id,
        "further": list(kept.further_courses),
        "region": kept.region or (f"{ZONE}{kept.zone}" if kept.zone else ""),
        "mode": kept.mode.value,
        "language": kept.language,
    }
