"""Finds the sentences in templates: `_("…")`, `words.say("…")` and `{% trans %}` alike.

Jinja's own extractor sees plain calls alone, and not those of an object's method.
"""

from collections.abc import Collection, Iterator, Mapping
from io import BufferedReader, BytesIO
from typing import Any

from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

Found = tuple[int, str, str | tuple[str | None, ...], list[str]]


def extract(
    file: BufferedReader,
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: dict[str, Any],
) -> Iterator[Found]:
    """As Babel asks of an extractor: line, function, arguments, comments."""
    source = file.read()
    settings = {"trimmed": "true", "silent": "false", **options}
    for line, name, found, comments in babel_extract(
        BytesIO(source), list(keywords), list(comment_tags), settings
    ):
        if found is not None:
            yield line, name, found, comments
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source.decode())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr in keywords:
            yield call.lineno, call.node.attr, arguments(call), []


def arguments(call: nodes.Call) -> str | tuple[str | None, ...]:
    """The call's texts, None for what is not a plain text; alone when there is one."""
    found = tuple(map(text_of, call.args))
    return found[0] if len(found) == 1 and found[0] is not None else found


def text_of(node: nodes.Expr) -> str | None:
    """A constant text, or None."""
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None
