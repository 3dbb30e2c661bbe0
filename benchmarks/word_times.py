"""How far the times that voices report for their words lie from those that a forced aligner finds in the sound.

Reads a script with each voice, and prints for each the number of words, the median and the 95th percentile of the
differences of their starts in milliseconds. soundswallower aligns (extra `test`), word for word, each clip by itself.

    python benchmarks/word_times.py [SCRIPT] ENGINE[:VOICE]...
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from soundswallower import Decoder, get_model_path

from audiobrief.reading.utterances import Utterance
from audiobrief.script.loader import load_script
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.plan import make_plan
from audiobrief.voices.engine import Clip
from audiobrief.voices.engines.natural.english_phonemes import english_phonemizer
from audiobrief.voices.engines.phonemes import ipa_to_misaki
from audiobrief.voices.registry import open_engines

RATE = 16_000
LETTERS = (
    "A=EY I=AY O=OW W=AW Y=OY i=IY u=UW æ=AE ɑ=AA ɔ=AO ə=AH ɛ=EH ɜ=ER ɪ=IH ʊ=UH ʌ=AH ᵊ=AH ᵻ=IH b=B d=D f=F h=HH j=Y "
    "k=K l=L m=M n=N p=P s=S t=T v=V w=W z=Z ɡ=G ŋ=NG ɹ=R ʃ=SH ʒ=ZH ð=DH θ=TH ʤ=JH ʧ=CH T=D"
)
ARPABET = dict(letter.split("=") for letter in LETTERS.split())
"""The aligner's name of each of misaki's letters."""


def aligned_starts(decoder: Any, clip: Clip, words: list[str]) -> list[float] | None:
    """Return the second at which each word starts; None if the aligner does not find them."""
    samples = soxr.resample(clip.samples[:, 0].astype(np.float32) / 32768, clip.sample_rate, RATE)
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw((samples * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = [segment for segment in decoder.seg if not re.match(r"[<(\[]", segment.text)]
    if [re.sub(r"\(\d+\)", "", segment.text) for segment in found] != words:
        return None
    return [segment.start for segment in found]


def differences(decoder: Any, utterance: Utterance, clip: Clip) -> list[float]:
    """Return how much later than the aligner an utterance's voice puts each word, in milliseconds."""
    spoken = list(re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*", utterance.text))
    words = [word[0].lower().replace("’", "'") for word in spoken]
    for word in words:
        if decoder.lookup_word(word) is None:
            add_word(decoder, word, english_phonemizer(british=False).sounds(word, [], []).sounds)
    for given in utterance.pronunciations:
        word = utterance.text[given.start : given.end].lower().replace("’", "'")
        if word in words and decoder.lookup_word(f"{word}(9)") is None:
            add_word(decoder, f"{word}(9)", ipa_to_misaki(given.ipa, british=False))
    starts = aligned_starts(decoder, clip, words)
    if starts is None:
        return []
    by_place = {word.text_start + leading(utterance.text[word.text_start :]): word for word in clip.words}
    return [
        (by_place[word.start()].start / clip.sample_rate - start) * 1000
        for word, start in zip(spoken, starts, strict=True)
        if word.start() in by_place
    ]


def add_word(decoder: Any, word: str, sounds: str) -> None:
    """Add a word to the aligner's dictionary, given its sounds in misaki's letters."""
    decoder.add_word(word, " ".join(ARPABET[sound] for sound in sounds if sound in ARPABET))


def leading(text: str) -> int:
    """Return the number of signs before the first letter."""
    return len(text) - len(re.sub(r"^[\W_]+", "", text))


def main(arguments: list[str]) -> None:
    """Print a line for each engine."""
    script = Path("scripts/belarus-briefing.yaml")
    if arguments and arguments[0].endswith(".yaml"):
        script = Path(arguments.pop(0))
    if not arguments:
        sys.exit("name an engine, such as hibari or piper (usage: word_times.py [SCRIPT] ENGINE[:VOICE]...)")
    utterances = dict.fromkeys(make_plan(load_script(script)).utterances())
    decoder: Any = Decoder(
        # Without beams, it also aligns voices that sound little like those that it learned from.
        hmm=get_model_path("en-us"),
        samprate=RATE,
        beam=0,
        pbeam=0,
        wbeam=0,
        loglevel="FATAL",
    )
    with open_engines() as engines:
        for argument in arguments:
            name, _, voice = argument.partition(":")
            found, seconds, total = [], 0.0, 0
            for utterance in utterances:
                own = replace(utterance, voice=Voice(name, voice or None, "en-US"))
                clip = engines[name].synthesize(own)
                seconds += len(clip.samples) / clip.sample_rate
                total += len(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", own.text))
                found += differences(decoder, own, clip)
            apart = np.abs(found)
            print(
                f"{argument}: {len(found)} of {total} words in {seconds:.0f} s, median {np.median(apart):.0f} ms, "
                f"95 % {np.percentile(apart, 95):.0f} ms, mean {np.mean(found):+.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
