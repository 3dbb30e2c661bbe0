"""Who speaks is moved before the quotation only where the sentence stays true and well formed."""

from __future__ import annotations

import pytest

from audiobrief.draft.cleanup.text import words_of
from audiobrief.draft.structure.attribution import put_attribution_first
from audiobrief.language.profile import load_language

ENGLISH = load_language("en")


@pytest.mark.parametrize(
    ("paragraph", "turned"),
    [
        ("“It leaks,” said Sen. Olga Reyes. “It always has.”", "Sen. Olga Reyes said: “It leaks.” “It always has.”"),
        ("“It leaks,” said Sgt. Kim Ward.", "Sgt. Kim Ward said: “It leaks.”"),
        ("“It leaks,” said Lt. Cmdr. Kim Ward.", "Lt. Cmdr. Kim Ward said: “It leaks.”"),
        ("“It leaks,” said Kim Ward, of Ward & Co. in Hull.", "Kim Ward, of Ward & Co. in Hull, said: “It leaks.”"),
        ("“It leaks,” said Kim Ward at 7 p.m. on Sunday.", "Kim Ward said at 7 p.m. on Sunday: “It leaks.”"),
        ("“It leaks,” said Kim Ward at 7 p.m.", "Kim Ward said at 7 p.m.: “It leaks.”"),
    ],
)
def test_the_full_stop_of_an_abbreviation_ends_no_sentence(paragraph: str, turned: str) -> None:
    found = put_attribution_first(paragraph, ENGLISH)
    assert found is not None
    assert found[0] == turned


@pytest.mark.parametrize(
    "paragraph",
    [
        "“It leaks,” said Ofc. Kim Ward. “It always has.”",
        "“It leaks,” said Kim Ward Jr. “It always has.”",
        "“It leaks,” said Kim Ward et al. and left.",
    ],
)
def test_where_a_stop_may_be_an_abbreviations_nothing_is_moved(paragraph: str) -> None:
    assert put_attribution_first(paragraph, ENGLISH) is None


@pytest.mark.parametrize(
    ("tag", "paragraph", "turned"),
    [
        ("en", "“It was,” said Kim Ward, “under the stairs.”", "Kim Ward said: “It was under the stairs.”"),
        ("en", "“The old key,” she said, “was gone.” He left.", "She said: “The old key was gone.” He left."),
        ("en", "“If it snows,” he said, “we will walk.”", "He said: “If it snows, we will walk.”"),
        ("en", "“I knocked,” he said, “and nobody came.”", "He said: “I knocked, and nobody came.”"),
        ("de", "„Der alte Deich“, sagte Jan Voss, „war weich.“", "Jan Voss sagte: „Der alte Deich war weich.“"),
        ("fr", "« La clé rouge », a dit Luc Roy, « est là. »", "Luc Roy a dit\u00a0: « La clé rouge est là. »"),
        ("es", "«La llave vieja», dijo Luis Rey, «está aquí.»", "Luis Rey dijo: «La llave vieja está aquí.»"),
    ],
)
def test_the_halves_of_a_broken_quotation_are_joined(tag: str, paragraph: str, turned: str) -> None:
    found = put_attribution_first(paragraph, load_language(tag))
    assert found is not None
    assert found[0] == turned
    assert sorted(words_of(found[0])) == sorted(words_of(paragraph))


@pytest.mark.parametrize(
    "paragraph",
    [
        "“The key is gone,” said Kim Ward, “nobody knows why.”",
        "“Come on,” she said, “we are late for the boat.”",
        "“Oh dear,” she said, “is it true?”",
        "“It was,” she said, “under the stairs,” and laughed.",
        "“We waited,” said Kim Ward, “It was cold.”",
    ],
)
def test_a_broken_quotation_stays_where_its_comma_is_not_plain(paragraph: str) -> None:
    assert put_attribution_first(paragraph, ENGLISH) is None


@pytest.mark.parametrize(
    ("tag", "paragraph", "turned"),
    [
        ("en", "“It leaks,” said Kim Ward, 61, a nurse.", "Kim Ward, 61, a nurse, said: “It leaks.”"),
        ("en", "“It leaks,” said Kim Ward, Head of Works.", "Kim Ward, Head of Works, said: “It leaks.”"),
        ("en", "“It leaks,” said the mayor, Kim Ward.", "The mayor, Kim Ward, said: “It leaks.”"),
        ("en", "“It leaks,” said Kim Ward, who lives there.", "Kim Ward, who lives there, said: “It leaks.”"),
        ("en", "“It leaks,” he told the inquiry last week.", "He told the inquiry last week: “It leaks.”"),
        ("de", "„Es tropft noch“, sagte der Wirt, Jan Voss, 44.", "Der Wirt, Jan Voss, 44, sagte: „Es tropft noch.“"),
        (
            "fr",
            "« Ça fuit encore », dit Luc Roy, 44 ans, mardi.",
            "Luc Roy, 44 ans, dit mardi\u00a0: « Ça fuit encore. »",
        ),
        (
            "es",
            "«Gotea sin parar», dijo Luis Rey, portavoz del club.",
            "Luis Rey, portavoz del club, dijo: «Gotea sin parar.»",
        ),
        ("uk", "«Воно тече знову», — каже Іван Коваль, 44.", "Іван Коваль, 44, каже: «Воно тече знову.»"),
    ],
)
def test_age_and_office_are_moved_with_the_name(tag: str, paragraph: str, turned: str) -> None:
    found = put_attribution_first(paragraph, load_language(tag))
    assert found is not None
    assert found[0] == turned


@pytest.mark.parametrize(
    ("tag", "paragraph"),
    [
        ("en", "“It leaks,” said Kim, and he laughed."),
        ("en", "“It leaks,” he told her and went home."),
        ("en", "“It leaks,” he said but gave no reason."),
        ("en", "“It leaks,” she said, smiling."),
        ("en", "“It leaks,” said Kim Ward, almost crying."),
        ("en", "“It leaks,” also said Kim Ward."),
        ("en", "“It leaks,” said on Monday Kim Ward."),
        ("en", "“It leaks,” said Kim Ward, then left."),
        ("en", "“It leaks,” said Kim Ward of the roof."),
        ("en", "“It leaks,” said Kim Ward about the roof."),
        ("en", "“Slow Train Home,” says the critic Kim Ward, is her best record."),
        ("en", "“Slow Train Home,” wrote Kim Ward in a diary that was found."),
        ("de", "„Es tropft noch“, teilte Jan Voss mit."),
        ("de", "„Es tropft noch“, sagte Jan Voss und ging."),
        ("de", "„Es tropft noch“, sagte Jan Voss der Zeitung."),
        ("fr", "« Ça fuit encore », a dit mardi Luc Roy."),
        ("en", "“It leaks,” Kim Ward said. “and nobody cares.”"),
        ("fr", "« Ça fuit encore », dit Luc Roy, et il part."),
        ("es", "«Gotea sin parar», dijo Luis Rey y se fue."),
        ("uk", "«Воно тече знову», — каже Іван Коваль і йде."),
    ],
)
def test_a_sentence_that_goes_on_stays_as_it_is(tag: str, paragraph: str) -> None:
    assert put_attribution_first(paragraph, load_language(tag)) is None
