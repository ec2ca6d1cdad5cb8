"""The smallest content that every rule accepts, written into a folder and then spoilt by tests."""

from pathlib import Path

MODULE, ITEMS, CASE = (f"modules/halte/{name}.yaml" for name in ("module", "items", "case"))
LESSON_FR, LESSON_EN = (f"modules/halte/lessons/01-le-motif.{lang}.md" for lang in ("fr", "en"))
JOB_AID_FR, JOB_AID_EN = (f"modules/halte/job-aid.{language}.md" for language in ("fr", "en"))
FACILITATOR_FR, FACILITATOR_EN = (f"modules/halte/facilitator.{lang}.md" for lang in ("fr", "en"))
COURSE = "courses/essai.yaml"
PARAMETERS, GLOSSARY = "parameters.yaml", "glossary.yaml"
SURVEY = "surveys/avis.yaml"

NOTICE_FR = (
    "Ce module évoque la torture et les mauvais traitements, sans images ni description "
    "détaillée. Vous pouvez faire une pause, passer un écran ou quitter\u202f; votre "
    "progression est gardée."
)
NOTICE_EN = (
    "This module mentions torture and ill-treatment, without images or detailed description. "
    "You may pause, skip a screen or leave; your progress is kept."
)

HEAD = f"""\
slug: halte
code: H1
status: draft
title: {{fr: "La halte", en: "The stop"}}
summary: {{fr: "Dire le motif.", en: "Say the reason."}}
audience: [police]
minutes: 40
notice:
  fr: "{NOTICE_FR}"
  en: "{NOTICE_EN}"
key_messages:
  - {{fr: "Dites le motif.", en: "Say the reason.", bm: "Kun fɔ."}}
  - {{fr: "Écrivez midi.", en: "Write noon."}}
  - {{fr: "Signez la page.", en: "Sign the page."}}
objectives:
  - {{id: H1-O1, bloom: apply, fr: "Dire le motif.", en: "Say the reason."}}
misconceptions:
  - {{id: later, fr: "Le motif attendra.", en: "The reason can wait."}}
  - {{id: papers, fr: "La page suffit.", en: "The page is enough."}}
slots:
  - {{id: H1-S1, objective: H1-O1, level: apply, kind: single,
     misconception: later, critical: true}}
sources:
  - id: cat-11
    instrument: CAT
    force: treaty
    pinpoint: "11"
    status: seen
    fr: "Convention contre la torture, 1984"
    en: "Convention against Torture, 1984"
  - id: code-mali
    instrument: Code
    force: national
    pinpoint: "109"
    status: seen
    fr: "Mali, Code de procédure pénale, 2024"
    en: "Mali, Code of Criminal Procedure, 2024"
parameters: [stop-hours]
commitments:
  - {{fr: "Je dis le motif.", en: "I say the reason."}}
"""

TWIN = """\
  - id: H1-S1-{form}
    slot: H1-S1
    form: {form}
    version: 1
    kind: single
    stem: {{fr: "Elle attend depuis midi.", en: "She has been waiting since noon."}}
    exhibit:
      - {{label: {{fr: "Heure", en: "Time"}}, value: {{fr: "{scene}", en: "noon {place}"}}}}
    options:
{options}
    key: [{key}]
    explanation: {{fr: "Le motif vient tôt.", en: "The reason comes early."}}
    sources: [cat-11]
    lesson: "01"
"""
# What tells the twins apart: enough words that no two are one text.
SCENES = (
    "midi 0, route sèche, carnet rouge, lampe",
    "midi 1, marché calme, tableau blanc, chaise, panier",
    "midi 2, gare vide, cahier neuf, porte, valise",
)
RIGHT = '{fr: "Lui donner le motif", en: "Give her the reason"}'
WRONG = (
    ('{fr: "Ranger le vieux poste", en: "Tidy the old station"}', "later"),
    ('{fr: "Remplir le formulaire", en: "Fill in the long form"}', "papers"),
)

