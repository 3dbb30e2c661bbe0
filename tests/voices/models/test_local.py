"""Files are taken from folders and archives by what they are; where an archive wants them to go does not matter."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from audiobrief.errors import ModelError
from audiobrief.voices.models import local
from audiobrief.voices.models.catalogue import ModelFile
from audiobrief.voices.models.parts import Part, is_whole

CONTENT = b"a model " * 1000
FILE = ModelFile(
    "model.onnx", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), "https://example.org/m", ("other.onnx",)
)


@pytest.fixture
def part(tmp_path: Path) -> Part:
    (tmp_path / "target").mkdir()
    return Part(tmp_path / "target" / "model.onnx")


def member(name: str, content: bytes = CONTENT) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def archive(path: Path, *members: tuple[tarfile.TarInfo, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as made:  # type: ignore[call-overload]
        for info, content in members:
            made.addfile(info, io.BytesIO(content))
    return path


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("mode", ["w:gz", "w:"])
@pytest.mark.parametrize("name", ["package/build/other.onnx", "model.onnx"])
def test_the_wanted_member_is_taken_and_no_other(mode: str, name: str, part: Part, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tgz", member("package/readme", b"no"), member(name), mode=mode)
    assert local.is_archive(path)
    local.take_from_archive(path, [(FILE, part)])
    assert part.path.read_bytes() == CONTENT
    assert files_below(tmp_path) == {"a.tgz", "target/model.onnx.part"}


@pytest.mark.parametrize("name", ["../model.onnx", "../../model.onnx", "/model.onnx", "/etc/model.onnx"])
def test_a_member_that_points_outside_stays_inside(name: str, part: Part, tmp_path: Path) -> None:
    local.take_from_archive(archive(tmp_path / "a.tgz", member(name)), [(FILE, part)])
    assert files_below(tmp_path) == {"a.tgz", "target/model.onnx.part"}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE])
def test_what_is_not_a_file_is_passed_over(kind: bytes, part: Part, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(CONTENT)
    local.take_from_archive(archive(tmp_path / "a.tgz", link("model.onnx", str(secret), kind)), [(FILE, part)])
    assert part.size() == 0


def test_a_member_of_another_size_is_passed_over(part: Part, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tgz", member("x/model.onnx", CONTENT + b"!"), member("y/model.onnx"))
    local.take_from_archive(path, [(FILE, part)])
    assert is_whole(part.path, FILE)


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_members_the_right_one_is_taken(order: int, part: Part, tmp_path: Path) -> None:
    both = [member("x/model.onnx", CONTENT[::-1]), member("y/model.onnx")]
    local.take_from_archive(archive(tmp_path / "a.tgz", *both[::order]), [(FILE, part)])
    assert is_whole(part.path, FILE)


def test_a_huge_member_is_refused(part: Part, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_MOST_UNPACKED", 1_000_000)
    path = archive(tmp_path / "a.tgz", member("bomb", bytes(5_000_000)), member("model.onnx"))
    with pytest.raises(ModelError, match=r"a\.tgz holds more than a model when it is unpacked \(.*\)$"):
        local.take_from_archive(path, [(FILE, part)])


def test_a_huge_header_is_refused(part: Part, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_MOST_UNPACKED", 1_000_000)
    info, content = member("x", bytes(5_000_000))
    info.type = tarfile.GNUTYPE_LONGNAME
    with pytest.raises(ModelError, match="holds more than a model"):
        local.take_from_archive(archive(tmp_path / "a.tgz", (info, content)), [(FILE, part)])


def test_too_many_members_are_refused(part: Part, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_MOST_MEMBERS", 3)
    path = archive(tmp_path / "a.tgz", *(member(f"m{number}", b"") for number in range(4)))
    with pytest.raises(ModelError, match=r"more than 3 members \("):
        local.take_from_archive(path, [(FILE, part)])


@pytest.mark.parametrize("cut", [10, 60, -20])
def test_a_cut_archive_is_said_in_one_line(cut: int, part: Part, tmp_path: Path) -> None:
    content = os.urandom(8000)  # what does not pack, so that the cut is in the middle
    path = archive(tmp_path / "a.tgz", member("x", content), member("model.onnx"))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError, match=r"a\.tgz (is not a whole archive|cannot be read).*\)$"):
        local.take_from_archive(path, [(FILE, part)])


@pytest.mark.parametrize("content", [b"", b"text " * 300, gzip.compress(b"text " * 300, mtime=0)])
def test_what_is_no_archive_is_said_in_one_line(content: bytes, part: Part, tmp_path: Path) -> None:
    path = tmp_path / "a.tgz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"a\.tgz is not a whole archive \(\.tgz or \.tar\): .*\(fetch it again\)$"):
        local.take_from_archive(path, [(FILE, part)])


def test_a_damaged_archive_is_said_in_one_line(part: Part, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tgz", member("x", os.urandom(8000)), member("model.onnx"))
    content = bytearray(path.read_bytes())
    content[10:20] = b"\xff" * 10
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"is not a whole archive"):
        local.take_from_archive(path, [(FILE, part)])


def test_a_folder_is_searched_by_name_and_sum(part: Part, tmp_path: Path) -> None:
    source = tmp_path / "source"
    for place, content in {"a/model.onnx": CONTENT[::-1], "b/c/other.onnx": CONTENT, "d/else.onnx": CONTENT}.items():
        (source / place).parent.mkdir(parents=True)
        (source / place).write_bytes(content)
    local.take_from_files(local.walk(source), [(FILE, part)])
    assert is_whole(part.path, FILE)
    (source / "b/c/other.onnx").unlink()
    part.drop()
    local.take_from_files(local.walk(source), [(FILE, part)])
    assert part.size() == 0


def test_a_link_to_a_file_is_followed_and_one_to_a_folder_is_not(part: Part, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "round").symlink_to(source)
    (source / "model.onnx").symlink_to(tmp_path / "blob")
    os.mkfifo(source / "other.onnx")
    (tmp_path / "blob").write_bytes(CONTENT)
    local.take_from_files(local.walk(source), [(FILE, part)])
    assert is_whole(part.path, FILE)
