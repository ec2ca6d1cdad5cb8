"""One mistake for each rule: what an author changes in the small content, and where it shows."""

from dataclasses import dataclass

from elearn.courses.problems import Severity
from tests.courses.small_content import (
    CASE,
    CHOICE,
    COURSE,
    FACILITATOR_EN,
    FACILITATOR_FR,
    FILES,
    GLOSSARY,
    ITEMS,
    JOB_AID_EN,
    JOB_AID_FR,
    LESSON_EN,
    LESSON_FR,
    MODULE,
    NOTICE_EN,
    PARAMETERS,
    PRACTICE,
    SCENES,
    SURVEY,
    SmallContent,
    decision,
)


@dataclass(frozen=True)
class Mistake:
    """`old` becomes `new` in a file; the problem shows at the line of `at`, or of `new`.

    It shows in the same file unless `shown` says which.
    """

    rule: str
    file: str
    old: str
    new: str
    at: str | int = ""
    times: int = 1
    severity: Severity = "error"
    also: tuple[tuple[str, str], ...] = ()
    shown: str = ""

    def made_in(self, content: SmallContent) -> tuple[str, int]:
        """Make the mistake; the file and the line where it must show."""
        content.change(self.file, self.old, self.new, self.times)
        for old, new in self.also:
            content.change(self.file, old, new, times=9)
        file = self.shown or self.file
        if isinstance(self.at, int):
            return file, self.at
        return file, content.line(file, self.at or self.new)


LONG = " ".join(["mot"] * 101)
ONE_FIGURE = FILES[PARAMETERS]
# Where the body of a lesson begins, after its six lines of front matter.
BODY = 7
FOURTH_OPTION = """\
      - id: d
        text: {fr: "Laisser la page là", en: "Leave the page there"}
        misconception: papers
"""
THIRD_PROMPT = (
    '      - {id: p3, text: {fr: "Nom", en: "Name"}, feedback: {fr: "Oui.", en: "Yes."}}\n'
)
MORE_DECISIONS = "".join(
    decision(f"d{number}", *[f"d{number + 1}" if number < 6 else "e2"] * 3)
    for number in range(3, 7)
)
TIMETABLE = """\
timetable:
  - moments:
      - {time: "08:30", what: {fr: "Accueil", en: "Welcome"}}
      - {time: "09:00", what: {fr: "Premier test", en: "First test"}, test: pre}
  - moments:
      - {time: "08:45", what: {fr: "Module", en: "Module"}}
  - moments:
      - {time: "15:00", what: {fr: "Dernier test", en: "Last test"}, test: post}
standard:"""
WITHOUT_LAST_DAY = TIMETABLE.replace(
    '  - moments:\n      - {time: "15:00"', '      - {time: "15:00"'
)
SENTENCE = "Vous dites le motif à la personne."

