"""How words sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.review.proof.comparison.phonemes import ALIKE, Pronunciations, look_up_pronunciations, sound_distance

TEXT = st.text(alphabet="abdfiklmnoprstuvzəɪʃŋ", max_size=8)


@given(TEXT)
def test_what_is_the_same_has_no_distance(sounds: str) -> None:
    assert sound_distance(sounds, sounds) == 0.0


@given(TEXT, TEXT)
def test_a_distance_is_the_same_both_ways_and_at_most_1(sounds: str, others: str) -> None:
    assert sound_distance(sounds, others) == pytest.approx(sound_distance(others, sounds))
    assert 0.0 <= sound_distance(sounds, others) <= 1.0


def test_a_vowel_is_nearer_to_a_vowel_than_to_a_consonant() -> None:
    assert sound_distance("bat", "bit") < sound_distance("bat", "bst")


def test_words_that_are_not_known_sound_as_they_are_spelled() -> None:
    assert Pronunciations({"one": "wˈʌn"}).of(["one", "two"]) == "wʌntwo"


@pytest.fixture(scope="module")
def english() -> Pronunciations:
    words = (
        "grey gray whole hole neighbours neighbors defence defense nobody no body belarus russia north south east west",
        "a loan alone halve have man men not now lukashenko lukashenka war were has is january june open closed",
    )
    return look_up_pronunciations(" ".join(words).split(), "en-GB")


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("grey", "gray"),
        ("whole", "hole"),
        ("neighbours", "neighbors"),
        ("defence", "defense"),
        ("nobody", "no body"),
        ("lukashenko", "lukashenka"),
        # A short word between others; and in American.
        ("a loan", "alone"),
        ("halve", "have"),
    ],
)
def test_spellings_sound_alike(words: str, others: str, english: Pronunciations) -> None:
    assert english.distance(words.split(), others.split()) <= ALIKE


def test_american_flaps_sound_alike() -> None:
    flaps = look_up_pronunciations(["petals", "pedals", "pebbles"], "en-GB")
    assert flaps.distance(["petals"], ["pedals"]) == 0.0
    assert flaps.distance(["petals"], ["pebbles"]) > ALIKE


def test_given_sounds_are_those_of_the_script_only() -> None:
    sounds = Pronunciations({"aoife": "eɪɔɪf", "eefa": "iːfə"}, given={"aoife": "ˈiːfə"})
    assert sounds.distance(["aoife"], ["eefa"]) == 0.0
    assert sounds.distance(["eefa"], ["aoife"]) > ALIKE


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("belarus", "russia"),
        ("north", "south"),
        ("east", "west"),
        ("man", "men"),
        ("not", "now"),
        ("has", "is"),
        ("war", "were"),
        ("january", "june"),
        ("open", "closed"),
    ],
)
def test_other_words_do_not_sound_alike(word: str, other: str, english: Pronunciations) -> None:
    assert english.distance([word], [other]) > ALIKE


def test_a_language_without_a_voice_is_compared_by_its_letters() -> None:
    assert look_up_pronunciations(["abc"], "xx").of(["abc"]) == "abc"


def test_other_languages_have_their_own_sounds() -> None:
    assert look_up_pronunciations(["jardin"], "fr-FR").of(["jardin"]).startswith("ʒ")
