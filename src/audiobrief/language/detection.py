"""Detect the language that a text is in: by its script, by frequent words, or by py3langid."""

from __future__ import annotations

import re
from collections import Counter

from audiobrief.language.codes import primary_language
from audiobrief.language.profile import shares_of_common_words

_SAMPLE = 20_000
"""Characters at the start of a text by which its language is detected."""
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = (
    ("kana", r"[\u3040-\u30ff\u31f0-\u31ff]"),
    ("ko", r"[\u1100-\u11ff\uac00-\ud7af]"),
    ("han", r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    ("el", r"[\u0370-\u03ff\u1f00-\u1fff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("th", r"[\u0e00-\u0e7f]"),
    ("hy", r"[\u0530-\u058f]"),
    ("ka", r"[\u10a0-\u10ff]"),
)
"""Scripts that one language is written in, or Chinese and Japanese."""
_SCRIPT_SHARE = 0.3
"""The share of a text's letters in a script, at least; names and terms in Latin letters may be among them."""
_KANA_SHARE = 0.05
"""The share of Japanese letters that are kana, at least; in running text it is about half."""
_SURE = 0.3
"""A share of frequent words that only running text in that language has."""
_AHEAD = 1.3
"""How much more frequent words the language must have than the next one."""
_SMALLEST_SHARE = 0.12
"""The share of frequent words in a text too short for py3langid, at least."""
_FEWEST_LETTERS = 100
"""The fewest letters of a text that py3langid is asked about."""
_ALIKE = (
    {"no", "nb", "nn", "da"},
    {"hr", "bs", "sr", "sh"},
    {"id", "ms"},
    {"zh", "yue", "cmn"},
    {"fa", "prs"},
    {"gl", "pt"},
    {"ca", "es", "an"},
    {"af", "nl"},
    {"cs", "sk"},
    {"xh", "zu"},
)
"""Languages so alike that a statement is believed where the text seems to be in the other one."""


def detect_language(text: str) -> str | None:
    """Return the language that a text is in, as a BCP 47 tag without region; None where that cannot be told."""
    text = text[:_SAMPLE]
    letters = len(_LETTER.findall(text))
    if not letters:
        return None
    if script := _language_of_script(text, letters):
        return script
    (best, share), (_, second) = Counter(shares_of_common_words(text)).most_common(2)
    if share >= _SURE and share >= _AHEAD * second:
        return best
    if letters < _FEWEST_LETTERS:
        return best if share > _SMALLEST_SHARE else None
    from py3langid import classify

    return str(classify(text)[0])


def _language_of_script(text: str, letters: int) -> str | None:
    """Return the language of a script that only it is written in; None for Latin, Cyrillic and others."""
    counts = {script: len(re.findall(pattern, text)) for script, pattern in _SCRIPTS}
    chinese_or_japanese = counts.pop("kana"), counts.pop("han")
    if sum(chinese_or_japanese) >= _SCRIPT_SHARE * letters:
        return "ja" if chinese_or_japanese[0] >= _KANA_SHARE * sum(chinese_or_japanese) else "zh"
    return next((script for script, count in counts.items() if count >= _SCRIPT_SHARE * letters), None)


def confirm_language(stated: str | None, text: str) -> str | None:
    """Return the stated tag if the text may be in that language, and otherwise the language that it is in."""
    detected = detect_language(text)
    if stated is None or detected is None:
        return stated or detected
    primary = primary_language(stated)
    is_confirmed = primary == detected or any({primary, detected} <= alike for alike in _ALIKE)
    if is_confirmed or len(_LETTER.findall(text[:_SAMPLE])) < _FEWEST_LETTERS:
        return stated
    return detected
