"""Whatever the text, all of it is spoken: said twice, it lasts twice as long."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.production.casting import cast_plan
from audiobrief.script.loader import load_script
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.registry import open_engines
from audiobrief.voices.speaking import ClipSource
from builders import write_script

TEXTS = {
    "87,000 characters without a full stop": "word " * 17_400,
    "20,000 letters": "x" * 20_000,
    "a long compound": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "emoji": "Hello 😀 there, 🎉 party.",
    "Cyrillic": "Привет, мир. Как дела? " * 5,
    "marks of other programs": "I said [[r'i@li]] and \\<audio src='/etc/passwd'/> to him.",
    "long numbers": "12345678901234567890 " * 20,
    "a number of 400 figures": "7" * 400,
}


NATURAL = ("hibari", "piper")
"""Engines with a model, which take longer."""


def spoken_seconds(text: str, folder: Path, engine: str = "pyttsx3") -> float:
    body = f"voices:\n  v: {{engine: {engine}}}\nsegments:\n  - narration: |\n      {text}\n"
    with open_engines(folder) as engines:
        _, plan = cast_plan(load_script(write_script(folder, body)), engines)
        spoken = ClipSource(engines, ClipStore(folder / "store"), 44_100)
        lengths = {utterance: len(spoken.clip(utterance).samples) for utterance in dict.fromkeys(plan.utterances())}
    return sum(lengths[utterance] for utterance in plan.utterances()) / 44_100


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_said_twice_lasts_twice_as_long(name: str, tmp_path: Path) -> None:
    text = TEXTS[name].strip()
    once = spoken_seconds(text, tmp_path)
    assert once > sum(character.isalnum() for character in text) * 0.03
    assert spoken_seconds(f"{text}\n\n      {text}", tmp_path) == pytest.approx(2 * once, rel=0.001)


@pytest.mark.slow
@pytest.mark.parametrize("engine", NATURAL)
@pytest.mark.parametrize(
    "name",
    [name for name in TEXTS if not name.startswith("87,000")],
)
def test_a_natural_voice_passes_nothing_over_either(engine: str, name: str, tmp_path: Path) -> None:
    pytest.importorskip(engine, reason=f"{engine} is not installed")
    text = TEXTS[name].strip()[:2000]
    once = spoken_seconds(text, tmp_path, engine)
    assert once > sum(character.isalnum() for character in text) * 0.03
    assert spoken_seconds(f"{text}\n\n      {text}", tmp_path, engine) == pytest.approx(2 * once, rel=0.001)


@pytest.mark.parametrize("letter", ["b", "x", "ж", "ß"])
def test_every_letter_of_a_long_word_is_said(letter: str, tmp_path: Path) -> None:
    """A word of 90 letters lasts as long as two of 45."""
    assert spoken_seconds(letter * 90, tmp_path) == pytest.approx(2 * spoken_seconds(letter * 45, tmp_path), rel=0.001)
