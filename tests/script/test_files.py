from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import SoundError
from audiobrief.script.files import project_folder, resolve_file, resolve_picture
from builders import sine, write_wave


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A script in the `scripts` folder of a project with one sound."""
    write_wave(tmp_path / "project" / "audio_assets" / "tone.wav", sine(0.01))
    path = tmp_path / "project" / "scripts" / "episode.yaml"
    path.parent.mkdir()
    path.touch()
    return path


def refusal(name: str, script: Path) -> str:
    with pytest.raises(SoundError) as caught:
        resolve_file(name, script, project_folder(script))
    return str(caught.value)


@pytest.mark.parametrize("marker", [".git", "pyproject.toml", "audio_assets", "scripts"])
def test_the_project_is_the_nearest_folder_above_with_a_marker(marker: str, tmp_path: Path) -> None:
    (tmp_path / marker).mkdir()
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)

    assert project_folder(inner / "episode.yaml") == tmp_path


def test_without_a_marker_the_project_is_the_scripts_folder(tmp_path: Path) -> None:
    assert project_folder(tmp_path / "episode.yaml") == tmp_path


def test_a_file_is_named_from_the_folder_of_the_file_that_names_it(script: Path) -> None:
    path = resolve_file("../audio_assets/tone.wav", script, project_folder(script))

    assert path.samefile(script.parent.parent / "audio_assets" / "tone.wav")


def test_a_link_inside_the_project_is_followed(script: Path) -> None:
    (script.parent / "link.wav").symlink_to("../audio_assets/tone.wav")

    assert resolve_file("link.wav", script, project_folder(script)) == script.parent / "link.wav"


def test_a_name_may_hold_any_letters(script: Path) -> None:
    (script.parent / "Füße und ключ.wav").touch()

    assert resolve_file("Füße und ключ.wav", script, project_folder(script)).exists()


@pytest.mark.parametrize("name", ["../../other.wav", "/etc/passwd", "link.wav"])
def test_a_file_outside_the_project_is_refused(name: str, script: Path) -> None:
    (script.parent / "link.wav").symlink_to("/etc/passwd")

    assert refusal(name, script) == f"'{name}' lies outside the project folder (copy it into {script.parent.parent})"


def test_a_folder_is_refused(script: Path) -> None:
    assert refusal("../audio_assets", script) == "'../audio_assets' is a folder (name a file in it)"


def test_a_file_that_is_not_there_has_the_nearest_named(script: Path) -> None:
    assert refusal("../audio_assets/tune.wav", script) == (
        "there is no file '../audio_assets/tune.wav' (did you mean 'tone.wav'?)"
    )


def test_a_file_in_a_folder_that_is_not_there(script: Path) -> None:
    assert refusal("sounds/tone.wav", script) == (
        "there is no file 'sounds/tone.wav' (the folder is not there either; check the path)"
    )


def test_a_file_in_an_empty_folder(script: Path) -> None:
    (script.parent / "empty").mkdir()

    assert (
        refusal("empty/tone.wav", script) == "there is no file 'empty/tone.wav' (the folder is empty; check the path)"
    )


@pytest.mark.parametrize("head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_a_picture_is_a_jpeg_or_a_png(head: bytes, script: Path) -> None:
    (script.parent / "cover").write_bytes(head + b"rest")

    assert resolve_picture("cover", script, project_folder(script)) == script.parent / "cover"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"\x89PNG"])
def test_another_picture_is_refused(content: bytes, script: Path) -> None:
    (script.parent / "cover.jpg").write_bytes(content)

    with pytest.raises(SoundError, match=r"'cover\.jpg' is neither a JPEG nor a PNG picture \(convert it"):
        resolve_picture("cover.jpg", script, project_folder(script))
