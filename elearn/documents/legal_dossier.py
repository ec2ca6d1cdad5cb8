"""The dossier for a Malian lawyer: figures and sentences, each with a box to sign, on A4."""

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from elearn.courses.content import Parameter
from elearn.courses.legal import Statement, a_year_after, review_by, statements
from elearn.courses.legal_answers import Answer
from elearn.courses.library import Library
from elearn.courses.pages import UNITS
from elearn.courses.prose import PARAMETER
from elearn.documents.print_sheet import fact, joined, sheet
from elearn.documents.words import Words

_SECTION = Markup("<section><h3>{name}</h3><p><b>{question}</b></p>{facts}{box}</section>")


def legal_dossier(
    library: Library, answers: Mapping[str, Answer], today: date, words: Words
) -> str:
    """Each figure of national law and each sentence that rests on one, as an HTML file.

    `answers` are those about sentences that came back before, by the sentence's mark.
    """
    found = statements(library)
    body = joined(
        (
            _intro(words),
            Markup("<h2>{}</h2>").format(words.say("Figures")),
            *(_figure(parameter, words) for parameter in library.parameters.values()),
            Markup("<h2>{}</h2>").format(words.say("Sentences")),
            *(_statement(one, answers.get(one.id), today, words) for one in found),
        )
    )
    return sheet(words.say("Questions to a Malian lawyer"), body, words)


def _intro(words: Words) -> Markup:
    return Markup("<p>{}</p><p>{}</p>").format(
        words.say(
            "Training content, not legal advice. Nothing on this list is graded. Until you have "
            "signed, the pages say “to be confirmed by a lawyer” and show no figure."
        ),
        words.say(
            "Tick, date, and give your role: lawyer, magistrate, prosecutor or legal adviser. Do "
            "not write your name. If something is wrong, write what is right, with its article."
        ),
    )


def _figure(parameter: Parameter, words: Words) -> Markup:
    language = words.language
    unit = UNITS[parameter.unit][parameter.value != 1].in_(language)
    facts = [
        (words.say("Source"), parameter.source.in_(language)),
        (words.say("In force since"), words.day(parameter.in_force)),
        (words.say("Read on"), f"{words.day(parameter.read_on)}, {parameter.read_in}"),
        (words.say("To be read again by"), words.day(review_by(parameter))),
    ]
    if parameter.note:
        facts.append((words.say("To settle"), parameter.note))
    if parameter.confirmed_by and parameter.confirmed_on:
        signed = f"{parameter.confirmed_by}, {words.day(parameter.confirmed_on)}"
        facts.append((words.say("Confirmed"), signed))
    question = words.say(
        "Is this right today: %(label)s, %(value)s %(unit)s?",
        label=parameter.label.in_(language),
        value=words.number(parameter.value),
        unit=unit,
    )
    return _section(parameter.id, question, facts, words)


def _statement(one: Statement, answer: Answer | None, today: date, words: Words) -> Markup:
    # The law and the lessons' master are French: the lawyer reads the French sentence.
    facts = [
        (words.say("Module"), one.module.title.in_(words.language)),
        (words.say("Place"), one.where),
        *((words.say("Source"), source.in_(words.language)) for source in one.sources),
        (words.say("To be read again by"), words.day(a_year_after(answer.on if answer else today))),
    ]
    if answer:
        answered = words.say("Confirmed") if answer.confirmed else words.say("Wrong or incomplete")
        facts.append((answered, f"{answer.by}, {words.day(answer.on)} {answer.note or ''}".strip()))
    known = {parameter.id: parameter for parameter in one.parameters}
    sentence = PARAMETER.sub(lambda found: f"[{known[found[1]].id}]", one.sentence)
    return _section(one.id, f"«\u202f{sentence}\u202f»", facts, words)


def _section(name: str, question: str, facts: list[tuple[str, str]], words: Words) -> Markup:
    lines = joined(fact(label, value, words) for label, value in facts)
    box = Markup(
        '<p class="sign">☐ {right} &nbsp; ☐ {wrong}<br>{role}: <span></span> {day}: <span></span>'
        "<br>{note}: <span></span></p>"
    ).format(
        right=words.say("Right"),
        wrong=words.say("Wrong or incomplete"),
        role=words.say("Role"),
        day=words.say("Date"),
        note=words.say("What is right, with its article"),
    )
    return _SECTION.format(name=name, question=question, facts=lines, box=box)
