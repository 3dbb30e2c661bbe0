"""Clips that are heard before they are mixed, by a listener that hears what it is taught."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from audiobrief.errors import ProofError
from audiobrief.production.casting import cast_plan
from audiobrief.reading.utterances import Utterance
from audiobrief.review.proof.clips.batches import SpokenClip
from audiobrief.review.proof.clips.clip_proof import ClipProof
from audiobrief.review.proof.clips.hearing import hear_clips
from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.pace import Excess
from audiobrief.review.proof.recogniser import Recogniser
from audiobrief.review.proof.sound import RATE
from audiobrief.review.proof.verdicts import VerdictStore
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Script
from audiobrief.timeline.plan import Plan
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.speaking import ClipSource, resample
from audiobrief.voices.takes import cut_take
from builders import tone_script
from recorder import Recorder
from review.proof.pupil import Pupil

FIRST = "When the rain came, nobody stayed in town."
SECOND = "The price of oil in Minsk was high."
THIRD = "It fell on Monday."
TEXT = f"  - narration: |\n      {FIRST}\n      {SECOND}\n\n      {THIRD}\n"


@dataclass
class Studio:
    """A script that is spoken with tones."""

    script: Script
    plan: Plan
    clips: ClipSource
    pupil: Pupil
    folder: Path

    def utterance(self, text: str) -> Utterance:
        """Return the utterance of a sentence."""
        (utterance,) = (utterance for utterance in self.plan.utterances() if utterance.text == text)
        return utterance

    def teach(self, **heard: str) -> None:
        """Teach what is heard: each sentence as it is written, unless other words are given."""
        for name, text in (("first", FIRST), ("second", SECOND), ("third", THIRD)):
            self.pupil.teach(self.clips, self.utterance(text), heard.get(name, text))

    def proof(self) -> ClipProof:
        """Return what listens, with the pupil."""

        def open_recogniser() -> Recogniser:
            return self.pupil

        return ClipProof(open_recogniser, VerdictStore("pupil", self.folder / "verdicts"))

    def listen(self, proof: ClipProof | None = None) -> Mapping[Utterance, Utterance]:
        """Listen to the clips."""
        return (proof or self.proof())(self.script, self.plan, self.clips)


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return make_studio(tmp_path, TEXT)


def make_studio(folder: Path, text: str) -> Studio:
    engines: Any = {"tone": Recorder()}
    script, plan = cast_plan(load_script(tone_script(folder, text)), engines)
    clips = ClipSource(engines, ClipStore(folder / "clips"), script.output.sample_rate)
    return Studio(script, plan, clips, Pupil(), folder)


def test_clips_that_are_right_are_heard_once(studio: Studio) -> None:
    studio.teach()
    proof = studio.proof()
    assert studio.listen(proof) == {}
    assert (proof.heard, studio.pupil.heard) == (3, [FIRST, SECOND, THIRD])
    later = studio.proof()
    assert studio.listen(later) == {}
    assert (later.heard, len(studio.pupil.heard)) == (0, 3)


def test_after_an_edit_only_new_clips_are_heard(studio: Studio, tmp_path: Path) -> None:
    studio.teach()
    studio.listen()
    edited = make_studio(tmp_path, TEXT.replace("on Monday", "on the next day"))
    edited.pupil.teach(edited.clips, edited.utterance("It fell on the next day."), "It fell on the next day.")
    proof = edited.proof()
    assert edited.listen(proof) == {}
    assert (proof.heard, edited.pupil.heard) == (1, ["It fell on the next day."])


def test_another_recogniser_hears_all(studio: Studio) -> None:
    studio.teach()
    studio.listen()
    other = ClipProof(lambda: studio.pupil, VerdictStore("other", studio.folder / "verdicts"))
    studio.listen(other)
    assert other.heard == 3


def test_a_clip_that_is_wrong_is_spoken_in_another_take(studio: Studio) -> None:
    studio.teach(first="When the rain came, nobody stayed.")
    utterance = studio.utterance(FIRST)
    take = cut_take(utterance)
    assert take is not None
    studio.pupil.teach(studio.clips, take, FIRST)
    assert studio.listen() == {utterance: take}
    # The take's verdict is stored, too.
    later = studio.proof()
    assert studio.listen(later) == {utterance: take}
    assert later.heard == 0


@pytest.mark.parametrize(
    ("name", "heard", "line", "message"),
    [
        ("first", "When the rain came, nobody stayed in.", 8, "left out: “town”"),
        ("second", "The price of oil in Minsk was low.", 9, "said “high”, heard “low”"),
        ("third", "It fell fell on Monday.", 11, "heard twice: “fell”"),
        ("first", f"{FIRST} Thanks for watching.", 8, "heard “Thanks for watching”"),
        ("third", f"{THIRD} Thanks for watching.", 11, "heard “Thanks for watching”"),
        ("second", "Good evening to them all.", 9, "not heard: “The price of oil in Minsk was high.”"),
    ],
)
def test_what_stays_wrong_is_an_error_at_the_line(
    name: str, heard: str, line: int, message: str, studio: Studio
) -> None:
    studio.teach(**{name: heard})
    if (take := cut_take(studio.utterance(FIRST))) is not None:
        studio.pupil.teach(studio.clips, take, heard)
    with pytest.raises(ProofError) as caught:
        studio.listen()
    (problem,) = caught.value.problems
    assert problem.position.line == line
    assert message in problem.what
    assert caught.value.exit_status == 1


@pytest.mark.parametrize(
    ("excess", "kinds"),
    [
        (None, []),
        (Excess(0.4, is_certain=False), []),
        (Excess(0.8, is_certain=True), [(Kind.TOO_LONG, "lasts 0.8 s longer than its words do")]),
    ],
)
def test_a_clip_that_is_much_too_long_has_something_else_in_it(
    excess: Excess | None, kinds: list[tuple[Kind, str]], studio: Studio
) -> None:
    studio.teach()
    utterance = studio.utterance(THIRD)
    clip = resample(studio.clips.clip(utterance), RATE)
    (verdict,) = hear_clips([SpokenClip(utterance, clip, is_foreign=False, excess=excess)], studio.pupil, "en")
    assert [(finding.kind, finding.message) for finding in verdict.findings] == kinds


def test_a_name_that_sounds_otherwise_is_a_warning(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    studio.teach(second="The price of oil in Munst was high.")
    with caplog.at_level(logging.WARNING):
        assert studio.listen() == {}
    (record,) = caplog.records
    assert "the name “Minsk” sounds like “Munst”" in record.getMessage()


def test_a_name_that_sounds_as_the_script_says_is_right(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    studio = make_studio(tmp_path, TEXT.replace("Minsk", '(Minsk)[ipa:"mʌnst"]'))
    studio.teach(second="The price of oil in Munst was high.")
    with caplog.at_level(logging.WARNING):
        assert studio.listen() == {}
    assert caplog.records == []


def test_a_take_that_sounds_the_same_is_not_heard(studio: Studio) -> None:
    studio.teach(third="It rose on Monday.")
    with pytest.raises(ProofError):
        studio.listen()
    # A tone has no seed, and its length does not follow from the sounds of a word.
    assert len([text for text in studio.pupil.heard if "rose" in text]) <= 2
