"""Numbers that a page marks by the name of their figure: `data-figure`, read back by tests."""

import re
from html import unescape

from markupsafe import Markup, escape


def figure(name: str, written: str) -> Markup:
    """The number alone in an element of its own, with the figure's name."""
    return Markup('<span data-figure="{}">{}</span>').format(name, written)


def sentence(said: str, **arguments: object) -> Markup:
    """A sentence as its catalogue has it (`say` or `ngettext` alone), its places filled."""
    return escape(said) % arguments


def plain(said: Markup | str) -> str:
    """The sentence alone, as a file holds it; its narrow spaces stay."""
    return unescape(re.sub("<[^>]+>", "", said)) if isinstance(said, Markup) else said
