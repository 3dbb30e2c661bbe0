"""The margins of a script: how each sentence will be said, what the checks find, and how long it lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audiobrief.cache.kinds import NAMES, SOUNDS
from audiobrief.errors import AudiobriefError, Problem, ScriptError
from audiobrief.findings import Finding, Level, Place
from audiobrief.production.casting import cast_plan
from audiobrief.review.against.sources import compare_with_sources
from audiobrief.review.checks.lengths import Lengths
from audiobrief.review.checks.run import Report, check_script
from audiobrief.review.unknown_words_cache import cached_unknown_words
from audiobrief.script.editing.outline import Block, Outline
from audiobrief.script.editing.segments import text_nodes
from audiobrief.script.editing.settings import TEXT_SETTINGS
from audiobrief.script.loader import Loaded
from audiobrief.script.models.script import Script
from audiobrief.script.yaml.nodes import Scalar
from audiobrief.timeline.fitting import Fit, UnreachableDuration
from audiobrief.timeline.plan import Plan, PlannedSegment, PlannedSentence, Reader
from audiobrief.units import seconds_to_clock
from audiobrief.voices.engine import Engine

_MEANT = re.compile(r"did you mean '([^']+)'")


def read_margins(
    loaded: Loaded, outline: Outline, engines: Mapping[str, Engine], reader: Reader, article: str | None = None
) -> dict[str, Any]:
    """Return as JSON what a page shows beside a script.

    Args:
        loaded: the script, with its problems if it has some; then only what is valid of it is read.
        outline: its segments as they are written.
        engines: by name.
        reader: reads the paragraphs, as for `make_plan`.
        article: the plain text of an article; what is not in it is found.
    """
    margins = _Margins(outline, loaded.script)
    try:
        if loaded.problems:
            try:
                margins.add_sentences(cast_plan(loaded.script, engines, reader)[1])
            finally:
                margins.add_problems(loaded.problems)
        else:
            report = check_script(
                loaded.script,
                lambda forecast: cached_unknown_words(forecast, NAMES.folder, engines),
                lambda script: compare_with_sources(script, {"": article}) if article is not None else (),
                sound_cache=SOUNDS.folder,
                reader=reader,
            )
            margins.add_sentences(report.forecast.plan)
            margins.add_lengths(report)
            for finding in report.findings:
                margins.add_finding(finding)
    except AudiobriefError as error:
        margins.add_error(error)
    return margins.content()


def only_problems(error: ScriptError) -> dict[str, Any]:
    """Return as JSON what a page shows beside a script of which nothing is valid."""
    findings = [
        {
            "level": "error", "kind": "", "segment": None, "sentence": None, "word": "", "cure": None,
            "line": problem.position.line, "file": problem.position.file,
            "message": problem.what, "advice": problem.advice,
        }
        for problem in error.problems
    ]  # fmt: skip
    return {"digest": "", "segments": [], "findings": findings, "length": {}, "voices": [], "voice": "", "sounds": []}


class _Margins:
    """Collects what stands beside the segments of a script."""

    def __init__(self, outline: Outline, script: Script) -> None:
        self._outline = outline
        self._script = script
        self._sentences: list[list[dict[str, Any]]] = [[] for _ in outline.blocks]
        self._seconds: list[float | None] = [None for _ in outline.blocks]
        self._findings: list[dict[str, Any]] = []
        self._length: dict[str, Any] = {}

    def content(self) -> dict[str, Any]:
        """Return everything as JSON."""
        return {
            "segments": [
                {"id": block.id, "sentences": sentences, "seconds": seconds}
                for block, sentences, seconds in zip(self._outline.blocks, self._sentences, self._seconds, strict=True)
            ],
            "findings": self._findings,
            "length": self._length,
            "voices": [speaker.name for speaker in self._script.speakers],
            "voice": self._script.speakers[0].name if self._script.speakers else "",
            "sounds": [sound.name for sound in self._script.sounds],
        }

    def add_sentences(self, plan: Plan) -> None:
        """Add how the sentences of a plan are said."""
        for segment in plan.segments:
            index = self._index(segment)
            if index is not None:
                block = self._outline.blocks[index]
                self._sentences[index] = [_sentence(sentence, block) for sentence in segment.sentences]

    def _index(self, segment: PlannedSegment) -> int | None:
        return self._outline.block_at(segment.position.line)

    def add_lengths(self, report: Report) -> None:
        """Add how long the episode and its segments last, and whether its target can be reached."""
        lengths: Lengths = report.lengths
        for segment, length in lengths.segments:
            index = self._index(segment)
            if index is not None:
                self._seconds[index] = round(length.seconds, 1)
        target = self._script.target
        fitted = report.forecast.fitted
        self._length = {
            "seconds": round(lengths.episode.seconds, 1),
            "clock": seconds_to_clock(lengths.episode.seconds),
            "words": lengths.episode.words,
            "target": seconds_to_clock(target.length / 1000) if target is not None else "",
            "targetSeconds": target.length / 1000 if target is not None else None,
            "fit": _describe_fit(fitted) if target is not None else "",
            "reachable": isinstance(fitted, Fit),
        }

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Add the mistakes of a script."""
        for problem in problems:
            self.add_finding(Finding(Level.ERROR, "", Place.at(problem.position), problem.what, problem.advice))

    def add_error(self, error: AudiobriefError) -> None:
        """Add what prevents the checks."""
        if isinstance(error, ScriptError):
            self.add_problems(error.problems)
        else:
            self.add_finding(Finding(Level.ERROR, "", Place(), str(error), ""))

    def add_finding(self, finding: Finding) -> None:
        """Add a finding, at its segment and its sentence."""
        place = finding.place
        line = place.line or 0
        index = self._outline.block_at(line) if place.file == self._outline.document.file else None
        sentence = None
        if index is not None and _is_in_text(self._outline.blocks[index], line):
            starts = [(each["line"], each["column"]) for each in self._sentences[index]]
            before = [at for at, start in enumerate(starts) if start <= (line, place.column or 0)]
            sentence = before[-1] if before else None
        self._findings.append(
            {
                "level": finding.level.value,
                "kind": finding.kind,
                "segment": index,
                "sentence": sentence,
                "line": line,
                "file": place.file,
                "message": finding.message,
                "advice": finding.advice,
                "word": finding.details.get("word") or "",
                "passage": finding.details.get("passage") or "",
                "cure": _cure(finding.message, finding.advice) if index is not None else None,
            }
        )


