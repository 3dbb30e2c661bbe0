"""Programs that subscribe to podcasts get the sample as it was rendered: Debian's gPodder, newsboat and podget."""

from __future__ import annotations

import hashlib
import os
import pty
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from builders import audiobrief
from judges.episodes import Episodes
from publish.serving.served import serving

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def feed(episodes: Episodes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    run = audiobrief("publish", episodes.get("sample").audio, "--to", folder, "-q", cwd=folder)
    assert run.status == 0, run.err
    with serving(folder) as served:
        yield f"{served.address}/feed.xml"


def run_at_home(home: Path, *line: str, **environment: str) -> None:
    """Run a program that keeps what it has below a home folder."""
    done = subprocess.run(line, env=_at(home, environment), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _at(home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", **environment}


def gpodder(feed: str, home: Path) -> None:
    for line in (["subscribe", feed], ["update"], ["download"]):
        run_at_home(home, "gpo", *line, GPODDER_HOME=str(home))


def newsboat(feed: str, home: Path) -> None:
    folder = home / ".newsboat"
    folder.mkdir()
    (folder / "urls").write_text(f"{feed}\n", encoding="utf-8")
    (folder / "config").write_text(f'podcast-auto-enqueue yes\ndownload-path "{home}"\n', encoding="utf-8")
    run_at_home(home, "newsboat", "-x", "reload")
    _in_a_terminal(["podboat", "-a"], home, until=lambda: bool(list(home.glob("*.mp3"))))


def podget(feed: str, home: Path) -> None:
    folder = home / ".podget"
    folder.mkdir()
    (folder / "serverlist").write_text(f"{feed} News Briefing\n", encoding="utf-8")
    run_at_home(home, "podget", "-d", str(folder), "-l", str(home / "library"))


def _in_a_terminal(line: list[str], home: Path, until: Callable[[], bool]) -> None:
    """Run a program that wants a terminal, and press q when what is waited for is there; it then ends."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(line[0], line, _at(home, {}))
    # What a program writes to a terminal must be read, or it waits.
    try:
        while os.read(terminal, 4096):
            if until():
                os.write(terminal, b"q")
    except OSError:
        # On Linux, the end of a terminal is an error.
        pass
    finally:
        os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize(("program", "subscribe"), [("gpo", gpodder), ("podboat", newsboat), ("podget", podget)])
def test_what_is_downloaded_is_what_was_rendered(
    program: str, subscribe: Callable[[str, Path], None], feed: str, episodes: Episodes, tmp_path: Path
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    subscribe(feed, tmp_path)
    (sound,) = tmp_path.rglob("*.mp3")
    rendered = episodes.get("sample").audio.read_bytes()
    assert hashlib.sha256(sound.read_bytes()).digest() == hashlib.sha256(rendered).digest()
