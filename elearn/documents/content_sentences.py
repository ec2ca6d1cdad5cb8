"""One sentence for each rule of the content checker, by the rule's name."""


def N_(sentence: str) -> str:  # noqa: N802 - the name by which catalogues find sentences
    """The sentence itself, marked for the translators."""
    return sentence


FILES = {
    "missing-file": N_("This file is missing. Write it."),
    "unknown-file": N_("No file of this name is expected here. Rename it or take it away."),
    "not-utf8": N_("This line is not UTF-8. Save the file as UTF-8."),
    "line-ends": N_("This line ends with CR. Save the file with LF line ends."),
    "yaml-syntax": N_("This is not YAML (%(reason)s). Look at quotes and indentation here."),
    "duplicate-key": N_("“%(key)s” is written twice in the same entry. Keep one."),
    "front-matter-missing": N_("The page must open with its front matter between two lines “---”."),
    "front-matter-differs": N_("“%(key)s” is not the same in French and in English. Make it so."),
    "missing-key": N_("“%(key)s” is missing here. Add it."),
    "missing-language": N_("The text has no “%(key)s”. Write it: every text has fr and en."),
    "unknown-key": N_("“%(key)s” is not a key of this entry. Take it away."),
    "unknown-key-near": N_("“%(key)s” is not a key of this entry. Did you mean “%(near)s”?"),
    "not-one-of": N_("“%(key)s” is “%(found)s”. It must be one of: %(expected)s."),
    "empty-text": N_("“%(key)s” is empty. Write the text."),
    "malformed-time": N_("“%(found)s” is not a time of the day. Write it like “08:30”."),
    "malformed-id": N_("“%(found)s” cannot be an id. Use letters, digits and hyphens."),
    "greater-than-equal": N_("“%(key)s” must be at least %(limit)s."),
    "less-than-equal": N_("“%(key)s” must be at most %(limit)s."),
    "not-a-text": N_("“%(key)s” must be a text. Put it in double quotes."),
    "not-a-number": N_("“%(key)s” must be a whole number."),
    "not-a-list": N_("“%(key)s” must be a list."),
    "not-a-boolean": N_("“%(key)s” must be true or false."),
    "not-a-date": N_("“%(key)s” must be a date, such as 2026-11-21."),
    "not-a-mapping": N_("“%(key)s” must hold keys and values. Look at the indentation."),
    "not-a-value": N_("“%(key)s” does not have the right form."),
}

TEXTS = {
    "one-line": N_("The text runs over several lines. Put it on one line in double quotes."),
    "bambara-here": N_("Bambara stands only in key messages and in the glossary. Take it away."),
    "straight-apostrophe": N_("Straight apostrophe in “%(found)s”. Write ’."),
    "straight-quote": N_("Straight quotation mark in “%(found)s”. Write « » or “ ”."),
    "ellipsis": N_("Three dots in “%(found)s”. End the sentence instead."),
    "exclamation": N_("Exclamation mark in “%(found)s”. End with a full stop."),
    "fr-sign": N_("“%(found)s”: put a narrow no-break space (U+202F) before ; and ?."),
    "fr-guillemet": N_("“%(found)s”: write « » with narrow no-break spaces (U+202F) inside."),
    "fr-colon": N_("“%(found)s”: put a no-break space (U+00A0) before the colon."),
    "fr-number": N_("“%(found)s”: keep number and unit together with U+00A0."),
    "fr-capital": N_("“%(found)s”: put the accent on the capital."),
    "en-quote": N_("“%(found)s”: English quotation marks are “ ”."),
    "en-space": N_("“%(found)s”: no space before the sign in English."),
    "en-hour": N_("“%(found)s”: write the time on 24 hours, such as 12:40."),
}

HARMS = {
    "harm-method": N_("“%(found)s” describes a method or an injury. Say what to do instead."),
    "harm-origin": N_("“%(found)s” marks people by their origin. Take it out."),
    "harm-group": N_("“%(found)s” names an armed group. Take it out."),
}

