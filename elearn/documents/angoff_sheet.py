"""The form by which judges set a course's standard: the modified Angoff method, on paper."""

from markupsafe import Markup

from elearn.courses.content import JUDGES, Course
from elearn.courses.items import Item
from elearn.courses.library import Library
from elearn.documents.print_sheet import fact, joined, sheet
from elearn.documents.words import Words

_ROW = Markup(
    "<tr><td>{number}</td><td><b>{slot}</b>{critical}</td><td><p>{stem}</p>{exhibit}<ul>{options}"
    "</ul></td>{judges}</tr>"
)


def angoff_sheet(library: Library, course: Course, words: Words) -> str:
    """One row a slot with its form-A item and key, a column a judge: an HTML file for A4."""
    heads = joined(Markup('<th class="j">{}</th>').format(_judge(n, words)) for n in _judges())
    rows = joined(
        _row(number, item, library, words)
        for number, item in enumerate(library.form(course, "A"), 1)
    )
    table = Markup(
        "<table><thead><tr><th>{number}</th><th>{slot}</th><th>{question}</th>{heads}</tr></thead>"
        "<tbody>{rows}</tbody><tfoot><tr><th colspan=3>{mean}</th>{empty}</tr></tfoot></table>"
    ).format(
        number=words.say("No."),
        slot=words.say("Slot"),
        question=words.say("Question and its answers (✔ right)"),
        heads=heads,
        rows=rows,
        mean=words.say("Mean of the column, in percent"),
        empty=Markup("<td></td>") * JUDGES,
    )
    title = words.say("Setting the standard: %(course)s", course=course.title.in_(words.language))
    return sheet(title, joined((_how_to(words), table, _decision(words))), words)


def _judges() -> range:
    return range(1, JUDGES + 1)


def _judge(number: int, words: Words) -> str:
    return words.say("Judge %(number)s", number=number)


def _how_to(words: Words) -> Markup:
    steps = (
        words.say(
            "At least five judges who know the work: trainers, a former officer, a magistrate, "
            "a member of the national preventive mechanism."
        ),
        words.say(
            "Together, describe the person who has just learnt enough: what they do rightly at "
            "work, and what they still get wrong."
        ),
        words.say(
            "Alone, for each question: of 100 such people, how many would answer rightly? Write "
            "it in your column. A guess among three answers already gives about 33."
        ),
        words.say(
            "Read out the highest and the lowest of each row. Each says why. Then each may change "
            "their own figure; nobody has to."
        ),
        words.say(
            "The mean of all columns is the standard. Write value, method, number of judges and "
            "date into the course file."
        ),
    )
    items = joined(Markup("<li>{}</li>").format(step) for step in steps)
    return Markup("<h2>{}</h2><ol>{}</ol>").format(words.say("How to"), items)


def _row(number: int, item: Item, library: Library, words: Words) -> Markup:
    critical = library.slot(item.slot).critical
    return _ROW.format(
        number=number,
        slot=item.slot,
        critical=Markup("<br>{}").format(words.say("safety-critical")) if critical else "",
        stem=item.stem.in_(words.language),
        exhibit=_exhibit(item, words),
        options=answers(item, words.language),
        judges=Markup("<td></td>") * JUDGES,
    )


def _exhibit(item: Item, words: Words) -> Markup:
    return joined(
        fact(row.label.in_(words.language), row.value.in_(words.language), words)
        for row in item.exhibit
    )


def answers(item: Item, language: str) -> Markup:
    """The answers of an item with what is right: ✔, the place in the order, or the pair."""
    return joined(
        Markup("<li>{}{}</li>").format(_mark(item, option.id, language), option.text.in_(language))
        for option in item.options
    )


def _mark(item: Item, option: str, language: str) -> str:
    if option not in item.key:
        return ""
    if item.kind == "order":
        return f"✔ {item.key.index(option) + 1}. "
    if item.kind == "match":
        prompt = item.prompts[item.key.index(option)]
        return f"✔ {prompt.text.in_(language)} → "
    return "✔ "


def _decision(words: Words) -> Markup:
    return Markup('<p class="sign">{}: <span></span> {}: <span></span></p>').format(
        words.say("Standard, in percent"), words.say("Date")
    )