PRACTICE = """\
practice:
  - id: H1-P1
    version: 1
    objective: H1-O1
    kind: multiple
    choose: 2
    stem: {fr: "Quels sont les deux gestes utiles, ici, à midi.", en: "Name the two useful steps."}
    options:
      - {id: a, text: {fr: "Dire motif", en: "Say reason"}, feedback: {fr: "Oui.", en: "Yes."}}
      - id: b
        text: {fr: "Noter l’âge", en: "Note an age"}
        misconception: papers
        feedback: {fr: "Non.", en: "No."}
      - {id: c, text: {fr: "Noter midi", en: "Write noon"}, feedback: {fr: "Oui.", en: "Yes."}}
      - id: d
        text: {fr: "Dire demain", en: "Say Tuesday"}
        misconception: later
        feedback: {fr: "Non.", en: "No."}
    key: [a, c]
    sources: [cat-11]
    lesson: "01"
  - id: H1-P2
    version: 1
    objective: H1-O1
    kind: truefalse
    stem: {fr: "Le motif peut attendre.", en: "The reason can wait."}
    options:
      - id: "true"
        text: {fr: "Vrai", en: "True"}
        misconception: later
        feedback: {fr: "Non.", en: "No."}
      - {id: "false", text: {fr: "Faux", en: "False"}, feedback: {fr: "Oui.", en: "Yes."}}
    key: ["false"]
    sources: [cat-11]
    lesson: "01"
  - id: H1-P3
    version: 1
    objective: H1-O1
    kind: order
    stem: {fr: "Mettez en ordre.", en: "Put in order."}
    options:
      - {id: a, text: {fr: "Dire", en: "Say"}, feedback: {fr: "Tôt.", en: "Early."}}
      - {id: b, text: {fr: "Noter", en: "Note"}, feedback: {fr: "Puis.", en: "Then."}}
      - {id: c, text: {fr: "Signer", en: "Sign"}, feedback: {fr: "Puis.", en: "Then."}}
      - {id: d, text: {fr: "Partir", en: "Leave"}, feedback: {fr: "Fin.", en: "Last."}}
    key: [b, a, d, c]
    sources: [cat-11]
    lesson: "01"
  - id: H1-P4
    version: 1
    objective: H1-O1
    kind: match
    stem: {fr: "Reliez.", en: "Match."}
    prompts:
      - {id: p1, text: {fr: "Motif", en: "Reason"}, feedback: {fr: "Oui.", en: "Yes."}}
      - {id: p2, text: {fr: "Heure", en: "Hour"}, feedback: {fr: "Oui.", en: "Yes."}}
      - {id: p3, text: {fr: "Nom", en: "Name"}, feedback: {fr: "Oui.", en: "Yes."}}
    options:
      - {id: a, text: {fr: "Midi", en: "Noon"}}
      - {id: b, text: {fr: "Vol", en: "Theft"}}
      - {id: c, text: {fr: "Awa", en: "Awa"}}
      - id: d
        text: {fr: "Rien", en: "Nothing"}
        misconception: papers
        feedback: {fr: "En trop.", en: "Spare."}
    key: {p1: b, p3: c, p2: a}
    sources: [cat-11]
    lesson: "01"
"""

CHOICE = """\
      - id: {id}
        text: {{fr: "Dire motif {id}", en: "Say reason {id}"}}
        consequence: {{fr: "Elle sait.", en: "She knows."}}
        feedback: {{fr: "Elle peut répondre.", en: "She can answer."}}
        quality: good
        sources: [code-mali]
        next: {next}
"""
DECISION = """\
  - id: {id}
    title: {{fr: "Midi", en: "Noon"}}
    situation: {{fr: "Elle attend {id}.", en: "She waits {id}."}}
    choices:
"""
CASE_HEAD = """\
id: H1-CASE
version: 1
minutes: 10
objectives: [H1-O1]
title: {fr: "La halte", en: "The stop"}
role: {fr: "Vous gardez le poste.", en: "You hold the station."}
start: d1
decisions:
"""
ENDINGS = """\
endings:
  - {id: e1, title: {fr: "Bien", en: "Well"}, text: {fr: "Bien.", en: "Well."}, sources: [cat-11]}
  - {id: e2, title: {fr: "Mal", en: "Badly"}, text: {fr: "Mal.", en: "Badly."}, sources: [cat-11]}
"""

LESSON = """\
---
title: "{title}"
minutes: 5
objectives: [H1-O1]
sources: [cat-11]
---

## {heading}

{text}

:::timeline title="{heading}"
- 12 | {heading}
:::

:::register title="{heading}"
- {heading} | **12**
:::

:::callout kind=remember title="{heading}"
{heading} :param[stop-hours].
:::

## {last}

{heading}.
"""
FACILITATOR = """\
---
title: "{title}"
minutes: 75
sources: [cat-11]
---

## {heading}

{text}
"""
JOB_AID = """\
---
title: "{title}"
format: A5
sources: [cat-11]
---

- {title}
"""

