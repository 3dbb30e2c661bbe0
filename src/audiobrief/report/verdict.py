"""The verdict on an episode: what is off target, in words, the worst first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from audiobrief.findings import Level
from audiobrief.report.model import CheckedFile, EpisodeReport, FindingGroup, Target
from audiobrief.report.speech import Part
from audiobrief.units import seconds_to_clock, seconds_to_fine_clock

_AS_MEASURED = 0.1
"""LU or dB by which the manifest may differ from what is measured here."""
_LENGTH_TOLERANCE = 0.1
"""Seconds."""
_VOICES_APART = 2.0
"""LU by which speakers may differ."""
_LONG_SILENCE = 3.0
"""Seconds after which listeners may take a silence for the end."""
_MOST_NAMED = 3
"""Findings of a level, or silences, up to which each is named; more are counted."""
_SHORTEST_VOICE = 3.0
"""Seconds of speech below which a loudness says little."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about an episode."""

    level: Level
    text: str


def judge(report: EpisodeReport) -> tuple[Remark, ...]:
    """Return what is off target; nothing where all is as it should be."""
    remarks = [*_files(report), *_loudness(report), *_lengths(report), *_speakers(report.speakers), *_silences(report)]
    remarks += [remark for group in report.groups for remark in _findings(group, report.files)]
    return tuple(sorted(remarks, key=lambda remark: list(Level).index(remark.level)))


def _files(report: EpisodeReport) -> Iterator[Remark]:
    for file in report.files:
        if file.difference is not None:
            yield Remark(Level.ERROR, f"{file.name}: {file.difference}.")


def _loudness(report: EpisodeReport) -> Iterator[Remark]:
    sound, target = report.sound, report.target
    loudness, peak = sound.integrated, sound.true_peak
    if math.isinf(loudness):
        yield Remark(Level.ERROR, "Nothing is heard.")
        return
    off = loudness - target.loudness
    if round(abs(off), 2) > target.tolerance:
        yield Remark(
            Level.WARNING,
            f"It is {abs(off):.1f} LU too {'loud' if off > 0 else 'quiet'}: {decimal(loudness)} LUFS, "
            f"and the target is {decimal(target.loudness)}.",
        )
    if (above := round(peak - target.peak, 1)) > 0:
        at = seconds_to_clock(int(sound.peaks.argmax()))
        yield Remark(
            Level.WARNING,
            f"Its true peak is {decimal(peak)} dBTP at {at}, {above:.1f} dB above the limit; players may distort it.",
        )
    written = report.manifest.loudness
    if written is None:
        yield Remark(Level.NOTE, "The manifest does not say how loud it is.")
    elif abs(written.integrated_lufs - loudness) > _AS_MEASURED or abs(written.true_peak_dbtp - peak) > _AS_MEASURED:
        yield Remark(
            Level.WARNING,
            f"The manifest says {decimal(written.integrated_lufs)} LUFS and {decimal(written.true_peak_dbtp)} dBTP, "
            f"and the file has {decimal(loudness)} and {decimal(peak)}.",
        )


def _lengths(report: EpisodeReport) -> Iterator[Remark]:
    manifest, seconds = report.manifest, report.sound.seconds
    if abs(seconds - manifest.duration) > _LENGTH_TOLERANCE:
        yield Remark(
            Level.ERROR,
            f"It lasts {seconds_to_fine_clock(seconds)}, and the manifest says "
            f"{seconds_to_fine_clock(manifest.duration)}.",
        )
    if manifest.target is not None and abs(seconds - manifest.target.duration) > 1:
        direction = "longer" if seconds > manifest.target.duration else "shorter"
        yield Remark(
            Level.WARNING,
            f"It is {abs(seconds - manifest.target.duration):.0f} s {direction} than the script asks for "
            f"({seconds_to_clock(manifest.target.duration)}).",
        )


def _speakers(speakers: Sequence[Part]) -> Iterator[Remark]:
    heard = [each for each in speakers if each.seconds >= _SHORTEST_VOICE and math.isfinite(each.loudness)]
    if len(heard) < 2:
        return
    loudest, quietest = max(heard, key=_loudness_of), min(heard, key=_loudness_of)
    if (apart := loudest.loudness - quietest.loudness) > _VOICES_APART:
        text = f"{quietest.title} is {apart:.1f} LU quieter than {loudest.title}."
        yield Remark(Level.WARNING, text)


def _loudness_of(part: Part) -> float:
    return part.loudness


def _silences(report: EpisodeReport) -> Iterator[Remark]:
    long = [each for each in report.manifest.silences if each.end - each.start > _LONG_SILENCE]
    for silence in long[:_MOST_NAMED]:
        seconds, at = silence.end - silence.start, seconds_to_clock(silence.start)
        yield Remark(Level.WARNING, f"Nothing is heard for {seconds:.1f} s at {at}.")
    if len(long) > _MOST_NAMED:
        more = len(long) - _MOST_NAMED
        yield Remark(Level.WARNING, f"Nothing is heard for over {_LONG_SILENCE:.0f} s at {more} more places.")


def _findings(group: FindingGroup, files: Sequence[CheckedFile]) -> Iterator[Remark]:
    # What the preflight says of a file that has been changed is said by `_files`.
    said = {(file.name, file.difference) for file in files}
    shown = [
        finding
        for finding in group.findings
        if finding.level is not Level.NOTE and (PurePath(finding.place.file).name, finding.message) not in said
    ]
    for level, found in groupby(sorted(shown, key=lambda each: list(Level).index(each.level)), lambda each: each.level):
        findings = list(found)
        if len(findings) <= _MOST_NAMED:
            yield from (Remark(level, f"{group.title}: {finding.message}.") for finding in findings)
        else:
            yield Remark(level, f"{group.title}: {len(findings)} {level}s, listed below.")


def decimal(number: float, digits: int = 1) -> str:
    """Return a number with a minus sign as it is printed; an infinite one as `silent`."""
    if math.isinf(number):
        return "silent"
    text = f"{number:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.removeprefix("-")


def describe_target(target: Target) -> str:
    """Return a target in words."""
    return f"{decimal(target.loudness)} ±{target.tolerance} LUFS, at most {decimal(target.peak)} dBTP"
