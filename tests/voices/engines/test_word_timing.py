"""When words are heard: from the durations of sounds, and from sounds in which words are joined."""

from __future__ import annotations

import pytest

from audiobrief.voices.engines.word_timing import (
    TextSounds,
    TimedPart,
    WordSounds,
    find_words,
    time_words,
    timings_of,
)

ALONE = {"of": "ʌv", "the": "ðə", "town": "tˈaʊn", "“Minsk,”": "mˈɪnsk", "U.N.": "jˌuːˈɛn", "is": "ɪz", "...a": "ˈeɪ"}
"""How words are read by themselves."""
AB = TextSounds("ab cd", (WordSounds(0, 2, 0, 5), WordSounds(3, 5, 6, 9)))


def found(text: str, sounds: str, given: tuple[tuple[int, int, str], ...] = ()) -> list[tuple[str, str]]:
    read = find_words(sounds, text, given, ALONE.__getitem__)
    assert read.sounds == sounds
    return [(text[word.text_start : word.text_end], sounds[word.start : word.end]) for word in read.words]


class TestFindWords:
    def test_words_that_are_joined_are_told_apart(self) -> None:
        assert found("of the town", "əvðə tˈaʊn") == [("of", "əv"), ("the", "ðə"), ("town", "tˈaʊn")]

    def test_signs_are_no_sounds(self) -> None:
        words = found("the “Minsk,” – town", "ðə mˈɪnsk, tˈaʊn")
        assert words == [("the", "ðə"), ("“Minsk,”", "mˈɪnsk"), ("town", "tˈaʊn")]

    def test_stress_before_a_word_belongs_to_it(self) -> None:
        assert found("the U.N. is", "ðə ˌjuːˈɛn ɪz") == [("the", "ðə"), ("U.N.", "ˌjuːˈɛn"), ("is", "ɪz")]

    def test_given_sounds_are_those_of_their_word(self) -> None:
        words = found("of Kyiv is", "ʌv ˈkiːv ɪz", ((3, 7, "ˈkiːv"),))
        assert words == [("of", "ʌv"), ("Kyiv", "ˈkiːv"), ("is", "ɪz")]

    def test_a_word_that_is_not_heard_is_left_out(self) -> None:
        assert found("of the town", "ʌv tˈaʊn") == [("of", "ʌv"), ("town", "tˈaʊn")]

    @pytest.mark.parametrize("text", ["", " ", "–", "..."])
    def test_a_text_without_words_has_none(self, text: str) -> None:
        assert found(text, "") == []


class TestTimeWords:
    def test_frames_become_samples(self) -> None:
        # A word's first sound starts with the space before it.
        part = TimedPart("ab cd", [1, 2, 3, 1, 4, 5, 2])
        assert time_words(AB, [part], "ab cd", 18 * 600) == [(600, 6 * 600, 0, 5), (6 * 600, 16 * 600, 6, 9)]

    def test_a_sound_that_the_model_does_not_know_takes_no_time(self) -> None:
        part = TimedPart("ab cd", [1, 2, 3, 4, 5, 2])
        assert time_words(AB, [part], "abcd", 17) == [(1, 6, 0, 5), (6, 15, 6, 9)]

    def test_parts_follow_each_other(self) -> None:
        parts = [TimedPart("ab", [1, 1, 1, 1]), TimedPart("cd", [2, 1, 1, 2])]
        assert time_words(AB, parts, "abcd", 10) == [(1, 3, 0, 5), (6, 8, 6, 9)]

    @pytest.mark.parametrize(
        ("parts", "length"),
        [
            ([TimedPart("ab cd", [1] * 7)], 13),
            ([TimedPart("ab cd", [1] * 6)], 12),
            ([TimedPart("ab cd", [0] * 7)], 14),
            ([TimedPart("xb cd", [1] * 7)], 14),
            ([], 14),
        ],
        ids=["no whole samples", "a sound without duration", "no duration", "other sounds", "nothing"],
    )
    def test_durations_that_do_not_fit_give_nothing(self, parts: list[TimedPart], length: int) -> None:
        assert time_words(AB, parts, "xab cd", length) == []


def test_timings_are_those_of_the_first_and_last_sound() -> None:
    assert timings_of(AB.words, [0, 3, 5, 7, 9], [3, 5, 7, 9, 12]) == [(0, 5, 0, 5), (7, 12, 6, 9)]
