"""A speech recogniser hears the sample: at each chapter it picks out the sentence that opens it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soxr

from audiobrief.audio import encode
from audiobrief.episode.file_set import Episode
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.script.loader import load_script
from audiobrief.script.models.script import Output
from builders import ARTICLE, SAMPLE

if TYPE_CHECKING:
    from soundswallower import Decoder

RATE = 16_000

# What the recogniser's dictionary lacks or says in another way, in its own phonemes.
WORDS = {
    "belarus": "B EH L AH R UW S",
    "lukashenko": "L UW K AH SH EH NG K OW",
    "everybody's": "EH V R IY B AA D IY Z",
    "war": "W AO",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    return render_episode(load_script(SAMPLE), tmp_path_factory.mktemp("sample") / "sample.mp3", Settings())


def openings(episode: Episode) -> list[tuple[float, float, str]]:
    """Return start, end and words of the first sentence that starts in each chapter."""
    cues = re.findall(
        r"(\d+):(\d+):([\d.]+) --> (\d+):(\d+):([\d.]+)\n(?:<v [^>]*>)(.*?)</v>",
        episode.audio.with_suffix(".vtt").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    timed = [
        (int(h) * 3600 + int(m) * 60 + float(s), int(eh) * 3600 + int(em) * 60 + float(es), text)
        for h, m, s, eh, em, es, text in cues
    ]
    found = []
    for chapter in episode.manifest.chapters:
        start, end, text = next(cue for cue in timed if cue[0] >= chapter.start)
        found.append((start, end, " ".join(re.findall(r"[a-z']+", text.lower()))))
    return found


def listener(sentences: list[str]) -> Decoder:
    """Return a recogniser that expects one of the sentences, and does not know which."""
    from soundswallower import Decoder, get_model_path

    decoder: Any = Decoder(
        hmm=get_model_path("en-us"), samprate=RATE, beam=1e-100, pbeam=1e-100, wbeam=1e-80, loglevel="FATAL"
    )
    for word, phonemes in WORDS.items():
        known = decoder.lookup_word(word) is not None
        decoder.add_word(f"{word}(9)" if known else word, phonemes)
    choices = " | ".join(f"({sentence})" for sentence in sentences)
    decoder.set_jsgf_string(f"#JSGF V1.0;\ngrammar openings;\npublic <opening> = {choices};\n")
    return decoder


def hear(decoder: Any, sound: np.ndarray[Any, Any]) -> str:
    samples = soxr.resample(sound.mean(axis=1), 44_100, RATE)
    decoder.start_utt()
    decoder.process_raw((samples * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    text = decoder.hyp.text if decoder.hyp is not None and decoder.hyp.text else ""
    return " ".join(re.sub(r"\(\d\)", "", text).split())


@pytest.mark.slow
def test_each_chapter_opens_with_its_own_words(sample: Episode) -> None:
    expected = openings(sample)
    sentences = [text for _, _, text in expected]
    assert len(set(sentences)) == len(sample.manifest.chapters) == 5
    sound = np.concatenate(list(encode.decode(sample.audio, Output())))
    decoder = listener(sentences)
    heard = []
    for start, end, _ in expected:
        heard.append(hear(decoder, sound[int(start * 44_100) : int(end * 44_100) + 4000]))
    assert heard == sentences


@pytest.mark.slow
def test_the_sample_is_a_briefing_of_three_to_five_minutes(sample: Episode) -> None:
    assert 180 <= sample.manifest.duration <= 300
    assert sample.manifest.content()["loudness"]["integrated_lufs"] == pytest.approx(-16.0, abs=0.5)
    assert sample.manifest.content()["loudness"]["true_peak_dbtp"] <= -1.0


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not here")
def test_the_sample_borrows_no_sentence_but_what_people_said() -> None:
    """Six words in a row that stand in the article as well are part of a quotation, or of a question it answers."""
    article = " ".join(re.findall(r"[a-z0-9']+", ARTICLE.read_text(encoding="utf-8").lower()))
    script = SAMPLE.read_text(encoding="utf-8")
    own = re.sub(r"“[^”]*”", " | ", script)
    own = re.sub(r"chapter: .*", " | ", own)
    for part in own.lower().split("|"):
        words = re.findall(r"[a-z0-9']+", part)
        for at in range(len(words) - 5):
            assert " ".join(words[at : at + 6]) not in article


def test_the_sample_says_that_its_voices_are_synthetic_and_what_it_is_based_on() -> None:
    last = Path(SAMPLE).read_text(encoding="utf-8").split("- outro:")[1]
    assert "synthetic" in last
    assert "ITV News" in last
