"""What `render` left is read, and refused where it is not what the manifest says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from audiobrief.errors import AudiobriefError
from audiobrief.publish.rendered import LARGEST_TEXT, RenderedEpisode, read_rendered
from publish.sets import rendered_set


def changed(folder: Path, **said: Any) -> Path:
    """Write an episode whose manifest says something else, and give the manifest."""
    path = rendered_set(folder).with_name("episode.episode.json")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | said), encoding="utf-8")
    return path


def checked(path: Path) -> RenderedEpisode:
    """Read an episode, and check it as `publish` does."""
    episode = read_rendered(path)
    episode.check()
    return episode


def refusal(episode: Path) -> str:
    with pytest.raises(AudiobriefError) as caught:
        checked(episode)
    message = str(caught.value)
    assert message.startswith(str(episode.parent))
    assert message.endswith(")")
    assert "\n" not in message
    return message


def test_a_whole_set_is_read(tmp_path: Path) -> None:
    rendered = checked(rendered_set(tmp_path))
    assert (rendered.manifest.title, rendered.audio_path.name) == ("The bridge", "episode.mp3")
    assert rendered.manifest.publication_time == datetime(2024, 5, 1, tzinfo=UTC)
    assert rendered.manifest.sentences[0].text == "Good evening."


def test_a_time_of_publishing_wins_over_the_date(tmp_path: Path) -> None:
    rendered = checked(changed(tmp_path, publish_at="2024-05-02T08:00:00+02:00"))
    assert rendered.manifest.publication_time == rendered.manifest.not_before == datetime(2024, 5, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["episode.mp3", "episode.vtt", "episode.srt", "episode.transcript.json", "episode.chapters.json"]
)
def test_each_file_is_looked_at(tmp_path: Path, name: str) -> None:
    episode = rendered_set(tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:-1] + b"~")
    assert "this is not the file that the manifest names (render the script again)" in refusal(episode)
    (tmp_path / name).unlink()
    assert f"{name}: the file is missing" in refusal(episode)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert "there is no such file (render the script first)" in refusal(tmp_path / "x.mp3")
    (tmp_path / "x.mp3").write_bytes(b"")
    assert "there is no manifest x.episode.json beside it" in refusal(tmp_path / "x.mp3")


def test_an_audio_file_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    rendered_set(tmp_path)
    (tmp_path / "episode.m4a").write_bytes(b"")
    assert "episode.episode.json beside it is of episode.mp3" in refusal(tmp_path / "episode.m4a")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"title": "a\x07b"}, "title: it holds the control character U+0007 (take it out of the script"),
        ({"title": "a\ufffeb"}, "title: it holds the control character U+FFFE"),
        ({"summary": "\x1b[31m"}, "summary: it holds the control character U+001B"),
        ({"title": "x" * 256}, "the title has 256 characters, and feeds take 1 to 255"),
        ({"title": "  "}, "the title has 0 characters"),
        ({"title": None}, "title: input should be a valid string"),
        ({"slug": "../../etc"}, "'../../etc' cannot stand in an address"),
        ({"slug": "a b"}, "'a b' cannot stand in an address"),
        ({"files": []}, "it names no audio file"),
        ({"date": "yesterday"}, "date: 'yesterday' is no date"),
        ({"duration": "long"}, "duration: input should be a valid number"),
        (
            {"files": [{"role": "audio", "name": "../x.mp3", "type": "", "bytes": 1, "sha256": ""}]},
            "no file beside the manifest",
        ),
    ],
)
def test_a_manifest_that_says_nonsense_is_refused(tmp_path: Path, said: dict[str, Any], message: str) -> None:
    assert message in refusal(changed(tmp_path, **said))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    rendered_set(tmp_path)
    path = tmp_path / "episode.episode.json"
    path.write_bytes(content)
    assert "(render the script again)" in refusal(path)


def with_opus(folder: Path) -> Path:
    """Write an episode that was also rendered as Opus, and give that file's path; it is not there."""
    manifest = json.loads(rendered_set(folder).with_name("episode.episode.json").read_bytes())
    other = {"role": "alternate", "name": "episode.opus", "type": "audio/ogg", "bytes": 3, "sha256": "a" * 64}
    alternate = {key: manifest[key] for key in ("duration", "audio", "loudness")} | {"name": "episode.opus"}
    changed(folder, files=[*manifest["files"], other], alternates=[alternate])
    return folder / "episode.opus"


def test_a_further_format_names_the_episode_and_is_not_looked_at(tmp_path: Path) -> None:
    rendered = checked(with_opus(tmp_path))
    assert rendered.audio_path.name == "episode.mp3"
    assert rendered.manifest.alternates[0].name == "episode.opus"


def test_a_further_format_may_be_as_large_as_an_audio_file(tmp_path: Path) -> None:
    path = with_opus(tmp_path)
    with path.open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    rendered = read_rendered(path)
    (other,) = (each for each in rendered.manifest.files if each.role == "alternate")
    state = rendered.file_state(other)
    assert (state.bytes, state.problem) == (LARGEST_TEXT + 1, None)