READING = (
    Mistake("yaml-syntax", MODULE, "minutes: 40", "minutes: 'forty"),
    Mistake("yaml-syntax", ITEMS, "    slot: H1-S1\n", "   slot: H1-S1\n"),
    Mistake("duplicate-key", MODULE, "minutes: 40", "minutes: 40\nminutes: 41", at="minutes: 41"),
    Mistake("duplicate-key", JOB_AID_FR, "format: A5", "format: A5\nformat: A4", at="format: A4"),
    Mistake("front-matter-missing", LESSON_FR, "---\n", "", at="title:"),
    Mistake("front-matter-differs", LESSON_EN, "minutes: 5", "minutes: 6"),
    Mistake("line-ends", GLOSSARY, 'en: "reason"', 'en:\r "reason"'),
    Mistake("missing-key", MODULE, "minutes: 40\n", "", at="slug"),
    Mistake("missing-key", ITEMS, PRACTICE, "", at="items:"),
    Mistake("missing-language", CASE, 'fr: "La halte", en: "The stop"', 'fr: "La halte"'),
    Mistake("unknown-key", GLOSSARY, "term: reason,", "term: reason, zzz: 1,"),
    Mistake("unknown-key", ITEMS, "practice:", "extras: []\npractice:", at="extras"),
    Mistake("unknown-key-near", MODULE, "minutes: 40", "minuets: 40"),
    Mistake("not-one-of", MODULE, "status: draft", "status: finished"),
    Mistake("empty-text", MODULE, 'en: "The stop"', 'en: " "'),
    Mistake("malformed-time", COURSE, "standard:", TIMETABLE.replace("08:45", "8 h"), at='"8 h"'),
    Mistake("malformed-id", MODULE, "code: H1", 'code: "H 1"'),
    Mistake("greater-than-equal", COURSE, "version: 1", "version: 0"),
    Mistake("less-than-equal", COURSE, "value: 60", "value: 101"),
    Mistake("not-a-text", MODULE, 'pinpoint: "11"', "pinpoint: 11"),
    Mistake("not-a-number", MODULE, "minutes: 40", 'minutes: "some"'),
    Mistake("not-a-list", MODULE, "audience: [police]", "audience: police"),
    Mistake("not-a-list", GLOSSARY, "- {term", "{term", at="term"),
    Mistake("not-a-boolean", MODULE, "critical: true", "critical: perhaps"),
    Mistake("not-a-date", PARAMETERS, "in_force: 2025-06-13", "in_force: soon"),
    Mistake("not-a-mapping", COURSE, "standard: {", "standard: 60 # {"),
    Mistake("not-a-value", PARAMETERS, "value: 48", "value: .inf"),
)

TEXTS = (
    Mistake("one-line", MODULE, 'en: "Say the reason."', 'en: "Say the\\nreason."'),
    Mistake("bambara-here", MODULE, 'en: "The stop"', 'en: "The stop", bm: "Jɔyɔrɔ"'),
    Mistake("bambara-here", ITEMS, 'en: "Give her the reason"', 'en: "Give her", bm: "Fɔ"'),
    Mistake("straight-apostrophe", MODULE, "Écrivez midi.", "C'est midi."),
    Mistake("straight-apostrophe", LESSON_EN, "## Noon", "## Noon's"),
    Mistake("straight-quote", CASE, "Elle sait.", 'Elle \\"sait\\".'),
    Mistake("straight-quote", LESSON_FR, "- 12 |", '- "12" |', at='"12"'),
    Mistake("ellipsis", CASE, "Elle sait.", "Elle sait..."),
    Mistake("exclamation", CASE, "She knows.", "She knows!"),
    Mistake("fr-sign", CASE, "Elle sait.", "Elle sait ; bien."),
    Mistake("fr-sign", CASE, "Elle sait.", "Sait-elle?"),
    Mistake("fr-sign", JOB_AID_FR, "- Dire le motif", "- **Dire le motif?**"),
    Mistake("fr-guillemet", CASE, "Elle sait.", "Elle dit « oui »."),
    Mistake("fr-guillemet", CASE, "Elle sait.", "Elle dit “oui”."),
    Mistake("fr-colon", CASE, "Elle sait.", "Elle sait : oui."),
    Mistake("fr-colon", LESSON_FR, "- Midi | **12**", "- Midi: | **12**", at="Midi:"),
    Mistake("fr-number", CASE, "Elle sait.", "Elle sait à 12 h."),
    Mistake("fr-number", CASE, "Elle sait.", "Le 9 décembre."),
    Mistake("fr-number", CASE, "Elle sait.", "Convention, § 13."),
    Mistake("fr-capital", CASE, "Elle sait.", "A midi, elle sait."),
    Mistake("fr-capital", MODULE, "Écrivez midi.", "Ecrivez midi."),
    Mistake("en-quote", CASE, "She knows.", "She says «\u202fyes\u202f»."),
    Mistake("en-space", CASE, "She knows.", "She knows ; yes."),
    Mistake("en-hour", CASE, "She knows.", "She knows at 3 pm."),
)

