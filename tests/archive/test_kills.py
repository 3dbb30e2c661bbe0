"""Kills at random: after the last run every script has its episode, none is torn, and hardly any was made twice.

`AUDIOBRIEF_TRIES=30 pytest -m slow tests/archive/test_kills.py` kills 30 times over 200 scripts.
"""

from __future__ import annotations

import json
import logging
import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from audiobrief.archive.ledger import open_ledger
from audiobrief.archive.shard import Shard
from audiobrief.storage.files import file_digest
from builders import audiobrief, tone_script

KILLS = int(os.environ.get("AUDIOBRIEF_TRIES", "5"))
SCRIPTS = max(20, KILLS * 20 // 3)
DONE = re.compile(r"^audiobrief\.archive: \S+: scripts/(s\d+)\.yaml: \d+:\d\d in ", re.MULTILINE)


def start(folder: Path, log: Path) -> psutil.Popen:
    command = [sys.executable, "-m", "audiobrief", "archive", "scripts", "--to", "out", "--jobs", "2", "-v"]
    with log.open("ab") as stream:
        environment = {**os.environ, "AUDIOBRIEF_CACHE": str(folder / ".cache"), "NO_COLOR": "1"}
        return psutil.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=stream)


def torn(folder: Path) -> list[str]:
    """Return the manifests of a folder whose files are not those that they name."""
    wrong = []
    for path in folder.glob("*.episode.json"):
        files = json.loads(path.read_text("utf-8"))["files"]
        if any(file_digest(folder / file["name"]) != file["sha256"] for file in files):
            wrong.append(path.name)
    return wrong


def write_scripts(folder: Path, numbers: range) -> None:
    for number in numbers:
        text = f"This is script {number}. It has two sentences, of which this is one."
        tone_script(folder / "scripts", f'  - intro: "{text}"\n', name=f"s{number}.yaml")


@pytest.mark.slow
def test_kills_lose_nothing(tmp_path: Path) -> None:
    write_scripts(tmp_path, range(SCRIPTS))
    log, chance, kills, scripts = tmp_path / "log", random.Random(1), 0, SCRIPTS
    run = start(tmp_path, log)
    while kills < KILLS:
        if run.poll() is not None:
            assert run.returncode in {0, -signal.SIGKILL}, log.read_text("utf-8")[-2000:]
            assert torn(tmp_path / "out") == []
            if run.returncode == 0:  # A fast machine is through before the last kill: there is more to do.
                write_scripts(tmp_path, range(scripts, scripts + 5))
                scripts += 5
            run = start(tmp_path, log)
        seen = len(DONE.findall(log.read_text("utf-8")))
        while run.poll() is None and len(DONE.findall(log.read_text("utf-8"))) < seen + 3:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.5))
        with suppress(psutil.NoSuchProcess, IndexError):
            (run if chance.random() < 0.5 else chance.choice(run.children())).kill()
            kills += 1
        with suppress(psutil.TimeoutExpired):
            run.wait(timeout=0.5)
    run.wait()
    assert audiobrief("archive", "scripts", "--to", "out", cwd=tmp_path).status == 0
    assert torn(tmp_path / "out") == []
    done = DONE.findall(log.read_text("utf-8"))
    assert len(done) - scripts <= kills
    with open_ledger(tmp_path / "out", Shard()) as ledger:
        rows = list(ledger.rows())
    assert sorted(Path(row.script).stem for row in rows) == sorted(f"s{number}" for number in range(scripts))
    assert [row for row in rows if row.state != "done"] == []
    wrong = [r.path for row in rows for r in row.results if file_digest(tmp_path / "out" / r.path) != r.sha256]
    assert wrong == []
    assert [path.name for path in (tmp_path / "out").glob(".audiobrief-*") if path.name != ".audiobrief-archive"] == []
    logging.getLogger(__name__).info("%d kills, %d scripts, %d made twice", kills, scripts, len(done) - scripts)
