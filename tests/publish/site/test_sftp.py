"""A site on an SFTP server: whoever it is, whatever it lacks, and however it fails."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from audiobrief.errors import PlaceError
from audiobrief.publish.publishing import unpublish
from audiobrief.publish.site import sftp, sftp_connection
from audiobrief.publish.site.opening import open_site
from audiobrief.publish.site.place import Upload
from audiobrief.publish.site.sftp import Sftp, sftp_place
from audiobrief.storage.place_address import SftpAddress, parse_place
from builders import audiobrief, audiobrief_process
from interference import tree_of
from publish.sets import rendered_set
from publish.site.sftp_server import PASSWORD, Habits, Server, sftp_server
from publish.site.test_remote import put_there
from publish.test_publishing import NOW, put


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return folder


@contextmanager
def place(server: Server, path: str = "/site", *, dry_run: bool = False) -> Iterator[Sftp]:
    address = parse_place(server.address + path)
    assert isinstance(address, SftpAddress)
    with sftp_place(address, lambda _key: True, dry_run=dry_run) as opened:
        yield opened


@pytest.fixture
def run_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that runs a server with habits; its root is `tmp_path/root`."""
    with ExitStack() as stack:
        yield lambda **habits: stack.enter_context(sftp_server(tmp_path / "root", Habits(**habits)))


RunServer = Callable[..., Server]


@pytest.mark.parametrize("replaces", [True, False])
def test_files_are_written_replaced_read_and_deleted(run_server: RunServer, tmp_path: Path, replaces: bool) -> None:
    server = run_server(replaces=replaces)
    (tmp_path / "b.mp3").write_bytes(b"sound" * 50_000)
    with place(server) as site:
        assert (site.names("a"), site.read("a/b"), site.has("a/b")) == ([], None, False)
        assert site.fetch("feed.xml", tmp_path / "feed.xml") is False
        site.put(Upload("a/b.html", b"<p>"))
        site.put(Upload("a/b.html", b"<q>"))
        site.put(Upload("media/b.mp3", tmp_path / "b.mp3"))
        assert tree_of(server.root) == {"site/a/b.html": b"<q>", "site/media/b.mp3": b"sound" * 50_000}
        assert (site.names("a"), site.read("a/b.html"), site.has("a/b.html")) == (["b.html"], b"<q>", True)
        assert site.fetch("media/b.mp3", tmp_path / "copy")
        assert (tmp_path / "copy").read_bytes() == b"sound" * 50_000
        assert site.holds(Upload("a/b.html", b"<q>"))
        assert not site.holds(Upload("a/b.html", b"<p>"))
        assert not site.holds(Upload("a", b"<p>"))
        site.remove("a/b.html")
        site.remove("a/b.html")
        site.finish()
    assert tree_of(server.root) == {"site/media/b.mp3": b"sound" * 50_000}
    assert not (server.root / "site" / "a").exists()
    assert all(path.endswith(".part") for path in server.habits.received)


@pytest.mark.parametrize("replaces", [True, False])
def test_a_link_is_followed_and_not_replaced(run_server: RunServer, replaces: bool) -> None:
    server = run_server(replaces=replaces)
    site, real = server.root / "site", server.root / "real"
    for folder in (site, real / "media"):
        folder.mkdir(parents=True)
    (real / "feed.xml").write_bytes(b"old")
    (site / "feed.xml").symlink_to("../real/feed.xml")
    (site / "new.xml").symlink_to("../real/new.xml")
    (site / "media").symlink_to("../real/media")
    (site / "loop").symlink_to("loop")
    with place(server) as opened:
        for path in ("feed.xml", "new.xml", "media/a.mp3"):
            opened.put(Upload(path, b"new"))
            assert opened.read(path) == b"new"
            assert opened.holds(Upload(path, b"new"))
        assert tree_of(real) == {"feed.xml": b"new", "new.xml": b"new", "media/a.mp3": b"new"}
        opened.remove("media/a.mp3")
        assert tree_of(real) == {"feed.xml": b"new", "new.xml": b"new"}
        with pytest.raises(PlaceError, match="loop could not be written: the link leads back to itself"):
            opened.put(Upload("loop", b"x"))
    assert all((site / name).is_symlink() for name in ("feed.xml", "new.xml", "media"))


