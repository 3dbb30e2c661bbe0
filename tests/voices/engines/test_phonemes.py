"""The International Phonetic Alphabet in espeak-ng's names."""

from __future__ import annotations

import unicodedata

import pytest

from audiobrief.voices.engines.phonemes import ipa_to_espeak


@pytest.mark.parametrize(
    ("ipa", "espeak"),
    [
        ("ˈkiːjɪv", "'ki:jIv"),
        ("ˌluːkəˈʃɛŋkə", ",lu:k@'SENk@"),
        ("ˌbɛləˈruːs", ",bEl@'ru:s"),
        ("mɪnsk", "mInsk"),
        # Signs of two letters are one sound.
        ("tʃɜːtʃ", "tS3:tS"),
        ("dʒʌdʒ", "dZVdZ"),
        ("ˈəʊnli", "'oUnli"),
        ("haʊs", "haUs"),
        # Words are parted.
        ("kɪm dʒɒŋ", "kIm||dZ0N"),
        # The signs around a transcription, and dots and ties in it, are not sounds.
        ("/mɪnsk/", "mInsk"),
        ("[mɪnsk]", "mInsk"),
        ("ˈsɪl.ə.bəl", "'sIl@b@l"),
        ("t͡ʃɛk", "tSEk"),
        # Marks above and below are dropped; the sound stays.
        ("n̩", "n"),
        ("ɫ̩", "l"),
        # Typewriter stress.
        ("'mɪnsk", "'mInsk"),
        ("", ""),
    ],
)
def test_ipa_becomes_espeak_names(ipa: str, espeak: str) -> None:
    assert ipa_to_espeak(ipa) == espeak


def test_the_form_of_the_accents_does_not_matter() -> None:
    assert ipa_to_espeak(unicodedata.normalize("NFD", "ça")) == ipa_to_espeak(unicodedata.normalize("NFC", "ça"))


@pytest.mark.parametrize("sign", ["K", "ж", "7", "@", "🙂", "ǃ"])
def test_a_sign_it_does_not_know_is_named(sign: str) -> None:
    with pytest.raises(ValueError, match=rf"'{sign}' \(U\+{ord(sign):04X}\)"):
        ipa_to_espeak(f"a{sign}b")


def test_nothing_gets_through_that_ends_the_phonemes() -> None:
    # espeak-ng reads [[names]]: a bracket inside would let text become commands.
    with pytest.raises(ValueError, match="is not a sign"):
        ipa_to_espeak("a]]b")
