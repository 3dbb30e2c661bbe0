"""What is read of a finished episode."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiobrief.errors import EpisodeError
from audiobrief.production.render import render_episode
from audiobrief.production.session import Settings
from audiobrief.review.proof.episode import read_episode
from audiobrief.script.loader import load_script
from builders import tone_script

TEXT = '  - narration: One (2)[sub:"two"]. [2s] Three.\n'


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("episode")
    return render_episode(load_script(tone_script(folder, TEXT)), folder / "x.mp3", Settings()).audio


def test_an_audio_file_and_its_manifest_are_the_same_episode(rendered: Path) -> None:
    episode = read_episode(rendered)
    assert episode == read_episode(rendered.with_name("x.episode.json"))
    assert (episode.audio, episode.script, episode.language, episode.as_rendered) == (
        rendered,
        "episode.yaml",
        "en",
        True,
    )
    assert [(each.text, each.said) for each in episode.sentences] == [("One 2.", "One two."), ("Three.", "Three.")]
    assert [each.line for each in episode.sentences] == [7, 7]
    ((start, end),) = episode.silences
    assert (start, end) == (episode.sentences[0].end, episode.sentences[1].start)
    # Sentences start on MP3 frames, each 26 ms.
    assert end - start == pytest.approx(2.0, abs=0.014)


def test_a_file_that_was_changed_is_told(rendered: Path, tmp_path: Path) -> None:
    for path in rendered.parent.glob("x.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "x.mp3").write_bytes(rendered.read_bytes() + b"\0")
    assert not read_episode(tmp_path / "x.mp3").as_rendered


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.mp3", None, r"none\.mp3: there is no such file \(render the script first\)"),
        ("none.episode.json", None, r"none\.episode\.json: there is no such file \(render the script first\)"),
        ("x.episode.json", "[", r"this is no manifest: it is not JSON \(render the script again\)"),
        ("x.episode.json", "[]", r"this is no manifest: .* \(render the script again\)"),
        ("x.episode.json", "{}", r"title: field required \(render the script again\)"),
        ("x.episode.json", '{"files": [{"role": "vtt"}]}', "title: field required"),
        ("x.episode.json", '{"files": [{"role": "audio"}], "sentences": [{}]}', "title: field required"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(EpisodeError, match=message) as caught:
        read_episode(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_an_audio_file_without_its_manifest_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "x.mp3").touch()
    with pytest.raises(EpisodeError, match=r"there is no manifest x\.episode\.json beside it"):
        read_episode(tmp_path / "x.mp3")


def test_a_manifest_names_no_file_elsewhere(rendered: Path, tmp_path: Path) -> None:
    manifest = json.loads(rendered.with_name("x.episode.json").read_text(encoding="utf-8"))
    manifest["files"][0]["name"] = "../../x.mp3"
    path = tmp_path / "x.episode.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EpisodeError, match="no file beside the manifest"):
        read_episode(path)


def test_a_manifest_without_sentences_is_refused(rendered: Path, tmp_path: Path) -> None:
    manifest = json.loads(rendered.with_name("x.episode.json").read_text(encoding="utf-8"))
    del manifest["sentences"]
    path = tmp_path / "x.episode.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EpisodeError, match=r"does not name the sentences that are spoken \(render the script again\)"):
        read_episode(path)