def test_a_file_that_stepped_aside_is_put_back(
    run_server: RunServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sftp, "_PAUSE_S", 0.01)
    server = run_server(replaces=False)
    (server.root / "site").mkdir()
    (server.root / "site" / "feed.xml.older.part").write_bytes(b"the feed")
    with place(server, dry_run=True) as opened:
        assert opened.read("feed.xml") == b"the feed"
    assert tree_of(server.root) == {"site/feed.xml.older.part": b"the feed"}
    with place(server) as opened:
        assert opened.fetch("feed.xml", tmp_path / "feed.xml")
    assert (tmp_path / "feed.xml").read_bytes() == b"the feed"
    assert tree_of(server.root) == {"site/feed.xml": b"the feed"}


def test_a_place_below_the_home_folder(run_server: RunServer) -> None:
    server = run_server()
    with place(server, "/~/my%20pod") as opened:
        opened.put(Upload("a/b.html", b"<p>"))
        assert opened.read("a/b.html") == b"<p>"
    assert tree_of(server.root) == {"my pod/a/b.html": b"<p>"}


def test_what_killed_programs_left_is_deleted_after_a_day(run_server: RunServer) -> None:
    server = run_server()
    media = server.root / "site" / "media"
    media.mkdir(parents=True)
    for name, age in {"a.mp3.0123abcd.part": 90_000, "b.mp3.0123abcd.part": 60, "my.part": 90_000}.items():
        (media / name).write_bytes(b"x")
        then = (media / name).stat().st_mtime - age
        os.utime(media / name, (then, then))
    with place(server) as opened:
        opened.put(Upload("media/c.mp3", b"c"))
        opened.finish()
    assert sorted(tree_of(media)) == ["b.mp3.0123abcd.part", "c.mp3", "my.part"]


def error_of(server: Server, size: int = 300_000) -> str:
    with place(server) as opened, pytest.raises(PlaceError) as caught:
        opened.put(Upload("media/a.mp3", b"x" * size))
    return str(caught.value)


def test_a_full_disk_leaves_no_part(run_server: RunServer) -> None:
    server = run_server(space=100_000)
    assert error_of(server) == (
        f"{server.name}/site: media/a.mp3 could not be written: the file arrived incomplete "
        "(check the space on the server, and publish again)"
    )
    assert tree_of(server.root) == {}


def test_a_place_that_is_read_only(run_server: RunServer) -> None:
    server = run_server(is_read_only=True)
    assert error_of(server).endswith("permission denied (check the rights of the folder on the server)")


def test_a_connection_that_is_closed_midway(run_server: RunServer) -> None:
    server = run_server(closes_after=100_000)
    assert error_of(server).endswith(
        "media/a.mp3 could not be written: the server closed the connection "
        "(publish again; what was sent is not sent again)"
    )


def test_a_server_that_does_not_answer_is_given_up(run_server: RunServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sftp_connection.session, "__defaults__", (0.3,))
    monkeypatch.setattr(sftp, "_CLEANING_PATIENCE_S", 0.1)
    server = run_server(is_silent=True)
    assert error_of(server, 10).endswith("the server does not answer (publish again later)")


