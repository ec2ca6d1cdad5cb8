"""What was changed in a session or a programme, and why it cannot be taken back, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from elearn.cohorts.models import Mode
from elearn.people.models import Change
from elearn.people.undoing import OVERTAKEN, UNDONE
from elearn.programmes import cohort_editing, cohort_trainers, copying, merging, moving, withdrawing
from elearn.quizzes import choosing
from elearn.web import rule_words
from elearn.web.house import house
from elearn.web.languages import NAMES, here, language, say
from elearn.web.place_words import mode_word, place


@dataclass(frozen=True, slots=True)
class Line:
    """One value that changed: what it is called, and its words before and after."""

    label: str
    before: str
    after: str


def sentence(change: Change) -> str:
    """What was done; an act without words is shown as it is kept."""
    then, now = change.before, change.after
    return {
        "cohort-edited": say("The session was changed"),
        "cohort-archived": say("The session was archived"),
        "cohort-restored": say("The session is in the lists again"),
        "trainer-added": say("%(name)s trains this session", name=now.get("trainer")),
        "trainer-removed": say("%(name)s no longer trains this session", name=then.get("trainer")),
        "course-chosen": say("Card %(number)s follows other modules", number=now.get("card")),
        "rules-pre": say("The rules of the pre-test were changed"),
        "rules-post": say("The rules of the post-test were changed"),
        "person-withdrawn": say("Card %(number)s was withdrawn", number=now.get("card")),
        "person-moved": say("Card %(number)s moved to another session", number=then.get("card")),
        "people-merged": say("Two codes of one person became one"),
        "programme-renamed": say("The programme was renamed"),
        "programme-archived": say("The programme was archived"),
        "programme-restored": say("The programme is in the lists again"),
    }.get(change.kind, change.kind)


def lines(change: Change, zone: str) -> Iterator[Line]:
    """What differs, value by value, with the programme's clocks.

    The sentence alone says it where no value has a label.
    """
    labels = {
        **rule_words.labels(),
        "name": say("Name"),
        "starts_on": say("First day"),
        "ends_on": say("Last day"),
        "mode": say("Where people meet"),
        "language": say("Language of tests on paper"),
        "course_id": say("Course"),
        "further_courses": say("Further courses"),
        "region": say("Region"),
        "zone": say("Zone"),
    }
    for name in change.after:
        then, now = change.before.get(name), change.after[name]
        if name in labels and then != now:
            yield Line(labels[name], _word(name, then, zone), _word(name, now, zone))


def _word(name: str, value: Any, zone: str) -> str:
    if name == "course_id" and value is None:
        return say("the course of the tests")
    if value is None or value == []:
        return "–"
    if name in rule_words.labels():
        return rule_words.word(name, value, zone)
    return _WORDS.get(name, str)(value)


def course_title(course_id: str) -> str:
    """A course's title; of one that is taught no more, its id."""
    found = house().library.courses.get(course_id)
    return found.title.in_(language()) if found else course_id


_WORDS: dict[str, Callable[[Any], str]] = {
    "starts_on": lambda value: here().day(date.fromisoformat(value)),
    "ends_on": lambda value: here().day(date.fromisoformat(value)),
    "mode": lambda value: mode_word(Mode(value)),
    "language": lambda value: NAMES.get(value, str(value)),
    "course_id": course_title,
    "further_courses": lambda value: ", ".join(map(course_title, value)),
    "zone": lambda value: place(None, value),
}


def refusal(why: str) -> str:
    """Why something cannot be changed, or not be taken back."""
    return {
        UNDONE: say("This was taken back already."),
        OVERTAKEN: say(
            "It was changed again since. Take the later change back first: it stands above."
        ),
        cohort_editing.CLOSED: say(
            "The session is closed: its figures are final. Only its name may change."
        ),
        cohort_editing.COURSE: say(
            "A test was opened, taken or printed: the course of the tests stays. For another "
            "course, make another session."
        ),
        cohort_editing.FOLLOWED: say(
            "Somebody follows the course that would go. Let them follow another one first."
        ),
        cohort_editing.DAYS: say(
            "Attendance is kept for a day outside these dates. Choose dates that hold it."
        ),
        cohort_editing.FOLLOW_UP: say(
            "Somebody has begun a follow-up test, which opens by the last day: the last day stays."
        ),
        cohort_editing.TWIN: say(
            "A session of this name begins on that day already. Choose another name."
        ),
        cohort_editing.MODE: say(
            "The tests are read aloud in the room: let them be read alone first."
        ),
        cohort_editing.OPENING: say(
            "A test was opened, taken or printed: tests that you open and tests that open by "
            "themselves do not mix in one session. Make another session."
        ),
        cohort_trainers.LAST_TRAINER: say(
            "Nobody else trains this session. Add another trainer first."
        ),
        withdrawing.CLOSED: say("The session was closed meanwhile: its figures are final."),
        moving.TRACES: say(
            "A test, a test on paper or a half-day of this card is kept here: the results stay "
            "with this session. Withdraw the card here, and let the person join the other session "
            "with it."
        ),
        moving.THERE: say("This person is in that session already."),
        moving.ELSEWHERE: say("That session belongs to another programme."),
        moving.TAKEN: say("The old card number was given to somebody else meanwhile."),
        moving.DECIDED: say(
            "This person was excused from a test here, or allowed something for one: that stays "
            "with this session. Withdraw the card here, and let the person join the other session "
            "with it."
        ),
        merging.STAFF: say("This card belongs to the training team: it is not merged."),
        cohort_trainers.ROLE_REVOKED: say(
            "The administrator took this person’s role back since. Ask the administrator."
        ),
        merging.SAME: say("This is the same person already, or one of the codes is gone."),
        copying.ARCHIVED: say("The programme is archived: no new session is made in it."),
        "name-taken": say("There is a programme of this name already."),
        choosing.CHOSEN_ALREADY: say("Your modules are chosen. Your trainer can change them."),
        choosing.TEST_BEGUN: say("This person has begun the final test: the modules stay."),
        choosing.NOT_OFFERED: say("This session no longer offers that course."),
    }.get(why, why)
