"""`audiobrief render --proof` as people meet it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import render
from audiobrief.production.casting import cast_plan
from audiobrief.review.proof import recogniser
from audiobrief.script.loader import load_script
from audiobrief.voices.clip_store import ClipStore
from audiobrief.voices.engines.tone import ToneEngine
from audiobrief.voices.speaking import ClipSource
from audiobrief.voices.takes import cut_take
from builders import audiobrief_process, tone_script
from review.proof.pupil import Pupil

FIRST = "When the rain came, nobody stayed in town."
SECOND = "It fell on Monday."
SEGMENTS = f"  - narration: {FIRST} {SECOND}\n"


class Newsroom:
    """A folder with a script, and a recogniser that is taught."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pupil = Pupil()
        self.opened = 0

    def open_recogniser(self, _threads: int) -> Pupil:
        self.opened += 1
        return self.pupil

    def teach(self, heard: dict[str, str], segments: str = SEGMENTS) -> None:
        """Write the script, and teach what is heard of its sentences; a take that is cut is heard rightly."""
        engines: Any = {"tone": ToneEngine()}
        script, plan = cast_plan(load_script(tone_script(self.folder, segments)), engines)
        clips = ClipSource(engines, ClipStore(self.folder / "taught"), script.output.sample_rate)
        for utterance in plan.utterances():
            self.pupil.teach(clips, utterance, heard.get(utterance.text, utterance.text))
            if (take := cut_take(utterance)) is not None:
                self.pupil.teach(clips, take, utterance.text)

    def render(self, *options: str) -> Result:
        """Render the script."""
        logging.getLogger("audiobrief").setLevel(logging.WARNING)
        arguments = [str(self.folder / "episode.yaml"), "-o", str(self.folder / "x.mp3"), *options]
        return CliRunner().invoke(render.command, arguments, standalone_mode=False)


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    newsroom = Newsroom(tmp_path)
    monkeypatch.setattr(recogniser, "open_recogniser", newsroom.open_recogniser)
    monkeypatch.setattr(recogniser, "recogniser_identity", lambda: "pupil")
    return newsroom


def test_a_script_that_is_said_rightly_is_rendered_and_heard_once(newsroom: Newsroom) -> None:
    newsroom.teach({})
    assert newsroom.render("--proof").return_value == 0
    assert newsroom.pupil.heard == [FIRST, SECOND]
    plain = (newsroom.folder / "x.mp3").read_bytes()
    # Nothing is heard after an edit that changes no clip, and nothing but what is new after another.
    newsroom.teach({}, SEGMENTS + "  - narration: Then it rose again.\n")
    assert newsroom.render("--proof").return_value == 0
    assert newsroom.pupil.heard == [FIRST, SECOND, "Then it rose again."]
    newsroom.teach({}, SEGMENTS)
    assert newsroom.render("--proof").return_value == 0
    assert (len(newsroom.pupil.heard), newsroom.opened) == (3, 2)
    assert (newsroom.folder / "x.mp3").read_bytes() == plain


def test_a_clip_that_is_wrong_is_spoken_again(newsroom: Newsroom) -> None:
    newsroom.teach({})
    newsroom.render()
    plain = (newsroom.folder / "x.mp3").read_bytes()
    newsroom.teach({FIRST: "When the rain came, nobody stayed."})
    assert newsroom.render("--proof").return_value == 0
    spoken_again = (newsroom.folder / "x.mp3").read_bytes()
    assert spoken_again != plain
    assert newsroom.render("--proof", "--no-cache").return_value == 0
    assert (newsroom.folder / "x.mp3").read_bytes() == spoken_again
    assert newsroom.render().return_value == 0
    assert (newsroom.folder / "x.mp3").read_bytes() == plain


def test_what_stays_wrong_gives_1_and_the_line_and_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.teach({SECOND: "It fell on Sunday."})
    run = newsroom.render("--proof")
    assert run.return_value == 1
    assert run.stderr.startswith(f"{newsroom.folder / 'episode.yaml'}:7:")
    assert "said “Monday”, heard “Sunday”" in run.stderr
    assert not (newsroom.folder / "x.mp3").exists()
    assert newsroom.render().return_value == 0


def test_without_the_extra_nothing_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "of = metadata.version\n"
        "def version(name):\n"
        "    if name == 'faster-whisper':\n"
        "        raise metadata.PackageNotFoundError(name)\n"
        "    return of(name)\n"
        "metadata.version = version\n"
    )
    script = tone_script(tmp_path, SEGMENTS)
    run = audiobrief_process("render", script, "--proof", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert (run.status, run.out) == (1, "")
    assert run.err.endswith('the speech recogniser is not installed (python -m pip install "audiobrief[proof]")\n')
    assert not (tmp_path / "out").exists()
