"""Editions: each a set of files of its own, from the same clips, with chapters that are right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audiobrief.audio.assemble import mix
from audiobrief.audio.recipe import Recipe
from audiobrief.audio.sounds import MixSamples
from audiobrief.voices.engines.tone import ToneEngine
from builders import Run, audiobrief, sine, tone_script, write_wave

EXTRA = """\
sounds: {theme: theme.wav}
mastering: {loudness: -16 LUFS}
soundbite: {start: 1s, duration: 10s}
"""
SEGMENTS = """\
  - intro: Good evening. This is what happened today, in one minute and a half.
    bed: theme
    chapter: Headlines
  - narration: The bridge over the river is open again. It had been closed for a week.
    chapter: The bridge
  - narration: The town paid for it, and the state will pay half of it back next year.
    chapter: The money
    optional: true
"""


def render(folder: Path, editions: str, *arguments: str, extra: str = EXTRA) -> Run:
    write_wave(folder / "theme.wav", sine(5))
    tone_script(folder, SEGMENTS, f"editions:\n{editions}{extra}")
    return audiobrief("render", "episode.yaml", "--json", *arguments, cwd=folder)


def manifests(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.out.splitlines()]


def test_each_has_files_of_its_own(tmp_path: Path) -> None:
    run = render(tmp_path, "  short: {target: 0:12}\n  quiet: {beds: false, loudness: -23 LUFS}\n")
    assert run.status == 0, run.err
    whole, short, quiet = manifests(run)
    assert [each["slug"] for each in (whole, short, quiet)] == ["episode", "episode-short", "episode-quiet"]
    assert short["duration"] == pytest.approx(12, abs=0.5)
    assert quiet["duration"] < whole["duration"]  # a bed plays alone before and after the speech
    assert [chapter["title"] for chapter in short["chapters"]] == ["Headlines", "The bridge"]
    assert [chapter["title"] for chapter in quiet["chapters"]] == ["Headlines", "The bridge", "The money"]
    assert quiet["loudness"]["integrated_lufs"] == pytest.approx(-23, abs=0.5)
    assert whole["loudness"]["integrated_lufs"] == pytest.approx(-16, abs=0.5)
    assert whole["soundbite"] == quiet["soundbite"]
    assert short.get("soundbite") is None
    assert len(list((tmp_path / "out").iterdir())) == 18


def test_a_sentence_is_spoken_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []
    synthesize = ToneEngine.synthesize

    def counted(engine: ToneEngine, utterance: Any) -> Any:
        spoken.append(utterance.text)
        return synthesize(engine, utterance)

    monkeypatch.setattr(ToneEngine, "synthesize", counted)
    run = render(tmp_path, "  quiet: {beds: false}\n  loud: {loudness: -14 LUFS}\n", "--no-cache")
    assert run.status == 0, run.err
    assert len(spoken) == len(set(spoken)) == 5


def test_they_are_those_that_a_script_of_that_kind_would_give(tmp_path: Path) -> None:
    # Line numbers of the script stand in the manifest.
    run = render(tmp_path, "  loud: {loudness: -14 LUFS}\n", "--no-cache", extra=f"{EXTRA}slug: episode\n")
    assert run.status == 0, run.err
    other = tmp_path / "other"
    other.mkdir()
    extra = EXTRA.replace("-16 LUFS", "-14 LUFS") + "slug: episode-loud\n"
    assert render(other, "  {}\n", "--no-cache", extra=extra).status == 0
    for path in (other / "out").iterdir():
        content = (tmp_path / "out" / path.name).read_bytes().replace(b'  "edition": "loud",\n', b"")
        assert path.read_bytes() == content, path.name


def test_one_for_radio_is_made_of_the_same_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    def counted(recipe: Recipe, *arguments: Any, **sources: Any) -> MixSamples:
        lengths.append(recipe.length)
        return mix(recipe, *arguments, **sources)

    monkeypatch.setattr("audiobrief.production.render.mix", counted)
    run = render(tmp_path, "  radio: {loudness: -23 LUFS, format: wav}\n", "--no-cache")
    assert run.status == 0, run.err
    whole, radio = manifests(run)
    assert radio["loudness"]["integrated_lufs"] == pytest.approx(-23, abs=0.5)
    assert sum(lengths) == pytest.approx(44_100 * whole["duration"], rel=0.01)
    other = tmp_path / "other"
    other.mkdir()
    extra = EXTRA.replace("-16 LUFS", "-23 LUFS") + "output: {format: wav}\nslug: episode-radio\n"
    assert render(other, "  {}\n", "--no-cache", extra=extra).status == 0
    audio = "episode-radio.wav"
    assert (other / "out" / audio).read_bytes() == (tmp_path / "out" / audio).read_bytes()
    assert not list((tmp_path / "out").glob(".*"))


def test_a_second_render_prints_all_again(tmp_path: Path) -> None:
    first = render(tmp_path, "  loud: {loudness: -14 LUFS}\n")
    again = audiobrief("render", "episode.yaml", "--json", "-v", cwd=tmp_path)
    assert again.out == first.out
    assert "nothing has changed" in again.err
    (tmp_path / "out" / "episode-loud.vtt").unlink()
    assert "nothing has changed" not in audiobrief("render", "episode.yaml", "-v", cwd=tmp_path).err
    assert (tmp_path / "out" / "episode-loud.vtt").exists()


def test_they_stand_beside_the_file_that_is_named(tmp_path: Path) -> None:
    assert render(tmp_path, "  small: {format: m4a}\n", "-o", "public/today.mp3").status == 0
    assert {path.name for path in (tmp_path / "public").glob("*.m*")} == {"today.mp3", "today-small.m4a"}


def test_those_of_the_house_file_hold_unless_the_script_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "show.yaml").write_text("author: A desk\neditions: {loud: {loudness: -14 LUFS}}\n")
    write_wave(tmp_path / "theme.wav", sine(5))
    tone_script(tmp_path, SEGMENTS, f"show: show.yaml\n{EXTRA}")
    assert len(manifests(audiobrief("render", "episode.yaml", "--json", cwd=tmp_path))) == 2
    tone_script(tmp_path, SEGMENTS, f"show: show.yaml\neditions: {{}}\n{EXTRA}")
    assert len(manifests(audiobrief("render", "episode.yaml", "--json", cwd=tmp_path))) == 1


def test_one_that_fails_costs_itself(tmp_path: Path) -> None:
    run = render(tmp_path, "  short: {target: 0:01}\n  quiet: {loudness: -23 LUFS}\n")
    assert run.status == 1
    assert [each["slug"] for each in manifests(run)] == ["episode", "episode-quiet"]
    assert sum(line.startswith("episode.yaml:4:19: ") for line in run.err.splitlines()) == 1


def test_a_target_that_cannot_be_reached_is_said_at_its_place(tmp_path: Path) -> None:
    run = render(tmp_path, "  short: {target: 0:01}\n")
    assert run.status == 1
    assert run.err.splitlines()[-1].startswith("episode.yaml:4:19: ")
    assert (tmp_path / "out" / "episode.mp3").exists()


@pytest.mark.parametrize(
    ("edition", "place"),
    [
        ("short: {length: 0:05}", "4:11"),
        ("short: {beds: perhaps}", "4:17"),
        ("a/b: {}", "4:8"),
        (f"{'x' * 99}: {{}}", "4:3"),
    ],
)
def test_mistakes_are_said_at_their_places(tmp_path: Path, edition: str, place: str) -> None:
    run = render(tmp_path, f"  {edition}\n")
    assert run.status == 2
    assert [line.partition(": ")[0] for line in run.err.splitlines()] == [f"episode.yaml:{place}"]


GERMAN = """\
version: 1
title: Guten Abend
language: de
voices: {narrator: {engine: tone}}
editions: {more: {}}
segments:
  - narration: Die Brücke ist wieder offen.
    chapter: Die Brücke