PAGES = {
    "lesson-words": N_("%(words)s words. A lesson has %(least)s to %(most)s."),
    "lesson-containers": N_("%(count)s containers. A lesson has at most %(most)s."),
    "lesson-title": N_("“%(found)s”: the page prints its own title. Use ## for headings."),
    "lesson-image": N_("“%(found)s”: pages hold no image. Say it in words."),
    "lesson-link": N_("“%(found)s”: pages hold no link. Sources stand in the front matter."),
    "lesson-html": N_("“%(found)s”: pages hold no HTML. Write Markdown."),
    "lesson-ending": N_("The last heading must be “%(heading)s”."),
    "translation-shape": N_(
        "“%(part)s” stands %(fr)s times in French, %(en)s times here. Say the same in both."
    ),
    "sentence-long": N_("A sentence of %(words)s words. Cut it: at most %(most)s."),
    "job-aid-words": N_("%(words)s words. A job aid has at most %(most)s."),
    "facilitator-words": N_(
        "%(words)s words. A facilitator's sheet has %(least)s to %(most)s: two A4 pages."
    ),
    "facilitator-minutes": N_("%(count)s minutes. A session takes %(least)s to %(most)s."),
    "container-unknown": N_("“:::%(found)s” is unknown. There are timeline, register, callout."),
    "container-open": N_("“:::%(found)s” is never closed. End it with a line “:::”."),
    "container-not-open": N_("This “:::” closes nothing. Take it away, or open a container."),
    "container-attributes": N_('“:::%(found)s” needs title="…" (a callout also kind=…), no more.'),
    "container-row": N_("“%(found)s” is not a row. Write “- left | right”."),
    "callout-kind": N_("A callout cannot be “%(found)s”. Write kind=remember or kind=howto."),
}

REFERENCES = {
    "duplicate-id": N_("“%(id)s” is used twice. An id belongs to one entry, for good."),
    "unknown-source": N_("“%(id)s” is not among the module's sources. Add it there or mend it."),
    "unknown-objective": N_("“%(id)s” is not among the module's objectives."),
    "unknown-misconception": N_("“%(id)s” is not among the module's misconceptions."),
    "unknown-parameter": N_("“%(id)s” is not a known figure. Add it to the module's parameters."),
    "unknown-slot": N_("There is no slot “%(id)s”."),
    "unknown-lesson": N_("There is no lesson “%(id)s” to reread."),
    "unknown-module": N_("There is no module “%(id)s”."),
    "unknown-node": N_("The case has no decision or ending “%(id)s”."),
    "unknown-option": N_("The key names “%(id)s”, which is no option."),
    "source-unused": N_("No page and no question cites “%(id)s”. Cite it or take it away."),
    "misconception-untagged": N_("No wrong answer shows “%(id)s”. Tag one or take it away."),
    "parameter-unused": N_("No page prints “%(id)s”. Take it off the module's list."),
    "parameter-signature": N_("“%(id)s”: status, lawyer and date of confirmation do not agree."),
    "course-id": N_("The course is called “%(id)s”. Its file must have the same name."),
    "slug-differs": N_("The slug is “%(slug)s”, the folder “%(folder)s”. Give both one name."),
    "timetable-whole": N_(
        "%(days)s days. A timetable has %(wanted)s, with the pre-test and the post-test once each."
    ),
    "timetable-order": N_("The moments of this day are not in the order of the clock."),
    "standard-undated": N_("%(judges)s judges have set the standard. Write the date."),
}

QUESTIONS = {
    "stem-words": N_("%(words)s words with the exhibit. A question has at most %(most)s."),
    "exhibit-rows": N_("%(count)s rows. An exhibit has at most %(most)s."),
    "options-count": N_("%(count)s options. This kind has %(least)s to %(most)s."),
    "prompts-count": N_("%(count)s prompts. There must be %(least)s to %(most)s."),
    "key-count": N_("The key has %(count)s options. It must have %(wanted)s."),
    "key-repeats": N_("The key names an option twice."),
    "choose-here": N_("“choose” belongs to multiple questions. This one is %(kind)s."),
    "choose-missing": N_("Say with “choose” how many options to choose."),
    "choose-unsaid": N_("The stem (%(language)s) does not say how many: write “%(word)s”."),
    "prompts-here": N_("“prompts” belong to match questions. This one is %(kind)s."),
    "truefalse-options": N_('The options must be "true", then "false".'),
    "order-key": N_("The key must name each step once."),
    "order-in-place": N_("Step “%(id)s” is shown in its own place. Show it elsewhere."),
    "match-spare": N_("%(count)s options. There must be one more than prompts: %(wanted)s."),
    "match-key": N_("The key must give each prompt one option."),
    "option-lengths": N_(
        "Options (%(language)s) have %(shortest)s to %(longest)s signs. "
        "The longest may be 1.4 times the shortest."
    ),
    "key-longest": N_("The right answer (%(language)s) is the longest. Lengthen a wrong one."),
    "options-identical": N_("“%(id)s” says the same as another one. Change one of them."),
    "catch-all": N_("“%(found)s”: an option does not speak of the others. Write one of its own."),
    "negative-unbolded": N_(
        "“%(found)s” in the question. Ask what is done, or set the negative in **bold**."
    ),
    "absolute": N_("“%(found)s” gives the answer away. Say it without an absolute."),
    "clang": N_("Only the key repeats “%(found)s…” of the stem (%(language)s). Use another word."),
    "convergence": N_("The key (%(language)s) shares most words with the other options."),
    "distractor-untagged": N_("Option “%(id)s” is wrong but names no misconception. Tag it."),
    "key-tagged": N_("Option “%(id)s” is right and names a misconception. Take the tag away."),
    "item-id": N_("The id is “%(id)s”. After its slot and form it must be “%(expected)s”."),
    "graded-truefalse": N_("A guess earns half of a true-or-false question. Practice only."),
    "graded-feedback": N_("A graded question has an explanation, no feedback on its options."),
    "graded-source": N_("A graded question cites at least one treaty or standard that was seen."),
    "graded-national": N_("“%(id)s” is national law. A graded question does not rest on it."),
    "graded-article": N_("Nobody is graded on the number of an article. Take it out."),
    "graded-parameter": N_("Nobody is graded on a national figure. Take it out."),
    "graded-figure": N_(
        "This writes out the figure “%(id)s” of national procedure. Nobody is graded on it."
    ),
    "practice-feedback": N_("“%(id)s” has no feedback. In practice each answer is explained."),
}

