from __future__ import annotations

import struct
import unicodedata
import zlib
from pathlib import Path

import pytest

from audiobrief.cache.kinds import PICTURES
from audiobrief.cache.records import RecordStore
from audiobrief.errors import SoundError
from audiobrief.script import pictures
from audiobrief.script.files import project_folder, resolve_file, resolve_picture
from builders import picture, sine, write_wave


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_a_picture_is_a_jpeg_or_a_png(kind: str, mode: str, script: Path) -> None:
    (script.parent / "cover").write_bytes(picture(kind, mode=mode))

    assert resolve_picture("cover", script, project_folder(script)) == script.parent / "cover"


def test_a_whole_picture_is_decoded_once(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = script.parent / "kept"
    content = picture("PNG", 200, 200)
    (script.parent / "cover").write_bytes(content)
    resolve_picture("cover", script, project_folder(script), kept)
    (record,) = kept.iterdir()
    with monkeypatch.context() as without_pillow:
        without_pillow.setattr(pictures, "_decode", None)
        assert resolve_picture("cover", script, project_folder(script), kept) == script.parent / "cover"
    record.write_text("damaged")
    resolve_picture("cover", script, project_folder(script), kept)
    assert RecordStore(kept, PICTURES).get(record.stem) is True


def test_a_broken_picture_is_refused_each_time(script: Path) -> None:
    kept = script.parent / "kept"
    content = picture("PNG", 200, 200)
    (script.parent / "cover.jpg").write_bytes(content)
    resolve_picture("cover.jpg", script, project_folder(script), kept)
    (script.parent / "cover.jpg").write_bytes(content[:-30])
    for _ in range(2):
        with pytest.raises(SoundError) as caught:
            resolve_picture("cover.jpg", script, project_folder(script), kept)
        assert str(caught.value) == BROKEN
    assert len(list(kept.iterdir())) == 1


def picture_refusal(content: bytes, script: Path) -> str:
    (script.parent / "cover.jpg").write_bytes(content)
    with pytest.raises(SoundError) as caught:
        resolve_picture("cover.jpg", script, project_folder(script))
    return str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"\x89PNG", b"GIF89a", *(picture(kind) for kind in ("GIF", "BMP", "TIFF", "WEBP"))]
)
def test_another_picture_is_refused(content: bytes, script: Path) -> None:
    assert picture_refusal(content, script) == (
        "'cover.jpg' is neither a JPEG nor a PNG picture (convert it to JPEG or PNG)"
    )


BROKEN = "'cover.jpg' is a broken or incomplete picture (save it anew as JPEG or PNG)"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_picture_that_is_cut_off_is_refused(kind: str, share: float, script: Path) -> None:
    whole = picture(kind, 200, 200)

    assert picture_refusal(whole[: max(12, round(len(whole) * share))], script) == BROKEN


def test_a_damaged_png_is_refused(script: Path) -> None:
    content = bytearray(picture("PNG", 200, 200))
    content[len(content) // 2] ^= 0xFF

    assert picture_refusal(bytes(content), script) == BROKEN


@pytest.mark.parametrize("head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_the_first_bytes_do_not_make_a_picture(head: bytes, script: Path) -> None:
    assert picture_refusal(head + b"rest" * 100, script) == BROKEN


@pytest.mark.parametrize(("width", "height"), [(10_000, 6_000), (20_000, 9_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_very_many_pixels_is_refused_unread(
    width: int, height: int, script: Path, recwarn: pytest.WarningsRecorder
) -> None:
    # A PNG's size stands in its header (PNG, 11.2.2), the checksum of which follows.
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))

    assert picture_refusal(bytes(content), script) == (
        f"'cover.jpg' has {width:,} x {height:,} pixels "
        "(make it smaller: 3,000 x 3,000 are enough, 50 million are the most)"
    )
    assert not recwarn


@pytest.mark.parametrize("is_composed", [True, False])
def test_a_name_is_found_in_either_form_of_unicode(is_composed: bool, script: Path) -> None:
    forms = unicodedata.normalize("NFC", "Töne/Müsik.wav"), unicodedata.normalize("NFD", "Töne/Müsik.wav")
    named, stands = forms if is_composed else forms[::-1]
    write_wave(script.parent / stands, sine(0.01))
    assert resolve_file(named, script, project_folder(script)) == script.parent / stands