HARMS = (
    Mistake("harm-method", CASE, "She knows.", "A mock execution."),
    Mistake("harm-method", LESSON_FR, "## Midi", "## Le visage ensanglanté"),
    Mistake("harm-origin", ITEMS, "Le motif vient tôt.", "Un Touareg attend."),
    Mistake("harm-group", JOB_AID_EN, "- Say the reason", "- Say the katibas"),
    Mistake("harm-group", MODULE, 'en: "The stop"', 'en: "The FLA"'),
)

PAGES = (
    Mistake("lesson-words", LESSON_FR, f"{SENTENCE}\n", "", at=BODY, times=10),
    Mistake("lesson-words", LESSON_FR, SENTENCE, " ".join([SENTENCE] * 30), at=BODY),
    Mistake(
        "lesson-containers",
        LESSON_FR,
        "## À essayer",
        ':::timeline title="Quatre"\n- 1 | 2\n:::\n\n## À essayer',
        at="Quatre",
    ),
    Mistake("lesson-title", LESSON_FR, "## Midi", "# Midi"),
    Mistake("lesson-image", LESSON_EN, "## Noon", "## Noon ![x](y.png)"),
    Mistake("lesson-link", LESSON_EN, "## Noon", "## [Noon](page)"),
    Mistake("lesson-link", JOB_AID_EN, "- Say the reason", "- Say www.example.org"),
    Mistake("lesson-html", LESSON_EN, "## Noon", "## <b>Noon</b>"),
    Mistake("lesson-ending", LESSON_EN, "## To try this week", "## Later", at="Noon."),
    Mistake("translation-shape", LESSON_EN, "## Noon\n", "## Noon\n\n## Again\n", at=BODY),
    Mistake("sentence-long", LESSON_FR, "Midi.", "midi " * 30, severity="warning"),
    Mistake("job-aid-words", JOB_AID_FR, "- Dire", f"- {LONG}\n- {LONG}\n- Dire", at=BODY - 1),
    Mistake("facilitator-words", FACILITATOR_EN, "You say the reason", "No", at=6, times=99),
    Mistake("facilitator-minutes", FACILITATOR_FR, "minutes: 75", "minutes: 95"),
    Mistake("unknown-lesson", FACILITATOR_FR, "## Midi", "## La leçon 4"),
    Mistake("unknown-lesson", ITEMS, "Le motif vient tôt.", "Voir la leçon 7."),
    Mistake("container-unknown", LESSON_FR, ":::timeline", ":::video"),
    Mistake("container-open", LESSON_FR, "- 12 | Midi\n:::", "- 12 | Midi", at=":::timeline"),
    Mistake("container-not-open", LESSON_FR, "## Midi", ":::\n## Midi", at=":::"),
    Mistake("container-attributes", LESSON_FR, ' title="Midi"', "", at=":::timeline"),
    Mistake("container-row", LESSON_FR, "- 12 | Midi", "- 12, Midi"),
    Mistake("callout-kind", LESSON_FR, "kind=remember", "kind=warning"),
)

