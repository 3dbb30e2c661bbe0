"""Three thousand episodes: one more costs little time and little memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from publish.sets import rendered_set

COUNT = 3000
PROGRAM = """
import re, sys
from audiobrief.cli.main import run
status = run(sys.argv[1:])
# Not ru_maxrss, which knows what started this process, too.
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
sys.exit(status)
"""


def measured(*arguments: str | Path) -> tuple[float, float]:
    """Run the program, and give its seconds and its largest memory in MB."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=3000, check=False
    )
    assert done.returncode == 0, done.stderr
    return time.monotonic() - began, int(done.stdout.split()[-1]) / 1024


def guids(site: Path) -> list[str]:
    return [str(element.text) for _, element in etree.iterparse(site / "feed.xml", tag="guid")]


@pytest.mark.slow
def test_one_more_takes_a_twentieth_of_all_and_under_120_megabytes(tmp_path: Path) -> None:
    # In memory where that can be had: what is compared is this program's work, and not a disk's.
    memory = Path("/dev/shm")
    folder = memory / tmp_path.name if memory.is_dir() else tmp_path
    site = folder / "site"
    try:
        episodes = [
            rendered_set(
                folder / "out", f"e{number:05d}", title=f"Episode {number}", number=number + 1,
                date=(date(1990, 1, 1) + timedelta(days=number)).isoformat(),
            )
            for number in range(COUNT + 1)
        ]  # fmt: skip
        all_seconds, _ = measured("publish", *episodes[:-1], "--to", site, "-q")
        before = guids(site)
        one_seconds, one_memory = measured("publish", episodes[-1], "--to", site, "-q")
        after = guids(site)
    finally:
        if folder != tmp_path:
            shutil.rmtree(folder, ignore_errors=True)
    assert len(set(before)) == COUNT
    assert after[1:] == before
    assert one_seconds <= all_seconds / 20
    assert one_memory < 120
