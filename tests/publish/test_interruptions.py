"""Whatever ends a publication, and whoever publishes at the same time: the feed names only what is there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builders import audiobrief
from interference import Judge, tree_of
from publish.sets import assert_whole, named_files, rendered_set


def program(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "audiobrief", *map(str, arguments)]


@pytest.mark.slow
def test_ten_at_once_lose_no_episode(tmp_path: Path) -> None:
    episodes = [rendered_set(tmp_path / "out", f"e{n}", number=n, title=str(n)) for n in range(10)]
    running = [
        subprocess.Popen(program("publish", each, "--to", tmp_path / "site", "-q"), stderr=subprocess.PIPE)
        for each in episodes
    ]
    assert [(each.communicate(timeout=300)[1], each.returncode) for each in running] == [(b"", 0)] * 10
    assert_whole(tmp_path / "site")
    audiobrief("publish", *episodes, "--to", tmp_path / "at-once", "-q", cwd=tmp_path)
    assert tree_of(tmp_path / "site") == tree_of(tmp_path / "at-once")


@pytest.mark.slow
def test_an_interruption_leaves_what_stood_there(tmp_path: Path) -> None:
    site = tmp_path / "site"
    audiobrief("publish", rendered_set(tmp_path / "out"), "--to", site, cwd=tmp_path)
    before = tree_of(site)
    more = [rendered_set(tmp_path / "out", f"e{n}", number=n + 2, title=str(n)) for n in range(40)]
    running = subprocess.Popen(program("publish", *more, "--to", site), stderr=subprocess.PIPE)
    while len(list(site.glob(".audiobrief-*/*"))) < 20:
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert (said.strip(), running.returncode) == (b"interrupted; files that were finished before are whole", 130)
    assert Judge(before, before).verdict(site) == "before"


@pytest.mark.slow
def test_killed_at_a_hundred_moments_the_feed_names_only_what_is_there(tmp_path: Path) -> None:
    out, base, site = tmp_path / "out", tmp_path / "base", tmp_path / "site"
    first = rendered_set(out)
    more = [rendered_set(out, f"e{n}", number=n + 2, title=str(n)) for n in range(3)]
    audiobrief("publish", first, "--to", base, cwd=tmp_path)
    again = rendered_set(out, sound=b"other")
    lines = {
        "publish": program("publish", *more, "--to", site, "-q"),
        "correct": program("publish", again, "--correct", "Better.", "--to", site, "-q"),
        "unpublish": program("unpublish", "episode", "--to", site, "-q"),
    }
    lasts = {}
    for name, line in lines.items():
        shutil.copytree(base, site)
        began = time.monotonic()
        subprocess.run(line, check=True, timeout=60)
        lasts[name] = time.monotonic() - began
        shutil.move(site, tmp_path / name)
    chance, killed = random.Random(1), 0
    while killed < 100:
        name = chance.choice(list(lines))
        shutil.copytree(base, site)
        running = subprocess.Popen(lines[name], start_new_session=True)
        # Most of the first part goes by while Python imports libraries.
        time.sleep(chance.uniform(0.2, 1) * lasts[name])
        if running.poll() is None:
            killed += 1
            os.killpg(running.pid, signal.SIGKILL)
        running.wait(timeout=60)
        assert_whole(site)
        if name != "correct":
            subprocess.run(lines[name], check=True, timeout=60)
            expected, got = tree_of(tmp_path / name), tree_of(site)
            assert got.keys() == expected.keys()
            assert name == "unpublish" or got == expected
        shutil.rmtree(site)
    assert len(named_files(tmp_path / "publish")) > 20