def _is_in_text(block: Block, line: int) -> bool:
    nodes = [node for _, node in text_nodes(block) if isinstance(node, Scalar)]
    return any(node.line <= line <= node.last_line for node in nodes)


def _cure(message: str, advice: str) -> dict[str, str] | None:
    """Return the key of a segment that is wrong and the value that it should have, if the advice names one."""
    key, meant = message.partition(":")[0], _MEANT.search(advice)
    return {"key": key, "value": meant[1]} if meant is not None and key in TEXT_SETTINGS else None


def _describe_fit(fitted: Fit | UnreachableDuration) -> str:
    if isinstance(fitted, UnreachableDuration):
        return "cannot be reached"
    changes = [f"{fitted.version} optional left out"] if fitted.version else []
    changes += [f"pauses {fitted.pauses:.0%}"] if fitted.pauses != 1 else []
    changes += [f"pace {fitted.pace:.1%}"] if fitted.pace != 1 else []
    return ", ".join(changes) or "as it is"


def _sentence(sentence: PlannedSentence, block: Block) -> dict[str, Any]:
    turns = [
        at
        for at, (_, node) in enumerate(text_nodes(block))
        if isinstance(node, Scalar) and node.line <= sentence.line <= node.last_line
    ]
    return {
        "text": sentence.text,
        "said": sentence.said,
        "speaker": sentence.speaker,
        "turn": turns[0] if turns else None,
        "recorded": bool(sentence.recorded),
        "paragraph": sentence.new_paragraph,
        "line": sentence.line,
        "column": sentence.column,
        "changes": list(_replacements(sentence)),
    }


def _replacements(sentence: PlannedSentence) -> Iterator[dict[str, str]]:
    for piece in sentence.pieces:
        for replacement in piece.replacements:
            yield {"written": replacement.written, "said": replacement.said, "rule": replacement.rule}
