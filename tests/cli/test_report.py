"""`report` as people meet it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from lxml import html

from builders import audiobrief, write_wave
from publish.sets import rendered_set

MEASURES = ("integrated_lufs", "true_peak_dbtp")


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    return rendered_set(tmp_path / "out")


def text_of(path: Path) -> str:
    return " ".join(str(html.fromstring(path.read_text("utf-8")).xpath("string()")).split())


def test_there_is_help_with_examples(tmp_path: Path) -> None:
    run = audiobrief("report", "--help", cwd=tmp_path)
    assert run.status == 0
    assert "audiobrief report" in run.out.split("Examples:")[1]


def test_a_page_that_loads_nothing(tmp_path: Path, episode: Path) -> None:
    run = audiobrief("report", "out/episode.mp3", cwd=tmp_path)
    assert (run.status, run.out) == (0, "")
    assert run.err.splitlines()[-1] == "out/episode.report.html: on target"
    path = episode.with_name("episode.report.html")
    assert path.stat().st_size < 2_000_000
    page = html.fromstring(path.read_text("utf-8"))
    assert page.xpath("//script | //*[@style] | //iframe | //object") == []
    addresses = [element.get(key, "data:") for element in page.iter() for key in ("href", "src")]
    assert all(address.startswith("data:") for address in addresses)
    assert "default-src 'none'" in str(page.xpath("string(//meta[@http-equiv]/@content)"))
    text = text_of(path)
    for said in ("All is on target", "The bridge", "Headlines", "as it was rendered", "Not listened to"):
        assert said in text
    manifest = json.loads(episode.with_name("episode.episode.json").read_text("utf-8"))
    assert all(file["sha256"] in text for file in manifest["files"])


def test_figures_as_json(tmp_path: Path, episode: Path) -> None:
    run = audiobrief("report", "out/episode.episode.json", "-o", "page.html", "--json", "-q", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    found = json.loads(run.out)
    manifest = json.loads(episode.with_name("episode.episode.json").read_text("utf-8"))
    assert found["report"] == "page.html"
    assert [found[key] for key in MEASURES] == pytest.approx([manifest["loudness"][key] for key in MEASURES], abs=0.1)
    assert found["findings"] == {"Preflight": [], "Check of the script": None, "Proof": None}
    assert (tmp_path / "page.html").is_file()


def test_an_edited_file_is_the_first_thing_that_is_said(tmp_path: Path, episode: Path) -> None:
    episode.write_bytes(episode.read_bytes()[:-4000])
    run = audiobrief("report", "out/episode.mp3", cwd=tmp_path)
    assert run.status == 0
    assert run.err.startswith("out/episode.mp3: error: episode.mp3: this is not the file that the manifest names.\n")
    assert run.err.count("this is not the file that the manifest names") == 1
    assert "Not fit to go out" in text_of(episode.with_name("episode.report.html"))


@pytest.mark.parametrize(
    ("arguments", "said", "status"),
    [
        (("out/none.mp3",), "out/none.mp3: there is no such file (render the script first)", 1),
        (("out/episode.mp3", "-o", "page.txt"), "the name given with -o ends in .html, and 'page.txt' does not", 2),
        (
            ("out/episode.mp3", "--against", "https://crier.example/a"),
            "https://crier.example/a: check fetches nothing (save the article, and name its file)",
            2,
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, episode: Path, arguments: tuple[str, ...], said: str, status: int
) -> None:
    assert episode.is_file()
    run = audiobrief("report", *arguments, cwd=tmp_path)
    assert (run.status, run.out) == (status, "")
    assert run.err.removeprefix("audiobrief: ").removeprefix("error: ").strip() == said


def test_a_missing_audio_file_is_one_line(tmp_path: Path, episode: Path) -> None:
    episode.unlink()
    run = audiobrief("report", "out/episode.episode.json", cwd=tmp_path)
    assert run.status == 1
    assert run.err.strip() == (
        "out/episode.mp3: there is no such file, and the manifest names it (render the script again)"
    )


def test_nothing_from_a_manifest_is_markup(tmp_path: Path) -> None:
    odd = "<script>alert(1)</script> & \"'\u202e {{ 7 * 7 }}"
    chapters = [{"start": 0.0, "end": 4.0, "title": odd}]
    path = rendered_set(tmp_path / "out", title=odd, chapters=chapters, script=odd, disclosure=odd)
    assert audiobrief("report", "out/episode.mp3", cwd=tmp_path).status == 0
    page = html.fromstring(path.with_name("episode.report.html").read_text("utf-8"))
    assert page.xpath("//script") == []
    assert page.xpath("string(//h1)") == odd


def test_an_older_manifest_has_a_page(tmp_path: Path) -> None:
    path = rendered_set(tmp_path / "out")
    manifest = path.with_name("episode.episode.json")
    content = json.loads(manifest.read_text("utf-8"))
    for key in ("sentences", "silences", "voices", "loudness", "chapters", "audiobrief", "script", "disclosure"):
        content.pop(key, None)
    manifest.write_text(json.dumps(content))
    run = audiobrief("report", "out/episode.mp3", cwd=tmp_path)
    assert run.status == 0
    text = text_of(path.with_name("episode.report.html"))
    for said in ("an older version has written it", "The manifest names no chapters", "an unknown version"):
        assert said in text


def test_the_script_is_checked_and_its_loudness_is_the_target(tmp_path: Path) -> None:
    tone = "{engine: tone}"
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "one.yaml").write_text(
        f"version: 1\ntitle: One\nvoices: {{low: {tone}}}\nvoice: low\nmastering: {{loudness: -20 LUFS}}\n"
        "sounds: {bed: bed.wav}\nsegments:\n  - intro: There are 17 ships in the harbour of the town.\n    bed: bed\n"
        "  - outro: The voices that you heard are synthetic.\n"
    )
    noise = np.random.default_rng(1).standard_normal((132_300, 1)).astype(np.float32)
    write_wave(tmp_path / "scripts" / "bed.wav", noise * np.float32(0.1))
    (tmp_path / "article.txt").write_text("There are 12 ships in the harbour of the town.\n")
    rendering = audiobrief("render", "scripts/one.yaml", "--stems", cwd=tmp_path)
    assert rendering.status == 0, rendering.err
    run = audiobrief("report", "out/one.mp3", "--against", "article.txt", "--json", cwd=tmp_path)
    found = json.loads(run.out)
    assert found["target"]["integrated_lufs"] == -20
    assert any("17" in each["message"] for each in found["findings"]["Check of the script"])
    assert found["bed_below_speech_lu"] == pytest.approx(20, abs=2)
    text = text_of(tmp_path / "out" / "one.report.html")
    assert "one.yaml, compared with article.txt" in text
    assert "Measured on the stems" in text
    stem = tmp_path / "out" / "one.stems" / "music.wav"
    write_wave(stem, np.zeros((44_100, 2), np.float32))
    again = json.loads(audiobrief("report", "out/one.mp3", "--json", cwd=tmp_path).out)
    assert again["bed_below_speech_lu"] is None
    assert "are of another render" in text_of(tmp_path / "out" / "one.report.html")
    (tmp_path / "scripts" / "one.yaml").rename(tmp_path / "One.yaml")
    manifest = tmp_path / "out" / "one.episode.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"script": "One.yaml"}))
    mistaken = json.loads(audiobrief("report", "out/one.mp3", "--json", cwd=tmp_path).out)
    assert mistaken["findings"]["Check of the script"] is None
    text = text_of(tmp_path / "out" / "one.report.html")
    assert "Not done: One.yaml has mistakes (audiobrief check shows them)." in text


def test_a_script_that_is_not_found(tmp_path: Path, episode: Path) -> None:
    assert audiobrief("report", "out/episode.mp3", cwd=tmp_path).status == 0
    text = text_of(episode.with_name("episode.report.html"))
    assert "Not done: the script is not found (name it with --script)." in text
    assert "Not listened to (add --proof)." in text
    assert "an audio file does not tell them apart (render with --stems)." in text


def test_a_further_format_is_not_described(tmp_path: Path, episode: Path) -> None:
    manifest = episode.with_name("episode.episode.json")
    content = json.loads(manifest.read_bytes())
    other = {"role": "alternate", "name": "episode.opus", "type": "audio/ogg", "bytes": 3, "sha256": "a" * 64}
    alternate = {key: content[key] for key in ("duration", "audio", "loudness")} | {"name": "episode.opus"}
    manifest.write_text(json.dumps(content | {"files": [*content["files"], other], "alternates": [alternate]}))
    episode.with_name("episode.opus").write_bytes(b"one")
    run = audiobrief("report", "out/episode.opus", cwd=tmp_path)
    assert (run.status, run.out) == (1, "")
    line = "out/episode.opus: this is a further format of the episode (name out/episode.mp3)"
    assert run.err.strip().removeprefix("error: ") == line
