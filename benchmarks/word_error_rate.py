"""How many words of episodes a speech recogniser hears otherwise than they are written.

    python benchmarks/word_error_rate.py SCRIPT_OR_EPISODE... [--window SECONDS]

Scripts are rendered first. Whisper base hears each episode once, in windows of at most 25 s that are cut at quiet
places, without knowing the script. Both texts are then written in one form: numbers in digits, dates in one order,
contractions in full, no signs, no capital letters. Words are the same if they are pronounced the same (grey and gray,
Philips and Phillips), only joined in another way (healthcare and health care), or the British and the American
spelling of one word (metres and meters). Of scripts, the lexicon's pronunciations count, too: a name that is heard as
something that is said so is heard rightly.

For each episode, one line has the number of words, that of words that were swapped, left out or put in, and the rate.
The errors follow, each with its time, so that one can listen to it: is it the voice that errs, or the recogniser?
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from audiobrief.production.casting import cast_plan
from audiobrief.review.proof.comparison.align import Alignment, align
from audiobrief.review.proof.comparison.phonemes import ALIKE, Pronunciations, look_up_pronunciations
from audiobrief.review.proof.comparison.sameness import are_same
from audiobrief.review.proof.episode import read_episode
from audiobrief.review.proof.recogniser import Recogniser, open_recogniser
from audiobrief.review.proof.sound import decode_speech, levels, windows
from audiobrief.review.proof.texts import HeardText, ScriptText, given_sounds, heard_text, script_text
from audiobrief.script.loader import load_script
from audiobrief.voices.registry import open_engines

WINDOW = 25.0
SCRIPTS = {".yaml", ".yml"}

SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"(?<=\w\w)our(?=(?:s|ed|ing|able|ful|hood|ites?)?$)", "or"),
        (r"(?<=[bt])re(?=s?$)", "er"),
        (r"(?<=[iy])s(?=(?:e|es|ed|ing|ers?|ations?|able)$)", "z"),
        (r"(?<=\w)ll(?=(?:ed|ing|ers?)$)", "l"),
        (r"(?<=\w\wen)ce(?=s?$)", "se"),
        (r"(?<=\w)mme(?=s?$)", "m"),
        (r"(?<=og)ue(?=s?$)", ""),
    )
)
"""Endings of words in British spelling, with those in American spelling."""

Error = tuple[float, int, str, str]
"""Seconds, words, what is written, and what was heard."""


def render(script: Path, folder: Path) -> Path:
    """Render a script, and return the episode."""
    episode = folder / f"{script.stem}.mp3"
    command = [Path(sys.executable).with_name("audiobrief"), "render", script, "-o", episode, "-q"]
    subprocess.run(command, check=True)
    return episode


def lexicon_sounds(script: Path, folder: Path) -> dict[str, str]:
    """Return the words of a script to which its lexicon gives sounds, with their IPA."""
    with open_engines(folder) as engines:
        _, plan = cast_plan(load_script(script), engines)
        return given_sounds(plan.spoken_utterances())


def errors(script: ScriptText, heard: HeardText, language: str) -> Iterator[Error]:
    """Yield the words of a script that were heard otherwise."""
    known = Pronunciations(given=script.sounds)
    sounds = look_up_pronunciations({*script.words, *heard.words}, language, known)
    alignment = align(script.words, heard.words, sounds)
    for gap in alignment.differences:
        time = heard.start_of(gap.heard_start)
        texts = script.text(gap.start, gap.end), heard.text(gap.heard_start, gap.heard_end)
        yield time, max(gap.missing, gap.extra), *texts
    for one, other in nearly_alike(alignment, script, heard, sounds):
        yield heard.start_of(other), 1, script.text(one, one + 1), heard.text(other, other + 1)


def nearly_alike(
    alignment: Alignment, script: ScriptText, heard: HeardText, sounds: Pronunciations
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of words that were taken for the same, although a sound differs: 'column' and 'columns'."""
    for one, other in alignment.matches.items():
        written, said = script.words[one], heard.words[other]
        if are_same([written], [said], Pronunciations()) or american(written) == american(said):
            continue
        if 0.0 < sounds.distance([written], [said]) <= ALIKE:
            yield one, other


def american(word: str) -> str:
    """Return a word in American spelling."""
    for british, replacement in SPELLINGS:
        word = british.sub(replacement, word)
    return word


def measure(path: Path, recogniser: Recogniser, window: float, given: Mapping[str, str]) -> tuple[int, list[Error]]:
    """Return the number of words of an episode, and the errors in order of time."""
    episode = read_episode(path)
    language = episode.manifest.language
    sound = decode_speech(episode.audio)
    parts = [recogniser.hear(sound.part(*bounds), language) for bounds in windows(levels(sound), longest=window)]
    script = replace(script_text(episode.manifest.sentences, language), sounds=given)
    return len(script.words), sorted(errors(script, heard_text(parts, sound.end, language), language))


def main() -> None:
    """Measure, and print a table with the errors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", type=Path, nargs="+", metavar="SCRIPT_OR_EPISODE")
    parser.add_argument("--window", type=float, default=WINDOW, help="seconds that are heard at once, at most 28")
    arguments = parser.parse_args()
    recogniser = open_recogniser(os.cpu_count() or 1)
    all_words = all_errors = 0
    with tempfile.TemporaryDirectory() as name:
        for path in arguments.paths:
            is_script = path.suffix in SCRIPTS
            episode = render(path, Path(name)) if is_script else path
            given = lexicon_sounds(path, Path(name)) if is_script else {}
            words, found = measure(episode, recogniser, arguments.window, given)
            wrong = sum(count for _, count, _, _ in found)
            all_words, all_errors = all_words + words, all_errors + wrong
            print(f"{path.stem:24} {words:5} words {wrong:4} errors {wrong / max(1, words):7.2%}", flush=True)
            for time, count, written, heard in found:
                print(f"    {int(time) // 60}:{time % 60:04.1f}  {count}  {written or '-'} | {heard or '-'}")
    print(f"{'all':24} {all_words:5} words {all_errors:4} errors {all_errors / max(1, all_words):7.2%}")


if __name__ == "__main__":
    main()
