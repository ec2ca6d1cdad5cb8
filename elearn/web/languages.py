"""The language of a page: it stands in the path, and a cookie remembers the choice."""

from typing import Any, cast

from flask import Flask, Response, current_app, g, redirect, request
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as AnyResponse

from elearn.config import LANGUAGES
from elearn.documents.words import MASTER, Words, words
from elearn.web import language_switches

COOKIE = "language"
NAMES = {"fr": "Français", "en": "English"}


class LanguageConverter(BaseConverter):
    """The first part of a path: one of our languages."""

    regex = "|".join(LANGUAGES)


def language() -> str:
    """The language of this request: the path's, else the one chosen before, else the browser's."""
    if "language" not in g:
        g.language = _preferred()
    return str(g.language)


def here() -> Words:
    """The words of this request."""
    return words(language())


def _preferred() -> str:
    chosen, shown = request.cookies.get(COOKIE), offered()
    if chosen in shown:
        return chosen
    return request.accept_languages.best_match(shown, MASTER) or MASTER


def offered() -> tuple[str, ...]:
    """The languages that are not switched off."""
    return tuple(name for name in LANGUAGES if name not in language_switches.off())


def say(message: str, **arguments: object) -> str:
    """The sentence in the language of this request."""
    return here().say(message, **arguments)


def say_many(one: str, many: str, n: int, **arguments: object) -> str:
    """The sentence for n of something, in the language of this request."""
    return here().say_many(one, many, n, **arguments)


class Later:
    """A sentence of a form's class, put into the reader's language when it is shown."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return say(self.message)


def later(message: str) -> str:
    """The sentence, translated when shown: WTForms wants its labels when the class is made."""
    return cast(str, Later(message))


def elsewhere(other: str) -> str:
    """This very page in another language, its query kept."""
    path = request.full_path.rstrip("?")
    return f"/{other}" + path[len(language()) + 1 :] if g.get("in_path") else f"/{other}/"


def _read(endpoint: str | None, values: dict[str, Any] | None) -> None:
    found = (values or {}).pop("language", None)
    if found:
        g.language = found
        g.in_path = True


def _add(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = language()


def _lead_to_master() -> AnyResponse | None:
    """The same page in French, where the path's language is switched off."""
    asked = g.get("in_path") and request.method in ("GET", "HEAD")
    if asked and language_switches.is_off(language()):
        return redirect(elsewhere(MASTER), 302)
    return None


def _remember(response: Response) -> Response:
    if g.get("in_path") and request.cookies.get(COOKIE) != g.language:
        response.set_cookie(COOKIE, g.language, max_age=31_536_000, httponly=True, samesite="Lax")
    return response


def install(app: Flask) -> None:
    """Teach paths, links and templates the language."""
    app.url_map.converters["language"] = LanguageConverter
    app.url_value_preprocessor(_read)
    app.url_defaults(_add)
    app.before_request(_lead_to_master)
    app.after_request(_remember)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext=lambda message: here().gettext(message),
        ngettext=lambda one, many, n: here().ngettext(one, many, n),
        newstyle=True,
    )
    app.context_processor(
        lambda: {
            "language": language(),
            "words": here(),
            "languages": {name: NAMES[name] for name in offered() if name != language()},
            "elsewhere": elsewhere,
        }
    )
