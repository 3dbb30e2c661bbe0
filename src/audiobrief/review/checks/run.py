"""Run all checks on a script.

A check is a function of a module of this package that yields findings; `check_script` calls it, and the table in
`docs/check.md` has its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.findings import Finding
from audiobrief.production.forecast import Forecast, forecast
from audiobrief.review.checks.clips import check_clips
from audiobrief.review.checks.editions import check_editions
from audiobrief.review.checks.lengths import Lengths, check_soundbite, measure_lengths
from audiobrief.review.checks.quotations import check_quotations
from audiobrief.review.checks.sentences import check_homographs, check_relative_days, check_sentences
from audiobrief.review.checks.unused import check_unused
from audiobrief.review.names import UnknownWord, check_unknown_names
from audiobrief.script.models.script import Script
from audiobrief.script.passages import passages
from audiobrief.timeline.plan import Reader


@dataclass(frozen=True, slots=True)
class Report:
    """The result of the checks of a script that can be rendered."""

    forecast: Forecast
    """The episode that it would become."""
    lengths: Lengths
    """How long its parts last, with its own pauses and pace."""
    findings: tuple[Finding, ...]
    """Sorted by place."""


def check_script(
    script: Script,
    find_unknown_words: Callable[[Forecast], Iterable[UnknownWord]] = lambda _forecast: (),
    compare: Callable[[Script], Iterable[Finding]] = lambda _script: (),
    sound_cache: Path | None = None,
    reader: Reader | None = None,
) -> Report:
    """Check a script without speaking it.

    Args:
        script: a valid script.
        find_unknown_words: returns the words that the voices have to guess.
        compare: returns what is not in the article.
        sound_cache: the folder that caches the lengths of sounds; None for no cache.
        reader: reads the paragraphs, as for `make_plan`.

    Raises:
        ScriptError: a sound or a voice cannot be used.
    """
    prediction = forecast(script, sound_cache, reader)
    # What was recorded cannot be written otherwise.
    paragraphs = tuple(passage for passage in passages(script) if passage.turn.recording is None)
    findings = (
        *check_sentences(prediction.plan),
        *check_homographs(prediction.plan),
        *check_relative_days(script, paragraphs),
        *check_clips(prediction),
        *check_unused(script, paragraphs),
        *check_quotations(script, paragraphs),
        *check_unknown_names(find_unknown_words(prediction)),
        *check_soundbite(prediction),
        *check_editions(script, lambda edition: forecast(edition, sound_cache, reader)),
        *compare(script),
    )
    lengths = measure_lengths(prediction.plan, prediction.timeline)
    return Report(prediction, lengths, tuple(sorted(findings, key=lambda finding: finding.place.order)))