REFERENCES = (
    Mistake("duplicate-id", MODULE, "{id: papers,", "{id: later,", at="misconceptions:"),
    Mistake("duplicate-id", CASE, "- {id: e2", "- {id: e1", at="decisions:"),
    Mistake("duplicate-id", ITEMS, "id: H1-P2", "id: H1-P1", at=86),
    Mistake("duplicate-id", ITEMS, "{id: c, text", "{id: d, text", at=72),
    Mistake("duplicate-id", COURSE, "blueprint: [H1-S1]", "blueprint: [H1-S1, H1-S1]"),
    Mistake(
        "duplicate-id",
        GLOSSARY,
        "- {term: reason",
        '- {term: reason, fr: "motif", en: "reason"}\n- {term: reason',
    ),
    Mistake("duplicate-id", PARAMETERS, ONE_FIGURE, ONE_FIGURE * 2, at="- id: stop-hours"),
    Mistake("unknown-source", LESSON_FR, "sources: [cat-11]", "sources: [cat-12]"),
    Mistake("unknown-objective", MODULE, "objective: H1-O1", "objective: H1-O2"),
    Mistake(
        "unknown-misconception",
        CASE,
        "        next: d2",
        "        misconception: x\n        next: d2",
        at="misconception: x",
    ),
    Mistake("unknown-parameter", MODULE, "[stop-hours]", "[stop-hours, stop-days]"),
    Mistake("unknown-parameter", LESSON_EN, ":param[stop-hours]", ":param[stop]"),
    Mistake("unknown-slot", ITEMS, "slot: H1-S1", "slot: H1-S2"),
    Mistake("unknown-slot", COURSE, "blueprint: [H1-S1]", "blueprint: [H1-S9]"),
    Mistake("unknown-lesson", ITEMS, 'lesson: "01"', 'lesson: "02"'),
    Mistake("unknown-module", COURSE, "modules: [halte]", "modules: [arret]"),
    Mistake("unknown-node", CASE, "start: d1", "start: d9"),
    Mistake("unknown-node", CASE, "next: d2", "next: d9"),
    Mistake("unknown-option", ITEMS, "key: [a]", "key: [z]"),
    Mistake("source-unused", CASE, "[code-mali]", "[cat-11]", "id: code-mali", 9, shown=MODULE),
    Mistake(
        "misconception-untagged",
        ITEMS,
        "misconception: papers",
        "misconception: later",
        "id: papers",
        9,
        shown=MODULE,
    ),
    Mistake(
        "parameter-unused", MODULE, "[stop-hours]", "[stop-hours, stop-days]", severity="warning"
    ),
    Mistake("parameter-signature", PARAMETERS, "to_be_confirmed", "confirmed"),
    Mistake("course-id", COURSE, "id: essai", "id: autre"),
    Mistake("slug-differs", MODULE, "slug: halte", "slug: arret"),
    Mistake("timetable-whole", COURSE, "standard:", WITHOUT_LAST_DAY, at="timetable:"),
    Mistake(
        "timetable-whole",
        COURSE,
        "standard:",
        TIMETABLE.replace("test: post", "test: pre"),
        at="timetable:",
    ),
    Mistake(
        "timetable-order", COURSE, "standard:", TIMETABLE.replace("09:00", "08:00"), at="- moments"
    ),
    Mistake("standard-undated", COURSE, "judges: 0", "judges: 5"),
)

