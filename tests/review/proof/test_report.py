"""A whole proof, with a listener that hears what it is told to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from audiobrief.review.proof.differences import Kind
from audiobrief.review.proof.report import Report, proof_episode
from audiobrief.review.proof.sound import LONGEST_WINDOW
from builders import sine, write_wave
from review.proof.listeners import SECONDS_A_WORD, Listener, script, words, write_manifest

SENTENCES = tuple(
    f"Number {first} {second} makes every listener smile."
    for first in ("apple", "bread", "cheese", "dough", "eggs")
    for second in ("alpha", "bravo", "charlie", "delta")
)
WHOLE = " ".join(SENTENCES)
SECONDS = len(WHOLE.split()) * SECONDS_A_WORD

Prove = Callable[[Listener], Report]


@pytest.fixture
def prove(tmp_path: Path) -> Prove:
    """Proof an episode whose script lasts 70 s."""

    def proof(listener: Listener) -> Report:
        seconds = max(SECONDS, listener.said[-1].end)
        audio = write_wave(tmp_path / "x.wav", sine(seconds, sample_rate=16_000), 16_000)
        write_manifest(audio, script(*SENTENCES), SECONDS)
        return proof_episode(audio, listener)

    return proof


def test_what_is_heard_as_it_is_written_is_heard_once(prove: Prove) -> None:
    listener = Listener(words(WHOLE))
    report = prove(listener)
    assert (report.findings, report.word_errors, report.complete) == ((), 0, True)
    assert report.words == len(WHOLE.split())
    assert sum(len(each.samples) for each in listener.excerpts) == round(SECONDS * 16_000)
    assert all(each.end - each.start <= LONGEST_WINDOW for each in listener.excerpts)


def test_a_missing_sentence_makes_an_episode_incomplete(prove: Prove) -> None:
    report = prove(Listener(words(WHOLE.replace(SENTENCES[7], "_ _ _ _ _ _ _"))))
    assert [(each.kind, each.place.line) for each in report.findings] == [(Kind.MISSING_SENTENCE, 8)]
    assert not report.complete


def test_another_word_is_found_but_the_episode_is_complete(prove: Prove) -> None:
    report = prove(Listener(words(WHOLE.replace("cheese bravo", "cheese zulu"))))
    assert [(each.kind, each.place.line, each.details["heard"]) for each in report.findings] == [
        (Kind.OTHER_WORDS, 10, "zulu")
    ]
    assert report.complete
    assert (report.word_errors, report.word_error_rate) == (1, 1 / report.words)


def test_what_is_heard_rightly_the_second_time_is_no_finding(prove: Prove) -> None:
    listener = Listener(words(WHOLE.replace("cheese bravo", "cheese zulu")), later=words(WHOLE))
    report = prove(listener)
    assert (report.findings, report.word_errors) == ((), 1)
    assert listener.compared == []


def test_a_word_that_is_heard_but_once_is_not_told(prove: Prove) -> None:
    first = words(WHOLE.replace("cheese bravo", "cheese zulu yankee"))
    then = words(WHOLE.replace("cheese bravo", "cheese zulu _"))
    (finding,) = prove(Listener(first, later=then)).findings
    assert (finding.kind, finding.details["said"], finding.details["heard"]) == (Kind.OTHER_WORDS, "bravo", "zulu")


def test_what_is_not_likelier_than_the_script_is_no_finding(prove: Prove) -> None:
    listener = Listener(words(WHOLE.replace("cheese bravo", "cheese zulu")), sureness=3.0)
    assert prove(listener).findings == ()
    ((heard, expected),) = listener.compared
    assert "cheese zulu makes" in heard
    assert expected == heard.replace("zulu", "bravo")


def test_a_sentence_that_the_recogniser_passes_over_is_heard_by_itself(prove: Prove) -> None:
    """It writes a sentence once that is said twice, and leaves its time empty."""
    twice = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} {SENTENCES[3]}")
    once = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} _ _ _ _ _ _ _")
    report = prove(Listener(words(once), later=words(twice)))
    assert [(each.kind, each.place.line) for each in report.findings] == [(Kind.REPEATED, 4)]


def test_words_that_are_made_up_where_nothing_is_said_are_not_taken(prove: Prove) -> None:
    gap = WHOLE.replace(SENTENCES[3], f"{SENTENCES[3]} _ _ _ _ _ _ _")
    nonsense = words(gap) + tuple(word for at in range(140) for word in words("you", 14.0 + at * 0.025))
    assert prove(Listener(words(gap), later=tuple(sorted(nonsense, key=lambda word: word.start)))).findings == ()


def test_silence_is_found_in_the_sound(tmp_path: Path) -> None:
    sound = np.concatenate([sine(7.0), sine(3.0, level=-70), sine(SECONDS - 7.0)])
    audio = write_wave(tmp_path / "x.wav", sound)
    write_manifest(audio, script(*SENTENCES), SECONDS)
    late = words(WHOLE.replace(SENTENCES[1], f"{SENTENCES[1]} _ _ _ _ _ _"))
    report = proof_episode(audio, Listener(late))
    assert [(each.kind, each.place.line, each.details["seconds"]) for each in report.findings] == [
        (Kind.DEAD_AIR, 2, 3.0)
    ]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    audio = write_wave(tmp_path / "x.wav", sine(SECONDS, sample_rate=16_000), 16_000)
    write_manifest(audio, script(*SENTENCES), SECONDS)
    told: dict[str, tuple[int, int]] = {}
    proof_episode(audio, Listener(words(WHOLE)), lambda stage, done, total: told.update({stage: (done, total)}))
    assert told == {"listening": (70, 70), "hearing again": (0, 0)}


def test_an_episode_without_speech_has_nothing_to_miss(tmp_path: Path) -> None:
    audio = write_wave(tmp_path / "x.wav", sine(4.0))
    write_manifest(audio, script(), 4.0)
    report = proof_episode(audio, Listener(()))
    assert (report.words, report.findings, report.word_error_rate) == (0, (), 0.0)
    (finding,) = proof_episode(audio, Listener(words("Thank you very much"))).findings
    assert finding.kind is Kind.UNEXPECTED
