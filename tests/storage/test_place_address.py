"""A place is a folder or the address of a server; what could be meant otherwise is refused in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audiobrief.errors import UsageError
from audiobrief.storage.place_address import FolderAddress, SftpAddress, StoreAddress, parse_place
from builders import audiobrief, wrong_rows

FOLDERS = {
    "site": "site",
    "/srv/site": "/srv/site",
    "./s3:/pod/x": "s3:/pod/x",
    "./~": "~",
    "~/site": "HOME/site",
    "~": "HOME",
    "a~b": "a~b",
    "my site #1?": "my site #1?",
    "my%20site": "my%20site",
    "Podcast: 2024/site": "Podcast: 2024/site",
    "C:/site": "C:/site",
    "file:///x/loc": "/x/loc",
    "file:/x/loc": "/x/loc",
    "FILE://localhost/x/loc": "/x/loc",
    "file:///my%20site%231": "/my site#1",
}
SFTP = {
    "sftp://host/srv/site": ("host", 22, None, None, "/srv/site"),
    "ssh://Host:2222/": ("host", 2222, None, None, "/"),
    "sftp://ann:p%40ss%2Fw%3A1@host/": ("host", 22, "ann", "p@ss/w:1", "/"),
    "sftp://ann%40desk@host/x": ("host", 22, "ann@desk", None, "/x"),
    "sftp://host/my%20site": ("host", 22, None, None, "/my site"),
    "sftp://host/a%23b%3f": ("host", 22, None, None, "/a#b?"),
    "sftp://host/~/pod": ("host", 22, None, None, "pod"),
    "sftp://host/~": ("host", 22, None, None, "."),
    "sftp://host/~/": ("host", 22, None, None, "."),
    "sftp://host/~ann": ("host", 22, None, None, "/~ann"),
    "sftp://host//srv//x": ("host", 22, None, None, "/srv/x"),
    "sftp://[::1]:2222/x": ("::1", 2222, None, None, "/x"),
    "sftp://host/caf%C3%A9": ("host", 22, None, None, "/café"),
}
STORES = {
    "s3://pod/x": ("s3://pod/x", "s3", "pod/x"),
    "S3://pod/my site ü%20": ("s3://pod/my site ü%20", "s3", "pod/my site ü%20"),
    "abfs://container@account.example/x": ("abfs://container@account.example/x", "abfs", "container@account.example/x"),
}
REFUSED = {
    "": "'': this is no place",
    " ": " : this is no place",
    "a\nb": r"a\nb: this is no place",
    "s3:/pod/x": "s3:/pod/x: two slashes must follow 's3:' (write s3://pod/x, or ./s3:/pod/x for a folder)",
    "s3:pod": "s3:pod: two slashes must follow 's3:'",
    "sftp:/host/x": "sftp:/host/x: two slashes must follow 'sftp:'",
    "sftp:/ann:secret@host/x": "sftp:/ann@host/x: two slashes must follow 'sftp:' (write sftp://ann@host/x",
    "https:/host/x": "https:/host/x: two slashes must follow 'https:'",
    "host:/srv/site": "host:/srv/site: two slashes must follow 'host:'",
    "ann@host:site": "ann@host:site: this looks like a server (write sftp://ann@host/site, or ./ann@host:site",
    "ann:secret@host:site": "ann@host:site: this looks like a server (write sftp://ann@host/site, or ./ann@host:site",
    "~no-such-user/x": "~no-such-user/x: there is no such home folder",
    "http://host/x": "http://host/x: audiobrief cannot publish to http:// (name a folder, or an address",
    "https://ann:secret@host/x": "https://ann@host/x: audiobrief cannot publish to https://",
    "ftp://ann:secret@host/x": "ftp://ann@host/x: audiobrief cannot publish to ftp:// (name a folder",
    "nonsense://x": "nonsense://x: audiobrief cannot publish to nonsense://",
    "simplecache::s3://pod/x": "simplecache::s3://pod/x: ",
    "file://host/x": "file://host/x: 'host' is not this machine (write file:///folder, or sftp://host/folder)",
    "file://site": "file://site: 'site' is not this machine",
    "file://": "file://: the folder is missing",
    "s3://": "s3://: the bucket is missing",
    "s3:///x": "s3:///x: the bucket is missing",
    "s3://key:secret@pod/x": "s3://key@pod/x: keys cannot stand in the address",
    "s3://pod/a#b": "s3://pod/a#b: '#' cannot stand in an address (choose another name)",
    "s3://pod/a?versionId=1": "s3://pod/a?versionId=1: '?' cannot stand in an address",
    "sftp://host/a#b": "sftp://host/a#b: '#' cannot stand in an address (write %23)",
    "file:///a?b": "file:///a?b: '?' cannot stand in an address (write %3F)",
    "sftp:///x": "sftp:///x: the host is missing",
    "sftp://ann:secret@host": "sftp://ann@host: the folder is missing (write sftp://ann@host/folder",
    "sftp://host:port/x": "sftp://host:port/x: this is no address",
    "sftp://ann:secret/w@host/x": "sftp://ann@host/x: this is no address",
    "sftp://ann:sec#ret@host/x": "sftp://ann@host/x: '#' cannot stand in an address",
    "sftp://[host/x": "sftp://[host/x: this is no address",
    "sftp://host/%ff": "sftp://host/%ff: this is no address",
    "sftp://host/a%00b": "sftp://host/a%00b: control characters",
}


def test_a_folder_of_this_machine() -> None:
    home = os.path.expanduser("~")  # noqa: PTH111 - what is expected, said in another way
    expected = [((where,), FolderAddress(Path(path.replace("HOME", home)))) for where, path in FOLDERS.items()]
    assert not wrong_rows(parse_place, expected)


def test_a_server_that_speaks_sftp() -> None:
    def parts(where: str) -> object:
        address = parse_place(where)
        assert isinstance(address, SftpAddress)
        return address.host, address.port, address.user, address.password, address.path

    assert not wrong_rows(parts, [((where,), expected) for where, expected in SFTP.items()])


def test_an_object_store() -> None:
    def parts(where: str) -> object:
        address = parse_place(where)
        assert isinstance(address, StoreAddress)
        return address.name, address.scheme, address.path

    assert not wrong_rows(parts, [((where,), expected) for where, expected in STORES.items()])


def test_what_is_refused_is_said_in_one_line_without_the_password() -> None:
    for where, message in REFUSED.items():
        with pytest.raises(UsageError) as caught:
            parse_place(where)
        said = str(caught.value)
        assert said.startswith(message), said
        assert "\n" not in said
        assert said.endswith(")")
        assert "secret" not in said
        assert "sec#ret" not in said


def test_a_password_is_not_shown() -> None:
    address = parse_place("sftp://ann:p%40ss@host:2222/my%20site")
    assert isinstance(address, SftpAddress)
    assert address.name == "sftp://ann@host:2222/my%20site"
    assert "p@ss" not in repr(address)
    assert "p%40ss" not in repr(address)


def test_nothing_is_made_for_a_place_that_is_refused(tmp_path: Path) -> None:
    for command in (["unpublish", "episode"], ["publish", "--show", "show.yaml"], ["preflight", "x.mp3"]):
        (tmp_path / "show.yaml").write_text("version: 1\ntitle: The Show\naddress: https://show.example/\n")
        for where in ("s3:/pod/x", "http://host/x", "file://host/x", ""):
            run = audiobrief(*command, f"--to={where}", cwd=tmp_path)
            assert run.status == 2, run
            assert run.err.count("\n") == 1, run
    assert [path.name for path in tmp_path.iterdir()] == ["show.yaml"]


def test_a_place_that_is_taken_for_a_file_shows_no_password(tmp_path: Path) -> None:
    place = "sftp://ann:secret@host/x"
    for command in (
        ["publish", place, "--to", "site"],
        ["unpublish", f"{place}.mp3", "--to", "site"],
        ["serve", place],
    ):
        run = audiobrief(*command, cwd=tmp_path)
        assert run.status == 1
        assert "sftp:/ann@host/x" in run.err
        assert "secret" not in run.err