QUESTIONS = (
    Mistake("stem-words", ITEMS, "Elle attend depuis midi.", LONG),
    Mistake(
        "exhibit-rows",
        ITEMS,
        "    options:\n",
        '      - {label: {fr: "x", en: "x"}, value: {fr: "x", en: "x"}}\n' * 6 + "    options:\n",
        at="exhibit:",
    ),
    Mistake("options-count", ITEMS, "kind: single", "kind: multiple", at="options:"),
    Mistake("prompts-count", ITEMS, THIRD_PROMPT, "", at="prompts:", also=((", p3: c", ""),)),
    Mistake("key-count", ITEMS, "key: [a]", "key: [a, b]"),
    Mistake("key-count", ITEMS, "key: [a, c]", "key: [a]", at=83),
    Mistake("key-repeats", ITEMS, "key: [a, c]", "key: [a, a]"),
    Mistake("choose-here", ITEMS, "kind: single", "kind: single\n    choose: 2", at="choose: 2"),
    Mistake("choose-missing", ITEMS, "    choose: 2\n", "", at="kind: multiple"),
    Mistake("choose-unsaid", ITEMS, "the two useful", "the useful"),
    Mistake("prompts-here", ITEMS, "kind: match", "kind: order", at="prompts:"),
    Mistake("truefalse-options", ITEMS, '- id: "true"', '- id: "yes"', at=91),
    Mistake("order-key", ITEMS, "key: [b, a, d, c]", "key: [b, a, d]"),
    Mistake(
        "order-in-place", ITEMS, "key: [b, a, d, c]", "key: [a, c, d, b]", at='Dire", en: "Say"'
    ),
    Mistake("match-spare", ITEMS, '      - {id: b, text: {fr: "Vol", en: "Theft"}}\n', "", at=122),
    Mistake("match-key", ITEMS, "p3: c, p2: a}", "p3: c}"),
    Mistake("match-key", ITEMS, "{p1: b, p3: c, p2: a}", "[b, c]"),
    Mistake("distractor-untagged", ITEMS, "misconception: later", "feedback: null", at="id: b"),
    Mistake(
        "key-tagged",
        ITEMS,
        '"Give her the reason"}',
        '"Give her the reason"}\n        misconception: later',
        at="misconception: later",
    ),
    Mistake(
        "option-lengths",
        ITEMS,
        "Ranger le vieux poste",
        "Ranger tout le très vieux poste de la route",
        "options:",
    ),
    Mistake("key-longest", ITEMS, "Lui donner le motif", "Lui donner le motif, vite", "options:"),
    Mistake("options-identical", ITEMS, "Ranger le vieux poste", "Remplir le  formulaire", at=17),
    Mistake("catch-all", ITEMS, "Ranger le vieux poste", "Rien de ce qui précède"),
    Mistake("catch-all", ITEMS, "Tidy the old station", "Both of the above"),
    Mistake(
        "negative-unbolded",
        ITEMS,
        "Elle attend depuis midi.",
        "Elle attend. Que ne faites-vous pas à midi, **sauf** exception ?",
        severity="warning",
    ),
    Mistake(
        "negative-unbolded",
        ITEMS,
        "She has been waiting since noon.",
        "She waits. Which one is not useful?",
        severity="warning",
    ),
    Mistake("absolute", ITEMS, "Ranger le vieux poste", "Ranger tous les postes"),
    Mistake("clang", ITEMS, "Elle attend depuis midi.", "Elle attend le motif.", "options:"),
    Mistake(
        "convergence",
        ITEMS,
        "Lui donner le motif",
        "Ranger formulaire",
        "options:",
        severity="warning",
    ),
    Mistake("item-id", ITEMS, "id: H1-S1-A", "id: H1-S1-X"),
    Mistake("graded-truefalse", ITEMS, "kind: single", "kind: truefalse"),
    Mistake(
        "graded-feedback",
        ITEMS,
        '"Give her the reason"}',
        '"Give her the reason"}\n        feedback: {fr: "Oui.", en: "Yes."}',
        at="feedback:",
    ),
    Mistake("graded-source", ITEMS, "sources: [cat-11]", "sources: [code-mali]"),
    Mistake("graded-national", ITEMS, "sources: [cat-11]", "sources: [cat-11, code-mali]"),
    Mistake("graded-article", ITEMS, "Le motif vient tôt.", "L’article 9 dit le motif."),
    Mistake("graded-parameter", ITEMS, "Le motif vient tôt.", "Avant :param[stop-hours]."),
    Mistake(
        "graded-figure",
        ITEMS,
        "The reason comes early.",
        "Before 48 hours.",
        at="explanation:",
        severity="warning",
    ),
    Mistake("practice-feedback", ITEMS, ', feedback: {fr: "Tôt.", en: "Early."}', "", at=106),
    Mistake(
        "practice-feedback", ITEMS, '        feedback: {fr: "En trop.", en: "Spare."}\n', "", at=126
    ),
)