class TestKeys:
    @pytest.fixture
    def known(self, home: Path) -> Path:
        (home / ".ssh").mkdir()
        return home / ".ssh" / "known_hosts"

    def list(self, server: Server, tmp_path: Path, *options: str) -> str:
        """Run a command that only looks at the place, and return its message."""
        return audiobrief("unpublish", "x", f"--to={server.address}/", *options, cwd=tmp_path).err.strip()

    def test_a_changed_key_is_refused_before_the_password_is_sent(
        self, run_server: RunServer, known: Path, tmp_path: Path
    ) -> None:
        server = run_server()
        other = server.known_line.replace(server.key.get_base64(), "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI")
        known.write_text(f"# mine\n{other}")
        for options in ((), ("--accept-key",)):
            said = self.list(server, tmp_path, *options)
            assert said.startswith(f"{server.name}/: the server's key is ecdsa-sha2-nistp256 SHA256:")
            assert f"and {known}:2 has another one" in said
            assert said.endswith(f"if the key is right: ssh-keygen -R '[127.0.0.1]:{server.port}')")
            assert "\n" not in said
        assert server.habits.passwords == []
        assert known.read_text() == f"# mine\n{other}"

    def test_an_unknown_key_is_refused_without_a_terminal(
        self, run_server: RunServer, known: Path, tmp_path: Path
    ) -> None:
        server = run_server()
        said = self.list(server, tmp_path)
        assert said.startswith(f"{server.name}/: the server's key is not known yet: ecdsa-sha2-nistp256 SHA256:")
        assert said.endswith("(compare it with what the server's owner states, and accept it with --accept-key)")
        assert server.habits.passwords == []
        assert not known.exists()

    def test_an_accepted_key_is_remembered(self, run_server: RunServer, known: Path, tmp_path: Path) -> None:
        server = run_server()
        known.write_text("other.example ssh-ed25519 AAAA")
        assert "nothing was published there" in self.list(server, tmp_path, "--accept-key")
        assert known.read_text() == f"other.example ssh-ed25519 AAAA\n{server.known_line}"
        assert "nothing was published there" in self.list(server, tmp_path)
        assert server.habits.passwords == [PASSWORD, PASSWORD]

    def test_a_wrong_password_is_not_shown(self, run_server: RunServer, tmp_path: Path) -> None:
        server = run_server()
        address = server.address.replace("ann:p%40ss", "ann:wr%40ng")
        run = audiobrief("unpublish", "x", f"--to={address}/", "--accept-key", "-vv", cwd=tmp_path)
        assert run.status == 1
        assert run.err == (
            f"{server.name}/: the server could not be reached: "
            "the server refused the user (check the user, and the key or the password)\n"
        )


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["y\n", "n\n", "\x03", "\x04"])
def test_a_terminal_is_asked_about_an_unknown_key(run_server: RunServer, home: Path, answer: str) -> None:
    server = run_server()
    pid, terminal = pty.fork()
    if pid == 0:
        line = [sys.executable, "-m", "audiobrief", "unpublish", "x", f"--to={server.address}/"]
        os.execvpe(line[0], line, {**os.environ, "COLUMNS": "500"})
    said = b""
    with suppress(OSError):  # on Linux, the end of a terminal is an error
        while piece := os.read(terminal, 4096):
            said += piece
            if said.endswith(b"[y/N]: "):
                # Python acts on an interrupt between the question and the reading only once something is typed.
                time.sleep(0.5)
                os.write(terminal, answer.encode())
    os.close(terminal)
    is_interrupted = answer in {"\x03", "\x04"}
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == (130 if is_interrupted else 1)
    assert f"The key of [127.0.0.1]:{server.port} is not known yet. It is ecdsa-sha2-nistp256 SHA256:".encode() in said
    known = home / ".ssh" / "known_hosts"
    if answer == "y\n":
        assert b"nothing was published there" in said
        assert known.read_text() == server.known_line
        assert (known.stat().st_mode & 0o777, known.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    else:
        assert (b"interrupted;" if is_interrupted else b"the server's key is not known yet") in said
        assert not known.exists()
        assert server.habits.passwords == []


def test_no_connection_is_said_in_one_line(tmp_path: Path) -> None:
    run = audiobrief("unpublish", "x", "--to=sftp://ann:secret@127.0.0.1:1/x", cwd=tmp_path)
    assert run.status == 1
    assert run.err == (
        "sftp://ann@127.0.0.1:1/x: the server could not be reached: "
        "no connection (check the host and the port, and whether the server runs)\n"
    )


def test_the_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "paramiko", None)
    run = audiobrief("unpublish", "x", "--to=sftp://host/x", cwd=tmp_path)
    assert (run.status, run.err) == (
        1, 'sftp://host/x: support for sftp:// is not installed (python -m pip install "audiobrief[sftp]")\n',
    )  # fmt: skip


def _raise(_episode: Path | str, error: Exception) -> None:
    raise error


@pytest.mark.slow
@pytest.mark.parametrize("replaces", [True, False])
def test_the_site_is_the_one_in_a_folder_byte_for_byte(run_server: RunServer, tmp_path: Path, replaces: bool) -> None:
    server = run_server(replaces=replaces)
    with place(server):  # the key is known from now on
        pass
    where, site = f"{server.address}/site", tmp_path / "site"
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(3)]
    put(site, *episodes)
    put_there(where, *episodes)
    assert tree_of(server.root / "site") == tree_of(site)
    server.habits.received.clear()
    assert put_there(where, *episodes).written == ()
    assert server.habits.received == []
    put(site, episodes[1], correction="Better.")
    put_there(where, episodes[1], correction="Better.")
    assert tree_of(server.root / "site") == tree_of(site)
    for each in (str(site), where):
        with open_site(parse_place(each)) as opened:
            unpublish(["e0"], opened, _raise, now=NOW)
    assert tree_of(server.root / "site") == tree_of(site)
    assert not (server.root / "site" / "episodes" / "e0").exists()


