"""The reader's language: sentences by gettext, numbers and dates by Babel.

A catalogue is the .po file itself, read once in a process: nothing compiled is kept, so nothing
compiled can be stale.
"""

from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from elearn.config import BUNDLE, LANGUAGES
from elearn.results.rounding import Number, rounded

MASTER = "fr"
# French as written in Mali; fr_ML and fr agree on numbers and dates, and fr_ML is what people set.
LOCALES = {"fr": "fr_ML", "en": "en_GB"}
MINUS = "\N{MINUS SIGN}"


class Words:
    """Sentences, numbers and dates in one language."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self.gettext = translations.ugettext
        self.ngettext = translations.ungettext

    def say(self, message: str, **arguments: object) -> str:
        """The sentence in this language, its `%(name)s` places filled."""
        sentence = self.gettext(message)
        return sentence % arguments if arguments else sentence

    def say_many(self, one: str, many: str, n: int, **arguments: object) -> str:
        """The sentence for n of something; `%(n)s` is n as this language writes it."""
        return self.ngettext(one, many, n) % {"n": self.number(n), **arguments}

    def number(self, value: Number, digits: int = 0) -> str:
        """A number with so many decimals, halves away from zero."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(rounded(value, digits), format=pattern, locale=self.locale).replace(
            "-", MINUS
        )

    def signed(self, value: Number, digits: int = 0) -> str:
        """The same with its sign, plus included; zero has none."""
        written = self.number(value, digits)
        return "+" + written if rounded(value, digits) > 0 else written

    def percent(self, share: Number, digits: int = 0) -> str:
        """A share of 1 as a percentage, with this language's space before the sign."""
        written = self.number(share * 100, digits)
        return f"{written}\N{NARROW NO-BREAK SPACE}%" if self.language == "fr" else f"{written}%"

    def day(self, value: date) -> str:
        """A date in full, such as 16 novembre 2026."""
        written: str = format_date(value, format="long", locale=self.locale)
        if self.language == "fr" and value.day == 1:
            written = written.replace("1", "1er", 1)  # Babel leaves the ordinal out
        return written.replace(" ", "\N{NO-BREAK SPACE}", 1)

    def month(self, value: date) -> str:
        """A month in full, such as novembre 2026."""
        written: str = format_date(value, format="LLLL yyyy", locale=self.locale)
        return written

    def weekday(self, value: date) -> str:
        """A day of the week, cut short."""
        written: str = format_date(value, format="ccc", locale=self.locale)
        return written

    def hour(self, value: datetime, zone: str) -> str:
        """The time of day in a zone: 10 h 41, 10:41."""
        local = value.astimezone(ZoneInfo(zone))
        if self.language == "fr":
            return f"{local.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local.minute:02}"
        written: str = format_time(local, format="HH:mm", locale=self.locale)
        return written

    def clock(self, time: str) -> str:
        """A time of a timetable, given as 08:30: 8 h 30, 08:30."""
        if self.language != "fr":
            return time
        hours, minutes = time.split(":")
        return f"{int(hours)}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minutes}"


@cache
def words(language: str, folder: Path = BUNDLE / "translations") -> Words:
    """The words of a language, its catalogue read once; an unknown language raises KeyError."""
    if language not in LANGUAGES:
        raise KeyError(language)
    file = folder / language / "LC_MESSAGES" / "messages.po"
    return Words(language, _catalogue(file, language))


def _catalogue(file: Path, language: str) -> NullTranslations:
    # Message ids are English, so English has no file; its plurals are the default rule.
    if not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as source:
        # Without its language Babel leaves out the rule of plurals: French counts 0 as one.
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)
