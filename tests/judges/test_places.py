"""OpenSSH's server as a place, as users run it: keys, links, replacing, correcting and taking down."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audiobrief.publish.publishing import unpublish
from audiobrief.publish.site.opening import open_site
from audiobrief.storage.place_address import parse_place
from builders import Run, audiobrief
from interference import tree_of
from publish.sets import rendered_set
from publish.site.sftp_server import openssh_server
from publish.site.test_remote import put_there
from publish.test_publishing import NOW, put

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    if not Path("/usr/sbin/sshd").exists() or shutil.which("ssh-keygen") is None:
        pytest.skip("OpenSSH's server is not installed")
    with openssh_server(tmp_path_factory.mktemp("sshd") / "server") as started:
        yield started


@pytest.fixture
def known(sshd: tuple[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home folder with the user's key; return its known_hosts, which is not there yet."""
    folder = tmp_path / "home" / ".ssh"
    folder.mkdir(parents=True, mode=0o700)
    shutil.copy(sshd[1], folder / "id_ed25519")
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return folder / "known_hosts"


def scanned(port: int, *options: str) -> str:
    """Return the lines of known_hosts that OpenSSH's own tool makes for a server."""
    line = ["ssh-keyscan", "-p", str(port), *options, "127.0.0.1"]
    return subprocess.run(line, check=True, capture_output=True, text=True, timeout=30).stdout


def test_the_site_is_the_one_in_a_folder_byte_for_byte(sshd: tuple[int, Path], known: Path, tmp_path: Path) -> None:
    port = sshd[0]
    known.write_text(scanned(port))
    where, site, there = f"sftp://127.0.0.1:{port}{tmp_path}/my%20site", tmp_path / "site", tmp_path / "my site"
    (tmp_path / "disk").mkdir()
    there.mkdir()
    (there / "media").symlink_to(tmp_path / "disk")
    (there / "feed.xml").symlink_to(tmp_path / "feed.xml")
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(3)]
    put(site, *episodes)
    put_there(where, *episodes)
    assert seen(there) == tree_of(site)
    assert put_there(where, *episodes).written == ()
    put(site, episodes[1], correction="Better.")
    put_there(where, episodes[1], correction="Better.")
    assert seen(there) == tree_of(site)
    for each in (str(site), where):
        with open_site(parse_place(each)) as opened:
            unpublish(["e0"], opened, fail, now=NOW)
    assert seen(there) == tree_of(site)
    assert not list((tmp_path / "disk").glob("e0*"))
    assert (there / "feed.xml").is_symlink()


def fail(_episode: Path | str, error: Exception) -> None:
    raise error


def seen(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by path, also those in folders that are links."""
    return {
        (Path(parent) / name).relative_to(folder).as_posix(): (Path(parent) / name).read_bytes()
        for parent, _, names in os.walk(folder, followlinks=True)
        for name in names
    }


def hashed(known: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", known], check=True, capture_output=True, timeout=30)
    known.with_name("known_hosts.old").unlink()
    assert "127.0.0.1" not in known.read_text()


def with_pattern(known: Path) -> None:
    known.write_text(known.read_text().replace("[127.0.0.1]", "!other.example,[127.0.*.1]"))


@pytest.mark.parametrize("change", [None, hashed, with_pattern])
@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_the_keys_that_ssh_knows_are_known(
    sshd: tuple[int, Path], known: Path, tmp_path: Path, kind: str, change: Callable[[Path], None] | None
) -> None:
    known.write_text(scanned(sshd[0], "-t", kind))
    if change is not None:
        change(known)
    before = known.read_text()
    assert "nothing was published there" in look(sshd[0], tmp_path).err
    assert known.read_text() == before


def test_what_is_remembered_is_known_to_ssh(sshd: tuple[int, Path], known: Path, tmp_path: Path) -> None:
    port, key = sshd
    assert "the server's key is not known yet: ssh-ed25519 SHA256:" in look(port, tmp_path).err
    assert "nothing was published there" in look(port, tmp_path, "--accept-key").err
    strict = ["-oStrictHostKeyChecking=yes", f"-oUserKnownHostsFile={known}", "-oBatchMode=yes"]
    line = ["ssh", "-F", "none", "-i", str(key), *strict, "-p", str(port), "127.0.0.1", "true"]
    subprocess.run(line, check=True, capture_output=True, timeout=30)


@pytest.mark.parametrize("marker", ["", "@revoked "])
def test_a_key_that_ssh_refuses_is_refused(sshd: tuple[int, Path], known: Path, tmp_path: Path, marker: str) -> None:
    port = sshd[0]
    host, _, key = scanned(port, "-t", "ed25519").split()
    known.write_text(f"{marker}{host} ssh-ed25519 {key if marker else other_key(tmp_path)}\n")
    for options in ((), ("--accept-key",)):
        run = look(port, tmp_path, *options)
        assert run.status == 1
        assert ("revokes the server's key" if marker else "has another one") in run.err
        assert run.err.count("\n") == 1


def other_key(folder: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "other"], check=True, timeout=30)
    return (folder / "other.pub").read_text().split()[1]


def look(port: int, folder: Path, *options: str) -> Run:
    """Run a command that only looks at an empty place."""
    return audiobrief("unpublish", "x", f"--to=sftp://127.0.0.1:{port}{folder}/nothing", *options, cwd=folder)


def test_the_home_folder(sshd: tuple[int, Path], known: Path, tmp_path: Path) -> None:
    """The server's home folder is the user's; a place below it is named, and only looked at."""
    known.write_text(scanned(sshd[0]))
    name = f"audiobrief-test-{tmp_path.name}"
    where = f"sftp://127.0.0.1:{sshd[0]}/~/{name}"
    run = audiobrief("unpublish", "x", f"--to={where}", cwd=tmp_path)
    assert run.err.startswith(f"{where}: nothing was published there")
