"""A shared store on a server that speaks S3."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
import s3fs

from audiobrief.cache.shared import remote
from audiobrief.cache.shared.backend import Backend
from audiobrief.cache.shared.limits import delete_over_size
from audiobrief.cache.shared.remote import RemoteBackend
from audiobrief.errors import PlaceError
from cache.shared.places import backend_at
from publish.site.object_store import KEYS, make_bucket, object_store

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.fixture
def backend(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    make_bucket(server, "clips", is_encrypted=False)
    yield backend_at(f"s3://clips/{tmp_path.name}")
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_file_is_read_as_it_was_written(backend: Backend) -> None:
    for content in (b"one", b"", bytes(3_000_000), b"other"):
        backend.write("a/b.clip", content)
        assert backend.read("a/b.clip") == content
    assert backend.read("a/c.clip") is None


def test_a_file_that_is_too_large_is_cut_off(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(backend, RemoteBackend)
    monkeypatch.setitem(backend._reading, "end", 100)
    backend.write("a", bytes(101))
    assert backend.read("a") == bytes(100)


def test_of_many_one_makes_a_file(backend: Backend) -> None:
    with ThreadPoolExecutor(8) as executor:
        made = list(executor.map(lambda number: backend.create("a.claim-1", str(number).encode()), range(8)))
    assert made.count(True) == 1
    assert backend.read("a.claim-1") == str(made.index(True)).encode()


def test_files_are_listed_and_deleted(backend: Backend) -> None:
    for name in ("a/b", "a/c", "d"):
        backend.write(name, name.encode())
    assert {(file.path, file.bytes) for file in backend.files()} == {("a/b", 3), ("a/c", 3), ("d", 1)}
    assert all(abs(file.written - time.time()) < 600 for file in backend.files())
    backend.remove(["a/b", "d", "never there"])
    backend.remove([])
    assert [file.path for file in backend.files()] == ["a/c"]


@pytest.mark.usefixtures("backend")
def test_a_bucket_that_does_not_exist_is_said() -> None:
    nowhere = backend_at("s3://nowhere/at-all")
    assert nowhere.read("a") is None
    with pytest.raises(FileNotFoundError, match="bucket does not exist"):
        nowhere.write("a", b"")


@pytest.mark.usefixtures("backend")
def test_a_server_that_is_not_there_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(Exception, match="Could not connect"):
        backend_at("s3://clips/x").read("a")


def test_a_claim_is_not_long_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_MOST_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for name, value in {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}"}.items():
            monkeypatch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        with pytest.raises(TimeoutError):
            backend_at("s3://clips/x").remove(["a.claim-2", "a.claim-1"])
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_deletion_that_is_refused_is_said(backend: Backend, server: str) -> None:
    path = f"clips-2.1/00/{0:064x}.clip"
    backend.write(path, b"content")
    rule = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::clips/*"}
    client = boto3.client("s3", endpoint_url=server)
    client.put_bucket_policy(Bucket="clips", Policy=json.dumps({"Version": "2012-10-17", "Statement": [rule]}))
    try:
        with pytest.raises(PlaceError) as caught:
            delete_over_size(backend, -1)
    finally:
        client.delete_bucket_policy(Bucket="clips")
    assert str(caught.value) == (
        f"{backend.name}: some files could not be deleted: Access Denied (check the rights of the keys)"
    )
    assert backend.read(path) == b"content"
