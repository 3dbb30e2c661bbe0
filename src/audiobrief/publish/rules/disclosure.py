"""That voices are synthetic: listeners have to hear it, and to read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from audiobrief.publish.findings import Finding, Who, error, warning
from audiobrief.publish.rules.tables import of_language

__all__ = ["discloses", "disclosure_rules"]


def disclosure_rules(
    sentences: Sequence[str], language: str, disclosure: str, *, has_voices: bool
) -> Iterator[Finding]:
    """See that an episode says that its voices are synthetic.

    Args:
        sentences: what is said.
        language: BCP 47 tag.
        disclosure: what its metadata say.
        has_voices: whether there are any.
    """
    if not has_voices and not sentences:
        return
    if not disclosure:
        yield error("disclosure", "nothing says that the voices are synthetic", "render the script again", Who.APPLE)
    known = [discloses(sentence, language) for sentence in sentences]
    if None in known:
        yield warning(
            "sentences",
            f"whether anybody hears that the voices are synthetic is not known in '{language}'",
            "see that the script says it",
            Who.APPLE,
        )
    elif not any(known):
        yield error(
            "sentences",
            "nobody hears that the voices are synthetic",
            "let the outro say it, such as 'The voices that you heard are synthetic.', and render again",
            Who.APPLE,
        )


def discloses(sentence: str, language: str) -> bool | None:
    """Tell whether a sentence says that a voice is synthetic; None if the language is not known."""
    patterns = _patterns(language.split("-", maxsplit=1)[0].lower())
    if patterns is None:
        return None
    plain = sentence.replace("’", "'")
    return all(pattern.search(plain) for pattern in patterns)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...] | None:
    known = of_language("disclosure", language)
    return None if known is None else tuple(_pattern(known[kind]) for kind in ("made", "voice"))


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    choices = "|".join(_choice(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def _choice(word: str) -> str:
    pattern = re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
    # Initials are not meant in small letters: AI, but not the end of "j'ai".
    return pattern if word.isupper() else f"(?i:{pattern})"
