"""The output of `check`: text, JSON, and annotations for a GitHub workflow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiobrief.cli.help import counted
from audiobrief.errors import AudiobriefError, ScriptError
from audiobrief.findings import Finding, Level, Place, format_annotation, format_json
from audiobrief.review.checks.lengths import Length
from audiobrief.review.checks.run import Report
from audiobrief.script.models.optional_segments import describe_segments, omitted_segments
from audiobrief.script.models.script import Script
from audiobrief.timeline.fitting import Fit, possible_lengths, target_error
from audiobrief.units import seconds_to_clock

_LISTED_GUESSES = 3
"""Names that voices have to guess, up to which each is a line of its own."""
_KEYS = ("level", "check", "file", "line", "column", "message", "advice", "passage")
"""Of a finding in JSON."""


def text_lines(script: Script, report: Report, *, details: bool, notes: bool) -> Iterator[tuple[str, str | None]]:
    """Yield the lines of text for a valid script, each with its colour.

    Args:
        script: a valid script.
        report: the result of its checks.
        details: whether the lengths of its parts are shown.
        notes: whether notes are shown.
    """
    yield _summary_line(script, report), None
    if details:
        for line in _detail_lines(script, report):
            yield line, None
    shown = report.findings if notes else _without_details(report.findings, script.path)
    for finding in shown:
        yield str(finding), "yellow"
        if passage := finding.details.get("passage"):
            yield f"    the article: “{passage}”", None
    if notes:
        yield f"audiobrief read {script.path} shows each sentence as it will be said", None


def _without_details(findings: Iterable[Finding], script: Path) -> Iterator[Finding]:
    """Yield findings without notes; more than a few names that voices have to guess are one finding."""
    shown = [finding for finding in findings if finding.level is not Level.NOTE]
    guesses = [finding for finding in shown if finding.kind == "guessed-name"]
    for finding in shown:
        if finding.kind != "guessed-name" or len(guesses) <= _LISTED_GUESSES:
            yield finding
        elif finding is guesses[0]:
            words = [str(guess.details["word"]) for guess in guesses]
            more = len(words) - _LISTED_GUESSES
            listed = ", ".join(words[:_LISTED_GUESSES]) + (f" and {more} more" if more else "")
            yield replace(
                finding,
                message=f"the voices have to guess {len(words)} names and acronyms: {listed}",
                advice=f"audiobrief names {script} says them and takes corrections; check -v lists them",
            )


def _summary_line(script: Script, report: Report) -> str:
    """Return the line that is printed of every valid script."""
    episode = report.lengths.episode
    return (
        f"{script.path}: good; about {seconds_to_clock(episode.seconds)}, "
        f"{counted(episode.words, 'word')}, {counted(len(report.forecast.timeline.chapters), 'chapter')}"
    )


def _detail_lines(script: Script, report: Report) -> Iterator[str]:
    """Yield how long the voices and segments last, if there are several, and how the target is met."""
    lengths = report.lengths
    if script.target is not None:
        yield f"  target {seconds_to_clock(script.target.length / 1000)}: {_towards_target(script, report)}"
    if len(lengths.segments) == 1:
        return
    yield f"  {lengths.episode.words_a_minute} words a minute"
    width = max(map(len, lengths.voices), default=0)
    for voice, seconds in lengths.voices.items():
        yield f"  {voice:<{width}}  {seconds_to_clock(seconds):>5}"
    for segment, length in lengths.segments:
        start = f"  line {segment.position.line:>3}  {segment.kind:<10}  {seconds_to_clock(length.seconds):>5}"
        pace = f"{length.words_a_minute:>3} words a minute" if length.words else ""
        title = f"  {segment.chapter}" if segment.chapter else ""
        yield f"{start}  {pace:<18}{title}".rstrip()


def _towards_target(script: Script, report: Report) -> str:
    """Return how far a script is from its target, and what `render` would do to meet it."""
    assert script.target is not None
    off = report.lengths.episode.seconds - script.target.length / 1000
    direction = "too long" if off > 0 else "too short"
    distance = f"about {seconds_to_clock(abs(off))} {direction}" if abs(off) >= 0.5 else "as long as it should be"
    fitted = report.forecast.fitted
    if not isinstance(fitted, Fit):
        return f"{distance}; it cannot be met by the estimate: it can last {possible_lengths(script, fitted)}"
    without = omitted_segments(script, fitted.version)
    means = [f"leaves out {describe_segments(without)}"] if without else []
    means += [f"brings pauses to {fitted.pauses:.0%}"] if fitted.pauses != 1 else []
    means += [f"brings voices to {fitted.pace:.1%} of their pace"] if fitted.pace != 1 else []
    return distance + (f"; render {', '.join(means)}" if means else "")


def script_content(script: Script, report: Report) -> dict[str, Any]:
    """Return the JSON object of a valid script, as docs/check.md describes it."""
    lengths = report.lengths
    return {
        "script": str(script.path),
        "good": True,
        **_length(lengths.episode),
        "chapters": len(report.forecast.timeline.chapters),
        "target": _target(script, report),
        "voices": [{"voice": voice, "seconds": round(seconds, 1)} for voice, seconds in lengths.voices.items()],
        "segments": [
            {
                "kind": segment.kind,
                "chapter": segment.chapter,
                "line": segment.position.line,
                **_length(length),
            }
            for segment, length in lengths.segments
        ],
        "findings": [format_json(finding, _KEYS) for finding in report.findings],
    }


def _length(length: Length) -> dict[str, Any]:
    return {"seconds": round(length.seconds, 1), "words": length.words, "words_a_minute": length.words_a_minute}


def wrong_content(path: Path, error: AudiobriefError) -> dict[str, Any]:
    """Return the JSON object of an invalid script."""
    return {
        "script": str(path),
        "good": False,
        "findings": [format_json(finding, _KEYS) for finding in error_findings(path, error)],
    }


def _target(script: Script, report: Report) -> dict[str, Any] | None:
    if script.target is None:
        return None
    fitted = report.forecast.fitted
    content: dict[str, Any] = {
        "seconds": script.target.length / 1000,
        "off": round(report.lengths.episode.seconds - script.target.length / 1000, 1),
        "met": isinstance(fitted, Fit),
    }
    if isinstance(fitted, Fit):
        lines = [segment.position.line for segment in omitted_segments(script, fitted.version)]
        return {**content, "left_out": lines, "pauses": fitted.pauses, "pace": fitted.pace}
    return {**content, "message": str(target_error(script, fitted))}


def error_findings(path: Path, error: AudiobriefError) -> tuple[Finding, ...]:
    """Return the errors of a script as findings."""
    if isinstance(error, ScriptError):
        return tuple(
            Finding(Level.ERROR, "script", Place.at(problem.position), problem.what, problem.advice)
            for problem in error.problems
        )
    return (Finding(Level.ERROR, "machine", Place(str(path), 1, 1), str(error), "follow the message"),)


def annotation_lines(findings: Iterable[Finding]) -> list[str]:
    """Return the annotations for a GitHub workflow, without notes."""
    return [format_annotation(finding) for finding in findings if finding.level is not Level.NOTE]
