"""A cohort's figures as a book for files, in the reader's language: to pass on, or for the team."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version

from elearn.cohorts import attendance
from elearn.cohorts.attendance import Attendance
from elearn.documents import attendance_sheets, cohort_dictionary
from elearn.documents.figure_book import Book, Lines
from elearn.quizzes.states import State
from elearn.reports import cohort_figures, cohort_report, earlier, figures, lasting_report
from elearn.reports.cohort_report import CohortReport
from elearn.reports.earlier import Earlier
from elearn.reports.figures import FEWEST
from elearn.reports.lasting_report import Later
from elearn.web import access, gain_words, later_words
from elearn.web.database import session
from elearn.web.house import house
from elearn.web.languages import here, language, say, say_many
from elearn.web.marked import plain
from elearn.web.room import state_word
from elearn.web.training import Trained


def book(own: Trained, found: CohortReport, now: datetime, *, team: bool) -> Book:
    """What the files of this cohort hold; without `team` nothing about fewer than ten people."""
    present = attendance.read(session(), own.cohort)
    later = lasting_report.report(session(), own.cohort, now)
    own_figures = cohort_figures.of_cohort(found, present, later, _earlier(own, found))
    return Book(
        finding=plain(gain_words.finding(found)) if team or tellable(found) else too_few(),
        head=tuple(_head(own, found, now, team)),
        notes=tuple(_notes(own, found, team)),
        figures=own_figures if team else figures.for_outside(own_figures),
        names=_names(found, present, later),
        entries=cohort_dictionary.entries(here()),
        reserved=reserved() if team else None,
        lines=tuple(_lines(found, present)) if team else (),
    )


def reserved() -> str:
    """What each page of a file for the training team bears."""
    return say("For the training team alone. Do not pass on.")


def tellable(found: CohortReport) -> bool:
    """Whether the gain may be told outside the training team."""
    return found.counted.both >= FEWEST and not cohort_figures.alike(found)


def too_few() -> str:
    """The title of a file that may not tell the gain."""
    return say("Too few people: nothing is shown of fewer than ten")


def _head(
    own: Trained, found: CohortReport, now: datetime, team: bool
) -> Iterator[tuple[str, str]]:
    words, cohort = here(), own.cohort
    local = own.local(now)
    yield say("Session"), cohort.name
    yield (
        say("Dates"),
        say(
            "%(first)s to %(last)s",
            first=words.day(cohort.starts_on),
            last=words.day(cohort.ends_on),
        ),
    )
    yield say("Course"), own.course.title.in_(language())
    pairs = found.counted.both
    if team or pairs >= FEWEST:
        yield say("People with both tests"), f"n = {words.number(pairs)}"
    else:
        yield say("People with both tests"), say("fewer than 10")
    yield say("As of"), f"{words.day(local.date())}, {words.hour(now, own.time_zone)}"
    yield say("Version"), say("training team") if team else say("to pass on")
    yield "Danbe", version("elearn")
    if house().demonstration:
        yield say("Example data"), say("invented people and answers")


def _provisional(own: Trained, found: CohortReport, team: bool) -> Iterator[str]:
    """Why the figures can still change."""
    if found.settled:
        return
    if team and found.answering:
        yield (
            say_many(
                "%(n)s person is still answering.",
                "%(n)s people are still answering.",
                found.answering,
            )
            + " "
            + say("The figures will change.")
        )
    elif own.cohort.closed_at is not None:
        yield say("Provisional: for some minutes answers can still come in.")
    else:
        yield say(
            "Provisional: tests can still come in. Close the post-test, or the session, before you "
            "pass it on."
        )


def _notes(own: Trained, found: CohortReport, team: bool) -> Iterator[str]:
    """What stands beside the figures: without a number where it would be of a few people."""
    yield from _provisional(own, found, team)
    if found.undecided:
        yield say("Some late answers are not decided: they count nowhere yet.")
    if found.standard and found.standard.provisional:
        yield say("Provisional standard: five judges have not set it yet.")
    if found.sources.several:
        yield say("Tests taken on screen and on paper stand together here.")
    if found.same_questions:
        yield say("Both paper tests had the same questions: memory may explain part of the gain.")
    if found.mended.rulings:
        yield say("Questions were mended: these are the figures with the rulings.")
    yield say(
        "Score after minus score before. Without a comparison group nobody can say what the course "
        "alone did."
    )


def _names(found: CohortReport, present: Attendance, later: tuple[Later, ...]) -> Mapping[str, str]:
    library, spoken = house().library, language()
    names: dict[str, str] = {}
    for one in found.slots:
        module = library.module_of[one.slot.id]
        names |= {f"module.{module.slug}": module.title.in_(spoken)}
        names |= {f"objective.{each.id}": each.in_(spoken) for each in module.objectives}
        names |= {
            f"slot.{one.slot.id}": f"{each.in_(spoken)} ({one.slot.id})"
            for each in module.misconceptions
            if each.id == one.slot.misconception
        }
    names |= {f"later.{each.wave}": later_words.title(each) for each in later}
    names |= {f"state.{state}": state_word(state) for state in State}
    for held in present.halves:
        slot = held.day, held.half
        name = attendance_sheets.half_day(slot, here())
        names[f"half-day.{held.day.isoformat()}-{held.half}"] = name
    return names


def _lines(found: CohortReport, present: Attendance) -> Iterator[Lines]:
    """The tables of single people, without name or number; hours by card, as the tick list."""
    if found.scores:
        rows = tuple((float(a), float(b), float(b - a)) for a, b in found.scores)
        digits = 0 if all(value == int(value) for row in rows for value in row) else 1
        headings = say("Before"), say("After"), say("Change")
        yield Lines(say("Pairs"), headings, rows, digits)
    if any(held.ticked for held in present.halves):
        hours = tuple((card, minutes / 60) for card, minutes in present.minutes.items())
        yield Lines(say("Hours by card"), (say("Card"), say("Hours")), hours, 1)


def _earlier(own: Trained, found: CohortReport) -> Earlier | None:
    grants = access.signed_in().grants
    mine = grants.cohorts_trained, grants.programmes_trained
    return earlier.compared(session(), own.cohort, found, *mine)


def read(own: Trained, now: datetime) -> CohortReport:
    """The report that page and files share."""
    return cohort_report.report(session(), own.cohort, own.steps, house().library, now)
