"""What all tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Tests import `builders` whichever folder they lie in.
sys.path.insert(0, str(Path(__file__).parent))

# Their assertions explain themselves as those of the tests do.
pytest.register_assert_rewrite("speech.contract", "speech.natural.natural_contract")

# The machines that run this are shared and slow at times; a run is the same wherever it is made.
settings.register_profile("everywhere", deadline=None, derandomize=True)
settings.load_profile("everywhere")
