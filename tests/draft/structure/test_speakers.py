"""Who says a quotation: the subject of the verb of saying, never who is told, where they live or what they do."""

from __future__ import annotations

import pytest

from audiobrief.draft.structure.speakers import find_speakers
from audiobrief.language.profile import load_language


def speakers(*paragraphs: str, tag: str = "en") -> list[str | None]:
    """Return who says each quotation of an article."""
    return [each.speaker for found in find_speakers(paragraphs, load_language(tag)) for each in found]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Ruth Hall is a pilot. “The tide turned early,” she told the inquiry.",
        "Ruth Hall is a pilot. “The tide turned early,” she told Reuters last week.",
        "Ruth Hall is a pilot. “The tide turned early,” she told Radio Hull's Morning Call programme.",
        "Ruth Hall is a pilot. Asked again, she told the Harbour Times: “The tide turned early.”",
        "“The tide turned early,” Ruth Hall told the inquiry.",
    ],
)
def test_who_is_told_does_not_speak(paragraph: str) -> None:
    assert speakers(paragraph) == ["Ruth Hall"]


@pytest.mark.parametrize(
    ("paragraph", "speaker"),
    [
        ("Ruth Hall, of Dock Street, said: “The tide turned early.”", "Ruth Hall"),
        ("Ruth Hall, Head Pilot of Humber Harbours, said: “The tide turned early.”", "Ruth Hall"),
        ("Ruth Hall, who works in Goole, said it was “a very early tide”.", "Ruth Hall"),
        ("On Monday, Ruth Hall, 61, a pilot, said: “The tide turned early.”", "Ruth Hall"),
        ("The pilot, Ruth Hall, said: “The tide turned early.”", "Ruth Hall"),
        ("The pilot, who lives in Goole, said: “The tide turned early.”", "the pilot"),
        ("A reader, Ruth from Goole, writes: “The tide turned early.”", "Ruth"),
        ("“The tide turned early,” said Rovers manager Ruth Hall, who was there.", "Ruth Hall"),
        ("“The tide turned early,” said the port’s pilot, Ruth Hall.", "Ruth Hall"),
        ("“The tide turned early,” said Sgt. Ruth Hall of the river police.", "Ruth Hall"),
        ("Ruth Hall of the Humber Rescue said: “The tide turned early.”", "Ruth Hall"),
        ("“The tide turned early,” a fisherman in Goole told me.", "a fisherman"),
        ("A spokeswoman for the Harbour Board said: “The tide turned early.”", "a spokeswoman"),
        ("“The tide turned early,” said Ruth Hall QC.", "Ruth Hall"),
    ],
)
def test_the_name_is_found_among_offices_and_places(paragraph: str, speaker: str) -> None:
    assert speakers(paragraph) == [speaker]


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["Ruth Hall went to Humber College in 1971. “It was cold,” she said."], ["Ruth Hall"]),
        (["Born in Goole, Kim Ward was the son of Lee Ward. “It was cold,” he said."], ["Kim Ward"]),
        (["Ruth Hall said: “It was cold.”", "The Harbour Board met. “It was late,” she said."], ["Ruth Hall"] * 2),
        (["The Harbour Board met. “It was late,” he said."], [None]),
        (["The crew of the Humber Rescue was told to “sail at once and in silence”."], [None]),
        (["“It was cold,” I said."], [None]),
    ],
)
def test_a_pronoun_is_a_person_who_spoke_or_acted(paragraphs: list[str], found: list[str | None]) -> None:
    assert speakers(*paragraphs) == found


def test_a_quotation_that_is_not_closed_goes_on_in_the_next_paragraph() -> None:
    assert speakers("Ruth Hall said: “The tide turned.", "“We ran for it.", "“It was cold.”", "“It was late.”") == [
        *["Ruth Hall"] * 3,
        None,
    ]


@pytest.mark.parametrize(
    "verb", ["grumbled", "vowed", "joked", "muttered", "confirmed", "agreed", "concedes", "added", "tweeted", "recalls"]
)
def test_verbs_of_saying(verb: str) -> None:
    assert speakers(f"“It holds,” {verb} Ruth Hall.") == ["Ruth Hall"]


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["According to Ruth Hall, “the deck is sound”."], ["Ruth Hall"]),
        (["According to Ruth Hall, who lives in Goole, “the deck is sound”."], ["Ruth Hall"]),
        (["“The deck is sound,” according to Ruth Hall."], ["Ruth Hall"]),
        (["“The deck is sound,” according to the mayor."], ["the mayor"]),
        (["Ruth Hall: “The deck is sound.”"], ["Ruth Hall"]),
        (["“First we mend the deck.", "“Then we paint the rails,” said Bo Ray."], ["Bo Ray"] * 2),
        (["“First we mend.", "“Then we paint.", "“Then we rest,” said Bo Ray."], ["Bo Ray"] * 3),
        (["Ruth Hall spoke.", "“We mend.", "“We paint.”"], [None, None]),
        (["Jo Lee came. She didn't say “it will never hold”."], [None]),
        (["Jo Lee did not say “it will never hold”, but Bo Ray said “it will not”."], [None, "Bo Ray"]),
        (["“It floods,” said the Environment Agency's director Ada Byrne."], ["Ada Byrne"]),
        (["The deck is sound: “It holds.”"], [None]),
    ],
)
def test_who_says_it_is_named_in_other_ways(paragraphs: list[str], found: list[str | None]) -> None:
    assert speakers(*paragraphs) == found


@pytest.mark.parametrize(
    ("tag", "paragraph", "speaker"),
    [
        ("fr", "« Le quai est froid, a expliqué Luc Roy. Pas ici, mais en bas. »", "Luc Roy"),
        ("fr", "« C’est loin, reconnaît M. Roy, mais on y va. »", "M Roy"),
        ("fr", "Luc Roy attend. « Le quai est froid », dit-il en riant.", "Luc Roy"),
        ("fr", "« Le quai est froid », a déclaré la maire, Anne Petit, lundi.", "Anne Petit"),
        ("de", "„Es war sehr kalt“, sagte der Chef der Wache, Jan Voss, 44.", "Jan Voss"),
        ("de", "Die Chefin der Wache, Ida von Berg, sagte: „Es war sehr kalt.“", "Ida von Berg"),
        ("uk", "«Тут дуже холодно, — каже лоцман Іван Коваль. — А там ні».", "Іван Коваль"),
    ],
)
def test_speakers_in_other_languages(tag: str, paragraph: str, speaker: str) -> None:
    assert speakers(paragraph, tag=tag) == [speaker]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("The pilot Ruth Hall wrote to the board:", "Ruth Hall"),
        ("The inquiry heard Ruth Hall. She said:", "Ruth Hall"),
        ("The pilot Ruth Hall wrote to the board.", None),
    ],
)
def test_a_colon_announces_the_quotation_in_the_next_paragraph(before: str, speaker: str | None) -> None:
    assert speakers(before, "“The tide turned early and nobody saw it.”") == [speaker]
