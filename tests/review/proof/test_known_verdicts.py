"""A finished episode of which some clips were heard before."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.review.proof.differences import Kind, proof_finding
from audiobrief.review.proof.episode import Report, proof_episode, read_episode
from audiobrief.review.proof.recogniser import HeardWord
from audiobrief.review.proof.verdicts import Verdict, VerdictStore
from audiobrief.script.loader import load_script
from builders import tone_script
from review.proof.listeners import Listener

SENTENCES = ("When the rain came, nobody stayed in town.", "The price of oil was high.", "It fell on Monday.")
SEGMENTS = f"  - narration: |\n      {SENTENCES[0]}\n      {SENTENCES[1]}\n\n      {SENTENCES[2]}\n"


class Desk:
    """An episode that is rendered, with a store of verdicts."""

    def __init__(self, folder: Path, segments: str = SEGMENTS) -> None:
        self.folder = folder
        self.audio = render_episode(load_script(tone_script(folder, segments)), folder / "x.mp3", Settings()).audio
        self.verdicts = VerdictStore("listener", folder / "verdicts")
        self.opened = 0
        self.listener = Listener(())

    def heard_words(self, **others: str) -> tuple[HeardWord, ...]:
        """Return the words of the manifest's sentences at their times, some of them replaced."""
        words: list[HeardWord] = []
        for sentence in read_episode(self.audio).manifest.sentences:
            text = sentence.text.split()
            length = (sentence.end - sentence.start) / len(text)
            for at, word in enumerate(text):
                start = sentence.start + at * length
                words.append(HeardWord(start, start + length, others.get(word, word)))
        return tuple(words)

    def open_listener(self) -> Listener:
        self.opened += 1
        return self.listener

    def proof(self, **others: str) -> Report:
        """Listen to the episode, of which some words are heard as others."""
        self.listener = Listener(self.heard_words(**others))
        return proof_episode(self.audio, self.open_listener, self.verdicts)

    def seconds_heard(self) -> float:
        """Return how much was heard the last time."""
        return sum(excerpt.end - excerpt.start for excerpt in self.listener.excerpts)

    def keys(self, number: int) -> list[str]:
        """Return the keys of the verdicts on the clips of a sentence."""
        clips = read_episode(self.audio).manifest.sentences[number].clips or ()
        return [self.verdicts.key(clip.key, "en", is_foreign=False) for clip in clips]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_manifest_names_the_clips_of_each_sentence(desk: Desk) -> None:
    for sentence in read_episode(desk.audio).manifest.sentences:
        (clip,) = sentence.clips or ()
        assert clip.start == sentence.start
        assert len(clip.key) == 64


def test_what_was_right_is_not_heard_again(desk: Desk) -> None:
    first = desk.proof()
    assert (first.findings, first.word_errors, desk.opened) == ((), 0, 1)
    second = desk.proof()
    assert (second.findings, second.words, desk.opened, desk.listener.excerpts) == ((), first.words, 1, [])


def test_after_an_edit_only_the_new_sentence_is_heard(desk: Desk, tmp_path: Path) -> None:
    desk.proof()
    edited = Desk(tmp_path, SEGMENTS.replace("oil", "gas"))
    assert edited.proof().findings == ()
    sentence = read_episode(edited.audio).manifest.sentences[1]
    assert sentence.end - sentence.start < edited.seconds_heard() < sentence.end - sentence.start + 2.0


def test_what_was_wrong_is_heard_again_at_its_line(desk: Desk) -> None:
    for _ in range(2):
        (finding,) = desk.proof(oil="bread").findings
        assert (finding.kind, finding.place.line, finding.details["heard"]) == (Kind.OTHER_WORDS, 9, "bread")
    assert desk.opened == 2
    assert desk.proof().findings == ()


def test_what_a_render_heard_is_not_heard_again(desk: Desk) -> None:
    for number in range(len(SENTENCES)):
        for key in desk.keys(number):
            desk.verdicts.put(key, Verdict((), word_errors=number))
    report = desk.proof(oil="bread")
    assert (report.findings, report.word_errors, desk.opened) == ((), 3, 0)


def test_a_name_that_a_render_warned_of_is_told_at_its_time(desk: Desk) -> None:
    desk.proof()
    name = proof_finding(Kind.NAME, 0.5, 1, script="Monday", heard="Munday")
    episode_keys = read_episode(desk.audio).manifest.sentences[2]
    desk.verdicts = VerdictStore("other", desk.folder / "verdicts")
    for number in range(len(SENTENCES)):
        for key in desk.keys(number):
            desk.verdicts.put(key, Verdict((name,) if number == 2 else ()))
    (finding,) = desk.proof().findings
    assert (finding.kind, finding.place.line) == (Kind.NAME, 11)
    assert finding.place.time == pytest.approx(episode_keys.start + 0.5)


def test_a_file_that_was_changed_is_heard_as_a_whole(desk: Desk) -> None:
    desk.proof()
    desk.audio.write_bytes(desk.audio.read_bytes() + b"\0")
    desk.proof()
    assert desk.seconds_heard() == pytest.approx(read_episode(desk.audio).manifest.duration, abs=0.1)


def test_verdicts_on_episodes_are_not_taken_for_those_on_clips(desk: Desk) -> None:
    """A bed may have been heard with them."""
    desk.proof()
    assert [desk.verdicts.get(key) for key in desk.keys(0)] == [None]