MODULES = (
    Mistake("module-minutes", MODULE, "minutes: 40", "minutes: 51"),
    Mistake("notice-changed", MODULE, NOTICE_EN, "This module is safe.", at="notice:"),
    Mistake(
        "key-messages",
        MODULE,
        '  - {fr: "Signez la page.", en: "Sign the page."}\n',
        "",
        at="key_messages",
    ),
    Mistake("critical-slots", MODULE, "critical: true", "critical: false", at="slots:"),
    Mistake("slot-levels", MODULE, "level: apply", "level: understand", at="slots:"),
    Mistake("slot-twins", ITEMS, "form: B", "form: A", "id: H1-S1", shown=MODULE),
    Mistake(
        "slot-misconception",
        ITEMS,
        "misconception: later",
        "misconception: papers",
        "H1-S1-A",
        severity="warning",
    ),
    Mistake("twins-alike", ITEMS, SCENES[1], SCENES[0], "H1-S1-A"),
    Mistake(
        "objective-unmeasured",
        MODULE,
        "misconceptions:",
        '  - {id: H1-O2, bloom: apply, fr: "Noter.", en: "Note."}\nmisconceptions:',
        at="H1-O2",
    ),
    Mistake(
        "objective-unmeasured",
        MODULE,
        "misconceptions:",
        '  - {id: H1-O2, bloom: remember, fr: "Noter.", en: "Note."}\nmisconceptions:',
        at="H1-O2",
    ),
    Mistake(
        "test-minutes",
        ITEMS,
        "Elle attend depuis midi.",
        " ".join(["mot"] * 2300),
        at="blueprint",
        severity="warning",
        shown=COURSE,
    ),
    Mistake("twins-kind", MODULE, "kind: single", "kind: order", "H1-S1-A", shown=ITEMS),
    Mistake(
        "twins-options",
        ITEMS,
        "    key: [a]",
        f"{FOURTH_OPTION}    key: [a]",
        "H1-S1-A",
    ),
    Mistake(
        "twins-key-place",
        ITEMS,
        "key: [b]",
        "key: [a]",
        "H1-S1-A",
        also=(("key: [c]", "key: [a]"),),
    ),
    Mistake("unread-by-lawyer", MODULE, "status: draft", "status: reviewed"),
    Mistake("unread-by-former-officer", MODULE, "status: draft", "status: reviewed"),
    Mistake("unread-by-native-reader", MODULE, "status: draft", "status: published"),
)

CASES = (
    Mistake("situation-words", CASE, "Elle attend d1.", LONG),
    Mistake("feedback-words", CASE, "She can answer.", LONG),
    Mistake("case-choices", CASE, CHOICE.format(id="c", next="e1"), "", "choices:"),
    Mistake(
        "choice-lengths",
        CASE,
        "Dire motif a",
        "Dire le motif tout de suite, a",
        at="choices:",
        severity="warning",
    ),
    Mistake(
        "case-endings",
        CASE,
        "  - {id: e2",
        "  # {id: e2",
        "endings:",
        also=(("next: e2", "next: e1"),),
    ),
    Mistake("case-loop", CASE, "next: e2", "next: d1", at="id: d1"),
    Mistake("case-unreachable", CASE, "next: e2", "next: e1", at="id: e2", times=2),
    Mistake(
        "case-path",
        CASE,
        "next: e2",
        "next: d3",
        "decisions:",
        also=(("endings:", f"{MORE_DECISIONS}endings:"),),
    ),
    Mistake(
        "case-no-branch",
        CASE,
        "next: e1",
        "next: d2",
        "decisions:",
        also=(("next: e1", "next: e2"),),
    ),
)

SURVEYS = (
    Mistake("survey-id", SURVEY, "id: avis", "id: opinion"),
    Mistake("survey-twice", SURVEY, "[module, endline]", "[module, endline, module]"),
    Mistake("survey-points", SURVEY, '      - {fr: "Assez", en: "Fairly"}\n', "", "points:"),
    Mistake("survey-moment", SURVEY, "moments: [endline]", "moments: [baseline]"),
    Mistake("unknown-scale", SURVEY, "scale: agreement", "scale: frequency"),
    Mistake("survey-options-here", SURVEY, "kind: several", "kind: scale", "    options:"),
    Mistake(
        "survey-options",
        SURVEY,
        '      - {id: means, text: {fr: "Des moyens", en: "Means"}}\n',
        "",
        "    options:",
    ),
)

MISTAKES = (*READING, *TEXTS, *HARMS, *PAGES, *REFERENCES, *QUESTIONS, *MODULES, *CASES, *SURVEYS)
