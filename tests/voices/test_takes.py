"""Other takes of an utterance."""

from __future__ import annotations

from pathlib import Path

from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.units import milliseconds_to_samples
from audiobrief.voices.clip_store import ClipStore, clip_key
from audiobrief.voices.engines.tone import tone_length
from audiobrief.voices.speaking import ClipSource
from audiobrief.voices.takes import CUT, SEED, cut_take, parts_of, respelled_take, seed_take
from recorder import Recorder

RATE = 44_100
VOICE = Voice("tone", "440")
LONG = Utterance("When the rain came, they went home to Minsk, and slept.", VOICE)


def texts(take: Utterance | None) -> list[str]:
    assert take is not None
    return [part.text for part in parts_of(take)]


def test_a_take_is_cut_at_the_end_of_the_clause_nearest_to_the_middle() -> None:
    assert texts(cut_take(LONG)) == ["When the rain came,", "they went home to Minsk, and slept."]
    assert texts(LONG) == [LONG.text]
    assert texts(seed_take(LONG)) == [LONG.text]


def test_an_utterance_without_clauses_is_not_cut() -> None:
    assert cut_take(Utterance("They went home to Minsk.", VOICE)) is None
    assert cut_take(Utterance("So, they went home to Minsk.", VOICE)) is None
    assert cut_take(Utterance("They sold 390,000 barrels of oil.", VOICE)) is None


def test_pronunciations_and_stresses_go_with_their_parts() -> None:
    utterance = Utterance(LONG.text, VOICE, (Pronunciation(38, 43, "mɪnsk"),), ((9, 13), (20, 24)))
    take = cut_take(utterance)
    assert take is not None
    first, second = parts_of(take)
    assert (first.pronunciations, first.stresses) == ((), ((9, 13),))
    assert (second.pronunciations, second.stresses) == ((Pronunciation(18, 23, "mɪnsk"),), ((0, 4),))


def test_no_cut_falls_into_a_word_with_a_pronunciation() -> None:
    utterance = Utterance("They went to Saint, Malo and then home", VOICE, (Pronunciation(13, 24, "x"),))
    assert cut_take(utterance) is None


def test_a_respelled_take_has_sounds_for_words_that_had_none() -> None:
    utterance = Utterance("Kyiv and Minsk met Kyiv.", VOICE, (Pronunciation(0, 4, "kiːv"),))
    take = respelled_take(utterance, {"kyiv": "kaɪv", "minsk": "mɪnsk", "oslo": "ɒzləʊ"})
    assert take is not None
    assert [(known.start, known.end, known.ipa) for known in take.pronunciations] == [
        (0, 4, "kiːv"),
        (9, 14, "mɪnsk"),
        (19, 23, "kaɪv"),
    ]
    assert respelled_take(utterance, {"oslo": "ɒzləʊ"}) is None


def test_takes_have_keys_of_their_own() -> None:
    assert repr(LONG) == repr(seed_take(LONG))
    keys = {clip_key(utterance, "1", RATE) for utterance in (LONG, seed_take(LONG), cut_take(LONG)) if utterance}
    assert len(keys) == 3
    assert (CUT, SEED) == (1, 2)


def test_a_take_is_spoken_instead_of_its_utterance(tmp_path: Path) -> None:
    engine, take = Recorder(), cut_take(LONG)
    assert take is not None
    clips = ClipSource({"tone": engine}, ClipStore(tmp_path / "clips"), RATE)
    once, key = clips.clip(LONG), clips.key(LONG)
    clips.use_takes({LONG: take})
    assert clips.key(LONG) == clips.key(take) != key
    in_two = clips.clip(LONG)
    assert engine.asked == [LONG.text, *texts(take)]
    added = len(in_two.samples) - len(once.samples)
    spaces = sum(tone_length(part, 1.0) for part in texts(take)) - tone_length(LONG.text, 1.0)
    assert abs(added - milliseconds_to_samples(120, RATE) - spaces) < RATE * 0.02
