"""Lessons and job aids as HTML, made once when the content is loaded and cleaned by nh3."""

import re
from collections.abc import Callable, Mapping
from html import escape

import nh3
from markdown_it import MarkdownIt

from elearn.courses.content import Parameter
from elearn.courses.prose import PARAMETER, Block, blocks
from elearn.courses.texts import COMPLETE, Text

# These words belong to the content format: a figure of national law waits for a lawyer.
TO_BE_CONFIRMED = Text(fr="à confirmer par un juriste", en="to be confirmed by a lawyer")
UNITS = {
    "hours": (Text(fr="heure", en="hour"), Text(fr="heures", en="hours")),
    "days": (Text(fr="jour", en="day"), Text(fr="jours", en="days")),
    "months": (Text(fr="mois", en="month"), Text(fr="mois", en="months")),
    "years": (Text(fr="an", en="year"), Text(fr="ans", en="years")),
}
_WITH_CLASS = ("aside", "dl", "ol", "p", "strong")
_PLAIN = ("b", "blockquote", "cite", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "span")
_LISTS = ("dd", "div", "dt", "li", "ul")
_NOTES = {"remember": "note", "howto": "note river"}

_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
_cleaner = nh3.Cleaner(
    tags={*_WITH_CLASS, *_PLAIN, *_LISTS},
    attributes={
        **{tag: {"class"} for tag in _WITH_CLASS},
        "div": {"class", "role", "tabindex", "aria-label"},
    },
    link_rel=None,
)


def html(body: str, language: str, parameters: Mapping[str, Parameter]) -> str:
    """The page's HTML: headings from h2 on, no style, script, link or image."""
    parts = "".join(_block(block) for block in blocks(body))
    return str(_cleaner.clean(_with_parameters(parts, language, parameters)))


def parameter_html(parameter: Parameter, language: str) -> str:
    """The figure, its unit and source once a lawyer has confirmed it; until then only that fact."""
    if parameter.status != "confirmed":
        return f'<strong class="param">{TO_BE_CONFIRMED.in_(language)}</strong>'
    source = escape(parameter.source.in_(language))
    unit = UNITS[parameter.unit][_is_plural(parameter.value, language)].in_(language)
    figure = f"{parameter.value}\N{NO-BREAK SPACE}{unit}"
    return f'<strong class="param">{figure}</strong> <cite>({source})</cite>'


def _is_plural(value: int, language: str) -> bool:
    return value > 1 if language == "fr" else value != 1


def _with_parameters(markup: str, language: str, parameters: Mapping[str, Parameter]) -> str:
    def printed(found: re.Match[str]) -> str:
        parameter = parameters.get(found[1])
        return parameter_html(parameter, language) if parameter else ""

    return PARAMETER.sub(printed, markup)


def _block(block: Block) -> str:
    return _WRITERS.get(block.kind, _prose)(block)


def _prose(block: Block) -> str:
    return str(_markdown.render(block.text))


def _timeline(block: Block) -> str:
    rows = "".join(
        f"<li><b>{_inline(row.left)}</b> <span>{_inline(row.right)}</span></li>"
        for row in block.rows
    )
    return f'<figure>{_caption(block)}<ol class="timeline">{rows}</ol></figure>'


def _register(block: Block) -> str:
    rows = "".join(
        f"<div><dt>{_inline(row.left)}</dt><dd>{_inline(row.right)}</dd></div>"
        for row in block.rows
    )
    return f'<figure>{_caption(block)}<dl class="register">{rows}</dl></figure>'


def _callout(block: Block) -> str:
    note = _NOTES.get(block.attributes.get("kind", ""), "note")
    title = f'<p class="title">{_inline(block.title)}</p>'
    return f'<aside class="{note}">{title}{_markdown.render(block.text)}</aside>'


def _caption(block: Block) -> str:
    return f"<figcaption>{_inline(block.title)}</figcaption>"


def _inline(text: str) -> str:
    return str(_markdown.renderInline(text))


_WRITERS: dict[str, Callable[[Block], str]] = {
    "timeline": _timeline,
    "register": _register,
    "callout": _callout,
}


def bodies(text: Text, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """The HTML of one body in each complete language."""
    return {language: html(text.in_(language), language, parameters) for language in COMPLETE}
