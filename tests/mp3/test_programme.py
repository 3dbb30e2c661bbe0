"""A programme in chunks: what one pass gives, the same bytes however it comes about, and little made anew."""

from __future__ import annotations

import random
import shutil
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.master import Setting
from audiobrief.mp3.frames import split_frames
from audiobrief.mp3.programme import ProgrammeMeasure
from audiobrief.reading.utterances import Utterance
from audiobrief.script.models.script import Output
from audiobrief.script.models.voice import Voice
from audiobrief.timeline.timeline import FRAME, Bed, Cue, Speech, Timeline
from audiobrief.units import Samples
from builders import sine
from programmes import decoded_sound, encode, mastered_samples, programme

SAID = Utterance("x", Voice("tone"))


def tone(seconds: float, rate: int, frequency: float = 440.0, level: float = -20.0, channels: int = 1) -> Samples:
    return np.round(sine(seconds, frequency, level, rate, channels) * 32767).astype("<i2")


def noise(seconds: float, rate: int, level: float, channels: int = 2, seed: int = 0) -> Samples:
    chance = np.random.default_rng(seed)
    return (
        np.round(chance.normal(0, level, (round(seconds * rate), channels)) * 32767).clip(-32767, 32767).astype("<i2")
    )


def on_frame(seconds: float, rate: int) -> int:
    return round(seconds * rate / FRAME) * FRAME


def spoken(
    clips: dict[str, Samples], order: list[str], rate: int = 44_100, first: int = 0, gap: float = 0.3
) -> list[Speech]:
    """Put clips one after another, each on a frame."""
    speech, at = [], first
    for key in order:
        speech.append(Speech(at, at + len(clips[key]), SAID, "low"))
        at = -(-(speech[-1].end + round(gap * rate)) // FRAME) * FRAME
    return speech


def level(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64))))


OUTPUTS = list(
    product((64_000, 112_000, 128_000, 160_000, 192_000, 224_000, 256_000, 320_000), (1, 2), (44_100, 48_000))
)
EVERYDAY = {(128_000, 2, 44_100), (64_000, 1, 48_000)}


@pytest.mark.parametrize(
    ("bitrate", "channels", "rate"),
    [output if output in EVERYDAY else pytest.param(*output, marks=pytest.mark.slow) for output in OUTPUTS],
)
def test_a_chunk_of_equal_channels_is_as_loud_as_its_neighbours(
    bitrate: int, channels: int, rate: int, tmp_path: Path
) -> None:
    output = Output(format=("mp3",), bitrate=bitrate, channels=channels, sample_rate=rate)
    clips = {"a": tone(8, rate)}
    speech = spoken(clips, ["a", "a"], rate)
    start = on_frame(17, rate)
    wide = np.concatenate((tone(8, rate), tone(8, rate, 660.0)), axis=1)
    line = Timeline(rate, start + len(wide), tuple(speech), (), (Cue(start, start + len(wide), "wide"),), (), ())
    made = programme(line, clips, ["a", "a"], {"wide": wide}, output)
    measured, frames = encode(made, Setting(3.0, -1.6), tmp_path)
    heard = decoded_sound(measured, frames, line.length, output, tmp_path / "e.mp3")
    assert heard.shape == (line.length, channels)
    for place in (slice(rate, 7 * rate), slice(start + rate, start + 7 * rate)):
        # What is mixed from two channels to one is softer; only its own level is compared.
        given = mastered_samples(made, Setting(3.0, -1.6))[place] / 32768
        assert level(heard[place]) == pytest.approx(level(given), abs=0.05)