@pytest.mark.slow
def test_no_password_is_in_any_message_log_record_or_feed(run_server: RunServer, tmp_path: Path) -> None:
    server = run_server()
    episode = rendered_set(tmp_path / "out")
    site = f"--to={server.address}/site"
    runs = [
        audiobrief_process(*command, cwd=tmp_path)
        for command in (
            ("preflight", episode, site, "--accept-key", "-vv"),
            ("publish", episode, site, "-vv"),
            ("publish", episode, site, "--json", "--dry-run"),
            ("unpublish", "episode", "other", site, "--json", "-vv"),
        )
    ]
    assert [run.status for run in runs] == [0, 0, 0, 1]
    assert f"{server.name}/site: episode: published" in runs[1].err
    written = "".join(run.out + run.err for run in runs).encode() + b"".join(tree_of(server.root).values())
    for secret in (PASSWORD, "p%40ss", "p@ss"):
        assert secret.encode() not in written


def test_an_interrupt_is_one_also_where_closing_a_file_fails_after_it() -> None:
    def close() -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise EOFError

    with pytest.raises(KeyboardInterrupt), sftp_connection.place_errors("sftp://host/x", "a could not be written"):
        close()


@pytest.mark.slow
def test_a_dead_connection_is_said_once(run_server: RunServer, tmp_path: Path) -> None:
    server = run_server(closes_after=300_000)
    with place(server):
        pass
    episodes = [rendered_set(tmp_path / "out", f"e{n}", title=str(n), sound=b"x" * 400_000) for n in range(3)]
    run = audiobrief("publish", *episodes, f"--to={server.address}/site", "-q", cwd=tmp_path)
    assert (run.status, run.err.count("\n")) == (1, 1)
    assert "could not be written: the server closed the connection" in run.err


@pytest.mark.slow
def test_an_upload_that_was_cut_off_is_gone_on_with(run_server: RunServer, tmp_path: Path) -> None:
    episode = rendered_set(tmp_path / "out", sound=b"x" * 400_000)
    server = run_server(closes_after=300_000)
    with place(server):
        pass
    where = f"{server.address}/site"
    with pytest.raises(PlaceError, match="the server closed the connection"):
        put_there(where, episode)
    assert not (server.root / "site" / "feed.xml").exists()
    complete = {path for path in tree_of(server.root / "site") if not path.endswith(".part")}
    server.habits.closes_after = None
    assert not complete & set(put_there(where, episode).written)
    put(tmp_path / "site", episode)
    left = {path for path in tree_of(server.root / "site") if path.endswith(".part")}
    assert set(tree_of(server.root / "site")) - left == set(tree_of(tmp_path / "site"))


def program(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "audiobrief", *map(str, arguments)], stderr=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.parametrize("replaces", [True, False])
def test_eight_at_once_lose_no_episode(run_server: RunServer, tmp_path: Path, replaces: bool) -> None:
    server = run_server(replaces=replaces)
    with place(server):
        pass
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(8)]
    running = [program("publish", each, f"--to={server.address}/site", "-q") for each in episodes]
    assert [(each.communicate(timeout=300)[1], each.returncode) for each in running] == [(b"", 0)] * 8
    put(tmp_path / "site", *episodes)
    assert tree_of(server.root / "site") == tree_of(tmp_path / "site")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_upload_leaves_the_feed_and_is_gone_on_with(
    run_server: RunServer, tmp_path: Path, number: signal.Signals
) -> None:
    server = run_server()
    site = server.root / "site"
    with place(server):
        pass
    put_there(f"{server.address}/site", rendered_set(tmp_path / "out", "e0", title="0"))
    feed = (site / "feed.xml").read_bytes()
    server.habits.is_slow = True
    large = rendered_set(tmp_path / "out", "e1", title="1", sound=b"x" * 3_000_000)
    running = program("publish", large, f"--to={server.address}/site", "-q")
    while not list(site.glob("media/e1-*.mp3.*.part")):
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(number)
    said = running.communicate(timeout=20)[1]
    if number == signal.SIGINT:
        assert (said.strip(), running.returncode) == (b"interrupted; files that were finished before are whole", 130)
        assert list(site.rglob("*.part")) == []
    assert (site / "feed.xml").read_bytes() == feed
    server.habits.is_slow = False
    put_there(f"{server.address}/site", large)
    assert b"<title>1</title>" in (site / "feed.xml").read_bytes()
