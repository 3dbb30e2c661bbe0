"""A site in an object store is the site in a folder, however it comes about."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
import s3fs
from fsspec.registry import _registry
from lxml import etree

from audiobrief.errors import AudiobriefError, PlaceError
from audiobrief.publish.publishing import Report, publish, unpublish
from audiobrief.publish.rendered import read_rendered_episodes
from audiobrief.publish.site.opening import open_site
from audiobrief.publish.site.place import Upload
from audiobrief.publish.site.remote import Remote, remote_place
from audiobrief.storage.place_address import StoreAddress, parse_place
from builders import audiobrief, audiobrief_process
from interference import tree_of
from publish.sets import rendered_set
from publish.site.object_store import KEYS, contents, make_bucket, object_store
from publish.test_publishing import NOW, put

EACH_BUCKET = pytest.mark.parametrize("store", ["plain", "encrypted"], indirect=True)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.fixture
def store(
    request: pytest.FixtureRequest, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Return the address of an empty place in the store, in a bucket without encryption unless a test asks for it."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    bucket = getattr(request, "param", "plain")
    make_bucket(server, bucket, is_encrypted=bucket == "encrypted")
    yield f"s3://{bucket}/{tmp_path.name}"
    s3fs.S3FileSystem.clear_instance_cache()


def there(server: str, store: str) -> dict[str, bytes]:
    return contents(server, store.removeprefix("s3://"))


def put_there(store: str, *episodes: Path, **options: Any) -> Report:
    with open_site(parse_place(store)) as site:
        return publish(read_rendered_episodes(episodes, _raise), site, _raise, now=NOW, **options)


def _raise(_episode: Path | str, error: AudiobriefError) -> None:
    raise error


@pytest.mark.slow
@EACH_BUCKET
def test_the_site_is_the_one_in_a_folder_byte_for_byte(server: str, store: str, tmp_path: Path) -> None:
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(3)]
    site = tmp_path / "site"
    put(site, *episodes)
    put_there(store, *episodes)
    assert there(server, store) == tree_of(site)
    put(site, episodes[1], correction="Better.")
    put_there(store, episodes[1], correction="Better.")
    assert there(server, store) == tree_of(site)
    for where in (str(site), store):
        with open_site(parse_place(where)) as opened:
            unpublish(["e0"], opened, _raise, now=NOW)
    assert there(server, store) == tree_of(site)


@pytest.mark.slow
def test_the_program_publishes_to_it(server: str, store: str, tmp_path: Path) -> None:
    episode = rendered_set(tmp_path / "out")
    run = audiobrief_process("publish", episode, "--to", store, cwd=tmp_path)
    assert run.status == 0, run.err
    assert set(there(server, store)) >= {"feed.xml", "index.html"}
    again = audiobrief_process("publish", episode, "--to", store, cwd=tmp_path)
    assert "0 files written, 0 removed" in again.err
    gone = audiobrief_process("unpublish", "episode", "--to", store, cwd=tmp_path)
    assert gone.status == 0, gone.err
    assert not [path for path in there(server, store) if path.startswith("media/")]


def test_a_server_is_told_the_type_of_each_file(server: str, store: str, tmp_path: Path) -> None:
    put_there(store, rendered_set(tmp_path / "out"))
    system: Any = s3fs.S3FileSystem(endpoint_url=server, skip_instance_cache=True)
    root = store.removeprefix("s3://")
    types = {
        path.removeprefix(f"{root}/"): system.info(path, refresh=True)["ContentType"] for path in system.find(root)
    }
    assert types["feed.xml"] == "application/rss+xml"
    assert types["index.html"] == "text/html; charset=utf-8"
    assert {kind for path, kind in types.items() if path.endswith(".chapters.json")} == {"application/json+chapters"}
    assert {kind for path, kind in types.items() if path.endswith(".mp3")} == {"audio/mpeg"}


@contextmanager
def place(store: str) -> Iterator[Remote]:
    address = parse_place(store)
    assert isinstance(address, StoreAddress)
    with remote_place(address) as opened:
        yield opened


@EACH_BUCKET
def test_what_is_there_is_known_whatever_its_etag(server: str, store: str, tmp_path: Path) -> None:
    sound = tmp_path / "a.mp3"
    sound.write_bytes(b"sound")
    page, media = Upload("a b/ü.html", b"<p>"), Upload("media/a-1a2b3c4d.mp3", sound, named_by_content=True)
    with place(store) as opened:
        for upload in (page, media):
            assert not opened.holds(upload)
            opened.put(upload)
            assert opened.holds(upload)
        assert not opened.holds(Upload(page.path, b"<q>"))
    assert there(server, store) == {page.path: b"<p>", media.path: b"sound"}


def test_what_was_sent_in_parts_is_known(server: str, store: str) -> None:
    bucket, folder = store.removeprefix("s3://").split("/")
    client: Any = boto3.client("s3", endpoint_url=server)
    name = {"Bucket": bucket, "Key": f"{folder}/a.html"}
    begun = {**name, "UploadId": client.create_multipart_upload(**name)["UploadId"]}
    part = {"PartNumber": 1, "ETag": client.upload_part(**begun, PartNumber=1, Body=b"<p>")["ETag"]}
    client.complete_multipart_upload(**begun, MultipartUpload={"Parts": [part]})
    assert client.head_object(**name)["ETag"] != f'"{Upload("", b"<p>").md5}"'
    with place(store) as opened:
        assert opened.holds(Upload("a.html", b"<p>"))
        assert not opened.holds(Upload("a.html", b"<q>"))


@pytest.mark.slow
@EACH_BUCKET
def test_publishing_the_same_again_sends_nothing(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    episode = rendered_set(tmp_path / "out")
    assert len(put_there(store, episode).written) > 10
    monkeypatch.setattr(Remote, "put", lambda _self, upload: pytest.fail(upload.path))
    assert put_there(store, episode).written == ()


@pytest.mark.slow
def test_an_upload_that_was_interrupted_is_gone_on_with(
    server: str, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = rendered_set(tmp_path / "out")
    sent: list[str] = []
    really = Remote.put

    def breaking(self: Remote, upload: Upload) -> None:
        if len(sent) == 4:
            raise PlaceError("the line is dead (try again)")
        really(self, upload)
        sent.append(upload.path)

    monkeypatch.setattr(Remote, "put", breaking)
    with pytest.raises(PlaceError, match="the line is dead"):
        put_there(store, episode)
    assert "feed.xml" not in there(server, store)
    monkeypatch.setattr(Remote, "put", really)
    report = put_there(store, episode)
    assert len(sent) == 4
    assert not set(sent) & set(report.written)
    put(tmp_path / "site", episode)
    assert there(server, store) == tree_of(tmp_path / "site")


@pytest.mark.slow
def test_ten_at_once_lose_no_episode(server: str, store: str, tmp_path: Path) -> None:
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(10)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "audiobrief", "publish", str(episode), "--to", store, "-q"],
            stderr=subprocess.PIPE,
            env=os.environ,
        )
        for episode in episodes
    ]
    ended = [(each.communicate(timeout=300)[1], each.returncode) for each in running]
    assert ended == [(b"", 0)] * 10
    feed = etree.fromstring(there(server, store)["feed.xml"])
    assert [title.text for title in feed.findall("channel/item/title")] == [str(n) for n in range(9, -1, -1)]
    put(tmp_path / "site", *episodes)
    assert there(server, store) == tree_of(tmp_path / "site")


def test_the_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(_registry, "s3", raising=False)  # what was imported before
    run = audiobrief("unpublish", "x", "--to=s3://pod/x", cwd=tmp_path)
    assert run.status == 1
    assert run.err == 's3://pod/x: support for s3:// is not installed (python -m pip install "audiobrief[s3]")\n'


@pytest.mark.usefixtures("store")
@pytest.mark.slow
def test_a_bucket_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    run = audiobrief_process("publish", rendered_set(tmp_path / "out"), "--to", "s3://nowhere/at-all", cwd=tmp_path)
    assert run.status == 1
    assert run.err.startswith("s3://nowhere/at-all: ")
    assert run.err.count("\n") == 1
