"""Memory that was freed is used again, and not taken anew from the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from audiobrief.production.session import retain_freed_memory

def work(times):
    for _ in range(times):
        [np.ones(300_000) for _ in range(10)]

if sys.argv[1] == "kept":
    retain_freed_memory()
with ThreadPoolExecutor(1) as executor:
    executor.submit(work, 2).result()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    executor.submit(work, 20).result()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems are left alone")
@pytest.mark.slow
def test_arrays_that_come_and_go_in_a_thread_take_their_pages_once() -> None:
    def faults(how: str) -> int:
        return int(subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, check=True).stdout)

    assert faults("kept") * 10 < faults("given back")
