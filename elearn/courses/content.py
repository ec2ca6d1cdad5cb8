"""Modules and courses as their files state them, with unknown keys refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from elearn.courses.cases import Case
from elearn.courses.items import Form, Item, Kind, LessonNumber, PracticeItem
from elearn.courses.texts import Filled, Id, Record, Text
from elearn.courses.timetable import Day

Audience = Literal["police", "prison", "magistrate", "cndh"]
Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
Minutes = Annotated[int, Field(ge=1)]
# Below this many judges a standard is a working figure and says so (modified Angoff).
JUDGES = 5


class Source(Text):
    """A text that the module rests on; `seen` when somebody read the passage itself."""

    id: Id
    instrument: Filled
    force: Literal["treaty", "standard", "national", "research"]
    pinpoint: Filled
    status: Literal["seen", "verify"]


class Parameter(Record):
    """A figure of national procedure, written once; shown only when a lawyer has confirmed it."""

    id: Id
    value: int
    unit: Literal["hours", "days", "months", "years"]
    label: Text
    source: Text
    in_force: date
    read_on: date
    read_in: Filled
    status: Literal["to_be_confirmed", "confirmed"]
    confirmed_by: Filled | None
    confirmed_on: date | None
    note: Filled | None = None


class Objective(Text):
    """What a person can do after the module."""

    id: Id
    bloom: Bloom


class Misconception(Text):
    """A belief heard at work, in the words of those who hold it."""

    id: Id


class Slot(Record):
    """One place of the blueprint, filled by three twins; critical if an error endangers someone."""

    id: Id
    objective: Id
    level: Bloom
    kind: Kind
    misconception: Id
    critical: bool


class Review(Record):
    """Who of the three readers that publication needs has read the module, and when."""

    role: Literal["lawyer", "former_officer", "native_reader"]
    date: date


class Lesson(Record):
    """One small page; `number` is its place, 01 first, and `body` is Markdown."""

    number: LessonNumber
    name: Id
    title: Text
    minutes: Minutes
    objectives: tuple[Id, ...]
    sources: tuple[Id, ...]
    body: Text


class JobAid(Record):
    """The card that stays on the desk; `body` is Markdown."""

    title: Text
    format: Literal["A5"]
    sources: tuple[Id, ...]
    body: Text


class Facilitator(Record):
    """Two pages for whoever runs the module in a room; `body` is Markdown."""

    title: Text
    minutes: Minutes
    sources: tuple[Id, ...]
    body: Text


class Handout(Record):
    """A sheet for people outside the course, which anybody may read; `body` is Markdown."""

    title: Text
    format: Literal["A4"]
    sources: tuple[Id, ...]
    body: Text


class ModuleHead(Record):
    """The file `module.yaml`."""

    slug: Id
    code: Id
    status: Literal["draft", "reviewed", "published"]
    title: Text
    summary: Text
    audience: tuple[Audience, ...]
    minutes: Minutes
    notice: Text
    key_messages: tuple[Text, ...]
    objectives: tuple[Objective, ...]
    misconceptions: tuple[Misconception, ...]
    slots: tuple[Slot, ...]
    sources: tuple[Source, ...]
    parameters: tuple[Id, ...] = ()
    commitments: tuple[Text, ...] = ()
    reviews: tuple[Review, ...] = ()

    def source(self, source_id: str) -> Source:
        """The source of this id; KeyError where there is none."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    def slot(self, slot_id: str) -> Slot:
        """The slot of this id; KeyError where there is none."""
        for slot in self.slots:
            if slot.id == slot_id:
                return slot
        raise KeyError(slot_id)


class Module(ModuleHead):
    """One subject: its head, lessons, case, questions, job aid and facilitator's sheet."""

    lessons: tuple[Lesson, ...]
    case: Case
    items: tuple[Item, ...]
    practice: tuple[PracticeItem, ...]
    job_aid: JobAid
    facilitator: Facilitator | None = None
    handout: Handout | None = None

    def lesson(self, number: str) -> Lesson:
        """The lesson of this number, such as "02"; KeyError where there is none."""
        for lesson in self.lessons:
            if lesson.number == number:
                return lesson
        raise KeyError(number)

    def items_of(self, form: Form) -> tuple[Item, ...]:
        """The graded items of one form, in the order of the slots."""
        return tuple(self.item(slot.id, form) for slot in self.slots)

    def item(self, slot_id: str, form: Form) -> Item:
        """The twin of a slot for a form; KeyError where there is none."""
        for item in self.items:
            if item.slot == slot_id and item.form == form:
                return item
        raise KeyError((slot_id, form))


class Standard(Record):
    """The score that counts as mastery, in percent of the maximum, and who set it."""

    value: Annotated[int, Field(ge=1, le=100)]
    method: Text
    judges: Annotated[int, Field(ge=0)]
    date: date | None

    @property
    def provisional(self) -> bool:
        """Whether fewer than five judges have set it."""
        return self.judges < JUDGES


class Course(Record):
    """What one audience follows: modules in order, and the blueprint of its tests."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    title: Text
    audience: tuple[Audience, ...]
    modules: tuple[Id, ...]
    blueprint: tuple[Id, ...]
    follow_up_slots: tuple[Id, ...]
    standard: Standard
    timetable: tuple[Day, ...] = ()


class GlossaryTerm(Text):
    """A word of the subject in each language, the Bambara a draft, and what it means."""

    term: Id
    definition: Text | None = None