MODULES = {
    "module-minutes": N_("%(count)s minutes. A module takes %(least)s to %(most)s."),
    "notice-changed": N_("The notice is the same in every module. Copy it unchanged."),
    "key-messages": N_("%(count)s key messages. There must be %(wanted)s."),
    "critical-slots": N_("%(count)s critical slots. There must be %(least)s to %(most)s."),
    "slot-levels": N_(
        "%(count)s of %(slots)s slots ask to apply or more. It must be %(share)s in 100."
    ),
    "slot-twins": N_("Slot “%(id)s” has the forms %(found)s. It needs A, B and C, once each."),
    "slot-misconception": N_("Not every twin of “%(id)s” offers “%(misconception)s”."),
    "twins-kind": N_("The twins of “%(id)s” are not all of the slot's kind."),
    "twins-options": N_("The twins of “%(id)s” do not all have as many options."),
    "twins-alike": N_(
        "The twins %(forms)s of “%(id)s” share %(share)s in 100 of their words, names and numbers "
        "apart. At most %(most)s: tell another situation."
    ),
    "objective-unmeasured": N_("No slot measures “%(id)s”. Give it one, or take it away."),
    "facilitator-missing": N_("The facilitator's sheet is missing (facilitator.fr.md, .en.md)."),
    "key-places": N_(
        "Keys of %(kind)s questions with %(options)s options stand in the places %(places)s times. "
        "Even them out."
    ),
    "test-minutes": N_(
        "Form %(form)s takes %(minutes)s minutes to read. Over %(most)s it tires people."
    ),
    "twins-key-place": N_("The twins of “%(id)s” all have the key in the same place. Move one."),
    "unread-by-lawyer": N_("Only a module that a lawyer has read may be more than a draft."),
    "unread-by-former-officer": N_(
        "Only a module that a former officer has read may be more than a draft."
    ),
    "unread-by-native-reader": N_(
        "Only a module that a native reader has read may be more than a draft."
    ),
}

CASES = {
    "situation-words": N_("%(words)s words. A situation has at most %(most)s."),
    "feedback-words": N_("%(words)s words. Feedback has at most %(most)s."),
    "case-choices": N_("%(count)s choices. A decision has %(wanted)s."),
    "choice-lengths": N_(
        "Choices (%(language)s) have %(shortest)s to %(longest)s signs. Even them out."
    ),
    "case-endings": N_("Endings: %(count)s. A case has at least two."),
    "case-loop": N_("A path comes back to “%(id)s”. A case has no loop."),
    "case-unreachable": N_("No path reaches “%(id)s”. Lead to it or take it away."),
    "case-path": N_("The longest path has %(count)s decisions. At most %(most)s."),
    "case-no-branch": N_("No decision leads to two places. One choice must really matter."),
}

SURVEYS = {
    "survey-id": N_("The survey is called “%(id)s”. Its file must have the same name."),
    "survey-twice": N_("“%(moment)s” has a survey already. A moment has one."),
    "survey-points": N_("%(count)s points. A scale has %(wanted)s."),
    "survey-moment": N_("“%(moment)s” is not among the moments of this survey."),
    "unknown-scale": N_("The survey has no scale “%(id)s”."),
    "survey-options-here": N_("A scale has its points. Take the options away."),
    "survey-options": N_("%(count)s options. There must be at least %(least)s to tick."),
}

LOCKS = {
    "wording-changed": N_(
        "“%(id)s” was changed under version %(version)s. "
        "Write version %(next)s, then run `elearn content accept`."
    ),
    "version-not-accepted": N_("“%(id)s” is new. Run `elearn content accept`."),
    "translation-outdated": N_(
        "The French of “%(id)s” has changed and the English has not. Read both again; if they "
        "agree, run `elearn content accept --translations-read`."
    ),
    "translation-not-accepted": N_("“%(id)s” has changed. Run `elearn content accept`."),
}

SENTENCES = (
    FILES | TEXTS | HARMS | PAGES | REFERENCES | QUESTIONS | MODULES | CASES | SURVEYS | LOCKS
)