class Briefing:
    """Sentences, each a noise of its own, with music under some of them."""

    def __init__(self, sentences: list[str], *, beds: bool = False, rate: int = 44_100) -> None:
        """Lay sentences out; one says how long it is by its letters, and what it is by its text."""
        self.clips = {text: self._said(text, rate) for text in sentences}
        self.sentences = sentences
        self.output = Output(sample_rate=rate)
        speech = spoken(self.clips, sentences, rate)
        length = speech[-1].end + rate
        self.sounds = {"bed": noise(7, rate, 0.05)} if beds else {}
        # Under every other dozen of sentences lies music, from the first on.
        dozens = [speech[at : at + 12] for at in range(0, len(speech), 24)] if beds else []
        places = tuple(Bed(dozen[0].start, dozen[-1].end + rate // 4, "bed", rate // 4) for dozen in dozens)
        self.line = Timeline(rate, length, tuple(speech), (), (), places, ())
        self.programme = programme(self.line, self.clips, sentences, self.sounds, self.output)

    @staticmethod
    def _said(text: str, rate: int) -> Samples:
        seed = int.from_bytes(text.encode()[:8], "big")
        return noise(len(text) * 0.06, rate, 0.06, 1, seed)


def sentences(count: int, seed: int = 0) -> list[str]:
    chance = random.Random(seed)  # a repeatable text
    return [f"{chance.randrange(10**9):09d}{'x' * chance.randrange(15, 120)}" for _ in range(count)]


SETTING = Setting(2.0, -1.6)


class TestTheSameBytes:
    briefing = Briefing(sentences(15), beds=True)

    @pytest.fixture(scope="class")
    @classmethod
    def first(cls, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ProgrammeMeasure, bytes]:
        """Encode the programme once; return the folder with its chunks, what was measured, and the frames."""
        folder = tmp_path_factory.mktemp("first") / "encoded"
        return folder, *encode(cls.briefing.programme, SETTING, folder)

    @pytest.mark.slow
    def test_whatever_the_number_of_jobs(self, first: tuple[Path, ProgrammeMeasure, bytes], tmp_path: Path) -> None:
        made = [encode(self.briefing.programme, SETTING, tmp_path / str(jobs), jobs) for jobs in (1, 5)]
        assert made[0] == made[1] == first[1:]
        assert made[0][0].encoded_chunks == len(self.briefing.programme._chunks)

    def test_kept_or_not(self, first: tuple[Path, ProgrammeMeasure, bytes], tmp_path: Path) -> None:
        folder, measured, frames = first
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        second, again = encode(self.briefing.programme, SETTING, tmp_path)
        assert again == frames
        assert (measured.loudness, measured.checksum) == (second.loudness, second.checksum)
        assert second.encoded_chunks == 0

    @pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
    def test_after_chunks_were_lost_or_damaged(
        self, seed: int, first: tuple[Path, ProgrammeMeasure, bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        folder, measured, frames = first
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        chance = random.Random(seed)
        chunks = sorted((tmp_path / "chunks").rglob("*.chunk"))
        harmed = chance.sample(chunks, chance.randint(1, len(chunks)))
        for path in harmed:
            content = path.read_bytes()
            match chance.choice(("deleted", "emptied", "cut", "flipped", "swapped")):
                case "deleted":
                    path.unlink()
                case "emptied":
                    path.write_bytes(b"")
                case "cut":
                    path.write_bytes(content[: chance.randrange(len(content))])
                case "flipped":
                    at = chance.randrange(len(content))
                    path.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
                case "swapped":
                    path.write_bytes(b"another" + content)
        again, same = encode(self.briefing.programme, SETTING, tmp_path)
        assert same == frames
        assert (again.loudness, again.encoded_chunks) == (measured.loudness, len(harmed))
        assert all("is damaged and is made again" in record.getMessage() for record in caplog.records)

    @pytest.mark.slow
    def test_what_is_done_meanwhile_is_done_once(self, tmp_path: Path) -> None:
        done: list[bool] = []
        for number in (1, 2):  # with all chunks to be made, and with none
            encode(self.briefing.programme, SETTING, tmp_path, meanwhile=lambda: done.append(True))
            assert len(done) == number

    def test_after_an_edit_and_back(self, first: tuple[Path, ProgrammeMeasure, bytes], tmp_path: Path) -> None:
        folder, _, frames = first
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        edited = Briefing([*self.briefing.sentences[:13], "another sentence", *self.briefing.sentences[14:]], beds=True)
        _, others = encode(edited.programme, SETTING, tmp_path)
        back, same = encode(Briefing(list(self.briefing.sentences), beds=True).programme, SETTING, tmp_path)
        assert others != frames
        assert same == frames
        assert back.encoded_chunks == 0


@pytest.mark.slow
@pytest.mark.parametrize("beds", [False, True])
def test_after_a_changed_sentence_at_most_three_chunks_are_made_anew(beds: bool, tmp_path: Path) -> None:
    texts = sentences(130)
    first, frames = encode(Briefing(texts, beds=beds).programme, SETTING, tmp_path)
    whole = split_frames(frames)
    assert len(whole) * FRAME / 44_100 > 600
    chance = random.Random(1)
    counts = []
    # Where no music is: under a bed, what comes behind meets another part of the music.
    for at in chance.sample([at for at in range(130) if at % 24 >= 12], 6):
        changed = f"new {at:05d}{'y' * chance.randrange(15, 120)}"
        measured, edited = encode(
            Briefing([*texts[:at], changed, *texts[at + 1 :]], beds=beds).programme, SETTING, tmp_path
        )
        counts.append(measured.encoded_chunks)
        others = split_frames(edited)
        same_before = next(number for number, pair in enumerate(zip(whole, others, strict=False)) if pair[0] != pair[1])
        same_after = next(
            number for number, pair in enumerate(zip(whole[::-1], others[::-1], strict=False)) if pair[0] != pair[1]
        )
        # What is not the same lies within three chunks of 14 s at most.
        assert len(others) - same_before - same_after <= 3 * 14 * 44_100 / FRAME
    assert max(counts) <= 3, counts
    assert first.encoded_chunks > 50
