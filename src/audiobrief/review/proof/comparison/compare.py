"""Compare a text with what was heard of it, without any sound: only what a listener would notice is a difference."""

from __future__ import annotations

from audiobrief.review.proof.comparison.align import align
from audiobrief.review.proof.comparison.phonemes import look_up_pronunciations
from audiobrief.review.proof.comparison.spoken_words import find_names, spoken_words


def compare_texts(expected: str, heard: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text that were heard differently, each with what was heard instead; one can be empty.

    Args:
        expected: the text as it is written, or as it was given to a voice.
        heard: the text as a recogniser writes it.
        language: BCP 47 tag.

    Raises:
        RecogniserError: the pronunciations of the words cannot be looked up.
    """
    written = expected.split()
    said = spoken_words(written, language)
    ours, theirs = [word.word for word in said], [word.word for word in spoken_words(heard.split(), language)]
    sounds = look_up_pronunciations({*ours, *theirs}, language)
    return tuple(
        (" ".join(ours[gap.start : gap.end]), " ".join(theirs[gap.heard_start : gap.heard_end]))
        for gap in align(ours, theirs, sounds, find_names(written, said, language)).differences
    )
