"""The disclosure which voices are synthetic and which recorded: listeners have to hear it, and to read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from audiobrief.findings import Finding
from audiobrief.language.codes import primary_language
from audiobrief.publish.preflight.requirements import RENDER_AGAIN, Spec, error, table, warning

_TOGETHER = (("made", "voice"), ("wholly", "programme"))
"""Pairs of lists of words; a sentence that discloses has a word of both."""
_IN_TWO = (("wholly", "voice"),)
"""The pairs for two sentences, fewer since chance matches are more likely there."""


def disclosure_rules(
    sentences: Sequence[str], language: str, disclosure: str, *, has_voices: bool
) -> Iterator[Finding]:
    """Check that an episode discloses that its voices are synthetic.

    Args:
        sentences: those that synthetic voices speak.
        language: BCP 47 tag.
        disclosure: the sentence in its metadata.
        has_voices: whether it has synthetic voices.
    """
    if not has_voices and not sentences:
        return
    if not disclosure:
        yield error("disclosure", "nothing says that the voices are synthetic", RENDER_AGAIN, Spec.APPLE)
    # It may take two sentences: 'You heard two voices. Both are synthetic.'
    known = [discloses(sentence, language) for sentence in sentences]
    known += [discloses(" ".join(pair), language, _IN_TWO) for pair in pairwise(sentences)]
    if None in known:
        what = f"audiobrief cannot check in '{language}' that the episode calls its voices synthetic"
        yield warning("sentences", what, "see that the script says it", Spec.APPLE)
    elif not any(known):
        advice = "let the outro say it, such as 'The voices that you heard are synthetic.', and render again"
        yield error("sentences", "the episode never says that its voices are synthetic", advice, Spec.APPLE)


def recording_rules(sentences: Sequence[str], language: str, people: Sequence[str]) -> Iterator[Finding]:
    """Check that an episode says that some of its voices were recorded.

    Args:
        sentences: those that synthetic voices speak.
        language: BCP 47 tag.
        people: the names of those who are heard in recordings.
    """
    words = table("disclosure").get(primary_language(language))
    if not people or not sentences or words is None:
        return
    recorded = _pattern(words["recorded"])
    if not any(recorded.search(re.sub("[’ʼ]", "'", sentence)) for sentence in sentences):
        names = " and ".join(filter(None, (", ".join(people[:-1]), people[-1])))
        were = "was" if len(people) == 1 else "were"
        what = f"the episode never says that {names} {were} recorded, so that all voices seem synthetic"
        advice = f"let the outro say it, such as '{names} {were} recorded. All other voices are synthetic.'"
        yield warning("sentences", what, advice, Spec.APPLE)


def discloses(text: str, language: str, together: tuple[tuple[str, str], ...] = _TOGETHER) -> bool | None:
    """Return whether a text says that a voice is synthetic; None if the language is not known.

    Args:
        text: a sentence, or two.
        language: BCP 47 tag.
        together: pairs of lists of words; the text has to have a word of both.
    """
    patterns = _patterns(primary_language(language), together)
    if patterns is None:
        return None
    plain = re.sub("[’ʼ]", "'", text)
    return any(first.search(plain) and second.search(plain) for first, second in patterns)


@cache
def _patterns(
    language: str, together: tuple[tuple[str, str], ...]
) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] | None:
    words = table("disclosure").get(language)
    return None if words is None else tuple((_pattern(words[one]), _pattern(words[other])) for one, other in together)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    choices = "|".join(_choice(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def _choice(word: str) -> str:
    pattern = re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
    # Initials are not meant in small letters: AI, but not the end of "j'ai".
    capitals = [part for part in word.split() if len(part) > 1 and part.isupper()]
    return pattern if capitals else f"(?i:{pattern})"