"""


class TestAnotherScript:
    """An edition that is made of another script."""

    def test_it_has_its_own_words_and_chapters(self, tmp_path: Path) -> None:
        (tmp_path / "german.yaml").write_text(GERMAN)
        run = render(tmp_path, "  de: {script: german.yaml, loudness: -19 LUFS, address: https://de.example/}\n")
        assert run.status == 0, run.err
        _, german = manifests(run)
        assert [german[key] for key in ("slug", "edition", "script", "title", "language")] == [
            "episode-de",
            "de",
            "german.yaml",
            "Guten Abend",
            "de",
        ]
        assert [chapter["title"] for chapter in german["chapters"]] == ["Die Brücke"]
        assert german["loudness"]["integrated_lufs"] == pytest.approx(-19, abs=0.5)
        assert german["show"]["address"] == "https://de.example/"
        assert len(list((tmp_path / "out").iterdir())) == 12  # and none of the editions of the other script

    def test_a_change_in_it_is_rendered(self, tmp_path: Path) -> None:
        (tmp_path / "german.yaml").write_text(GERMAN)
        render(tmp_path, "  de: {script: german.yaml}\n")
        (tmp_path / "german.yaml").write_text(GERMAN.replace("offen", "zu"))
        run = audiobrief("render", "episode.yaml", "--json", cwd=tmp_path)
        assert manifests(run)[1]["sentences"][0]["text"] == "Die Brücke ist wieder zu."

    def test_two_that_name_each_other(self, tmp_path: Path) -> None:
        (tmp_path / "german.yaml").write_text(GERMAN.replace("more: {}", "en: {script: episode.yaml}"))
        run = render(tmp_path, "  de: {script: german.yaml}\n")
        assert [each["slug"] for each in manifests(run)] == ["episode", "episode-de"]

    @pytest.mark.parametrize(
        ("german", "edition", "line"),
        [
            (GERMAN, "de: {script: germn.yaml}", "episode.yaml:4:16: script: there is no file 'germn.yaml'"),
            (GERMAN.replace("chapter", "chaptr"), "de: {script: german.yaml}", "german.yaml:8:5: unknown key 'chaptr'"),
            ("", "de: {script: german.yaml}", "german.yaml:1:1: "),
            (
                GERMAN,
                "de: {publish: site}",
                "episode.yaml:4:17: publish: a site of its own needs an address of its own",
            ),
        ],
    )
    def test_mistakes_are_said_at_their_places(self, tmp_path: Path, german: str, edition: str, line: str) -> None:
        (tmp_path / "german.yaml").write_text(german)
        run = render(tmp_path, f"  {edition}\n")
        assert run.status == 2
        assert [each.startswith(line) for each in run.err.splitlines()] == [True], run.err

    def test_the_house_file_names_none(self, tmp_path: Path) -> None:
        (tmp_path / "german.yaml").write_text(GERMAN)
        (tmp_path / "show.yaml").write_text("author: A desk\neditions: {de: {script: german.yaml}}\n")
        write_wave(tmp_path / "theme.wav", sine(5))
        tone_script(tmp_path, SEGMENTS, f"show: show.yaml\n{EXTRA}")
        run = audiobrief("render", "episode.yaml", cwd=tmp_path)
        assert run.status == 2
        assert run.err.startswith("show.yaml:2:25: script: the house file is for all scripts, and cannot name one")
