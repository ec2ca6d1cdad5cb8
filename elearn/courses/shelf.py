"""What could be read of the content folder, before anybody knows whether it is whole."""

from dataclasses import dataclass, field

from elearn.courses.cases import Case
from elearn.courses.content import (
    Course,
    Facilitator,
    GlossaryTerm,
    Handout,
    JobAid,
    Lesson,
    Module,
    ModuleHead,
    Parameter,
)
from elearn.courses.items import Item, PracticeItem
from elearn.courses.questionnaires import Questionnaire


@dataclass
class ModuleParts:
    """What could be read of one module folder; `module` is whole only when everything could."""

    slug: str
    head: ModuleHead | None = None
    lessons: list[Lesson] = field(default_factory=list)
    case: Case | None = None
    items: dict[int, Item] = field(default_factory=dict)
    practice: dict[int, PracticeItem] = field(default_factory=dict)
    job_aid: JobAid | None = None
    facilitator: Facilitator | None = None
    handout: Handout | None = None
    module: Module | None = None

    def file(self, name: str) -> str:
        """The path of one of the module's files, from the content folder."""
        return f"modules/{self.slug}/{name}"


@dataclass
class Shelf:
    """All that was read."""

    modules: list[ModuleParts] = field(default_factory=list)
    courses: dict[str, Course] = field(default_factory=dict)
    surveys: dict[str, Questionnaire] = field(default_factory=dict)
    parameters: dict[int, Parameter] = field(default_factory=dict)
    glossary: dict[int, GlossaryTerm] = field(default_factory=dict)
    has_all_parameters: bool = True


def whole(parts: ModuleParts) -> Module:
    """The module of these parts, once all of them could be read."""
    return Module(
        **dict(parts.head or ()),
        lessons=tuple(parts.lessons),
        case=parts.case,
        items=tuple(parts.items.values()),
        practice=tuple(parts.practice.values()),
        job_aid=parts.job_aid,
        facilitator=parts.facilitator,
        handout=parts.handout,
    )
