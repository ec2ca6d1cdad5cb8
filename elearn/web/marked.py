"""Numbers that a page marks by the name of their figure: `data-figure`, read back by tests."""

from markupsafe import Markup, escape


def figure(name: str, written: str) -> Markup:
    """The number alone in an element of its own, with the figure's name."""
    return Markup('<span data-figure="{}">{}</span>').format(name, written)


def sentence(said: str, **arguments: object) -> Markup:
    """A sentence as its catalogue has it (`say` or `ngettext` alone), its places filled."""
    return escape(said) % arguments
