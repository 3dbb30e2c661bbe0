"""Memory that was freed is used again, and not taken anew from the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import resource, sys
import numpy as np
from audiobrief.memory import keep_freed_memory
if sys.argv[1] == "kept":
    keep_freed_memory()
np.ones(100_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    np.ones(100_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems are left alone")
def test_an_array_that_comes_and_goes_takes_its_pages_once() -> None:
    def faults(how: str) -> int:
        return int(subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, check=True).stdout)

    assert faults("kept") < 100
    assert faults("given back") > 1000