FILES = {
    COURSE: """\
id: essai
version: 1
title: {fr: "Un essai", en: "A trial"}
audience: [police]
modules: [halte]
blueprint: [H1-S1]
follow_up_slots: [H1-S1]
standard: {value: 60, method: {fr: "Provisoire.", en: "Provisional."}, judges: 0, date: null}
""",
    PARAMETERS: """\
- id: stop-hours
  value: 48
  unit: hours
  label: {fr: "durée de la halte", en: "length of the stop"}
  source: {fr: "Mali, Code, 2024", en: "Mali, Code, 2024"}
  in_force: 2025-06-13
  read_on: 2026-11-21
  read_in: "Journal officiel"
  status: to_be_confirmed
  confirmed_by: null
  confirmed_on: null
""",
    SURVEY: """\
id: avis
version: 1
title: {fr: "Votre avis", en: "Your opinion"}
moments: [module, endline]
scales:
  - id: agreement
    points:
      - {fr: "Pas du tout", en: "Not at all"}
      - {fr: "Peu", en: "Little"}
      - {fr: "À moitié", en: "Half"}
      - {fr: "Assez", en: "Fairly"}
      - {fr: "Tout à fait", en: "Fully"}
questions:
  - {id: clear, kind: scale, scale: agreement, text: {fr: "C’est clair.", en: "It is clear."}}
  - id: needs
    kind: several
    moments: [endline]
    text: {fr: "Que faut-il encore\u202f?", en: "What is needed?"}
    options:
      - {id: time, text: {fr: "Du temps", en: "Time"}}
      - {id: means, text: {fr: "Des moyens", en: "Means"}}
""",
    GLOSSARY: """\
- {term: reason, fr: "motif", en: "reason", bm: "kun"}
""",
}


def _twin(form: str, place: int) -> str:
    texts = [f'      - id: {{id}}\n        text: {text}\n        misconception: {tag}'
             for text, tag in WRONG]  # fmt: skip
    texts.insert(place, f"      - id: {{id}}\n        text: {RIGHT}")
    options = "\n".join(text.replace("{id}", name) for text, name in zip(texts, "abc", strict=True))
    scene = SCENES[place]
    return TWIN.format(form=form, place=place, scene=scene, options=options, key="abc"[place])


def decision(name: str, *nexts: str) -> str:
    """The YAML of a decision whose three choices lead there."""
    choices = (CHOICE.format(id=i, next=n) for i, n in zip("abc", nexts, strict=True))
    return DECISION.format(id=name) + "".join(choices)


class SmallContent:
    """One module, one course, in a folder; every file can be spoilt at a known line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        twins = "".join(_twin(form, place) for place, form in enumerate("ABC"))
        decisions = decision("d1", "d2", "d2", "e1") + decision("d2", "e1", "e2", "e2")
        french = {"title": "Dire le motif", "heading": "Midi", "last": "À essayer cette semaine"}
        english = {"title": "Say the reason", "heading": "Noon", "last": "To try this week"}
        french_text = "\n".join(["Vous dites le motif à la personne."] * 46)
        english_text = "\n".join(["You say the reason to the person."] * 46)
        self.files = {
            **FILES,
            MODULE: HEAD,
            ITEMS: f"items:\n{twins}{PRACTICE}",
            CASE: CASE_HEAD + decisions + ENDINGS,
            LESSON_FR: LESSON.format(**french, text=french_text),
            LESSON_EN: LESSON.format(**english, text=english_text),
            JOB_AID_FR: JOB_AID.format(**french),
            JOB_AID_EN: JOB_AID.format(**english),
            FACILITATOR_FR: FACILITATOR.format(**french, text="\n".join([french_text] * 2)),
            FACILITATOR_EN: FACILITATOR.format(**english, text="\n".join([english_text] * 2)),
        }
        for name, text in self.files.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        self.files[name] = text
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def change(self, name: str, old: str, new: str, times: int = 1) -> None:
        """Replace the first `times` places where a file says `old`."""
        assert old in self.files[name], f"{old!r} is not in {name}"
        self.write(name, self.files[name].replace(old, new, times))

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink()

    def line(self, name: str, mark: str) -> int:
        """The first line of a file that holds the mark (its first line), from 1."""
        mark = mark.split("\n")[0]
        lines = self.files[name].split("\n")
        return next(number for number, line in enumerate(lines, 1) if mark in line)
