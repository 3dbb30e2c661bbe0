"""Addresses of shared stores."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from audiobrief.cache.shared.address import (
    DEFAULT_BYTES,
    SharedAddress,
    address_of_environment,
    parse_shared_place,
)
from audiobrief.cache.shared.folder import FolderBackend
from audiobrief.cache.shared.opening import open_shared_store
from audiobrief.errors import UsageError


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"AUDIOBRIEF_SHARED_CACHE": ""}, None),
        ({"AUDIOBRIEF_SHARED_CACHE": "s3://b/c"}, SharedAddress("s3://b/c", DEFAULT_BYTES)),
        (
            {"AUDIOBRIEF_SHARED_CACHE": "/mnt/c", "AUDIOBRIEF_SHARED_CACHE_SIZE": "50GB"},
            SharedAddress("/mnt/c", 50_000_000_000),
        ),
    ],
)
def test_the_environment_may_name_a_store(
    variables: dict[str, str], expected: SharedAddress | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUDIOBRIEF_SHARED_CACHE", "AUDIOBRIEF_SHARED_CACHE_SIZE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert address_of_environment() == expected


def test_a_size_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_SHARED_CACHE", "s3://b/c")
    monkeypatch.setenv("AUDIOBRIEF_SHARED_CACHE_SIZE", "much")
    with pytest.raises(UsageError, match=r"^AUDIOBRIEF_SHARED_CACHE_SIZE: 'much' is not a size"):
        address_of_environment()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sftp://me:secret@host/f", "sftp://me@host/f"),
        ("sftp:/me:secret@host/f", "sftp:/me@host/f"),
        ("https://me:secret@host/f", "https://me@host/f"),
        ("nonsense://f", "nonsense://f"),
        ("me@host:f", "me@host:f"),
        ("me:secret@host:f", "me@host:f"),
        ("", "''"),
    ],
)
def test_a_server_that_is_no_object_store_is_refused_without_its_password(text: str, shown: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_shared_place(text)
    assert str(caught.value) == f"{shown}: a shared store cannot be there (name a folder, or s3://bucket/folder)"


def test_keys_in_an_address_are_refused_and_not_shown() -> None:
    with pytest.raises(UsageError, match="keys cannot stand in the address") as caught:
        parse_shared_place("s3://key:secret@bucket/f")
    assert "secret" not in str(caught.value)


def test_a_folder_that_is_missing_is_not_made(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = open_shared_store(SharedAddress(str(tmp_path / "mnt")), None)
    assert store.get("a/b.clip") is None
    store.put("a/b.clip", b"body")
    store.close()
    assert list(tmp_path.iterdir()) == []
    (message,) = caplog.messages
    assert message.startswith(
        f"the shared store {tmp_path / 'mnt'} is not used for now: there is no such folder or bucket ("
    )


def test_programs_of_one_cache_have_one_name(tmp_path: Path) -> None:
    address = SharedAddress(str(tmp_path))
    here, again = (open_shared_store(address, tmp_path / "here") for _ in range(2))
    there = open_shared_store(address, tmp_path / "there")
    assert here._layer == again._layer != there._layer


def test_each_folder_of_a_store_has_the_rights_of_the_store(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    FolderBackend(tmp_path).write("a/b/c.clip", b"content")
    assert [(tmp_path / path).stat().st_mode & 0o7777 for path in ("a", "a/b")] == [0o2770, 0o2770]


def test_rights_that_cannot_be_set_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _mode: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    FolderBackend(tmp_path).write("a/b/c.clip", b"content")
    assert (tmp_path / "a/b/c.clip").read_bytes() == b"content"


def test_a_relative_folder_is_of_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    backend = FolderBackend(Path("store"))
    monkeypatch.chdir("elsewhere")
    backend.write("a/b.clip", b"content")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "elsewhere",
        "store",
        "store/a",
        "store/a/b.clip",
    ]


def test_a_folder_that_has_gone_is_not_made_anew(tmp_path: Path) -> None:
    store = tmp_path / "mnt"
    store.mkdir()
    backend = FolderBackend(store)
    store.rmdir()
    with pytest.raises(FileNotFoundError):
        backend.write("a/b/c.clip", b"content")
    assert not store.exists()
    assert backend.read("a/b/c.clip") is None


def test_what_cannot_be_an_entry_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobrief.cache.shared.folder.LARGEST", 100)
    (tmp_path / "huge").write_bytes(bytes(101))
    (tmp_path / "folder").mkdir()
    backend = FolderBackend(tmp_path)
    assert [backend.read(name) for name in ("huge", "folder", "nothing")] == [b"", b"", None]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert FolderBackend(tmp_path).read("pipe") == b""
