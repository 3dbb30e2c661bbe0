"""What all tests share."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from audiobrief.cache.fingerprint import installation_fingerprint

# Tests import `builders` whichever folder they lie in.
sys.path.insert(0, str(Path(__file__).parent))

# Their assertions explain themselves as those of the tests do.
pytest.register_assert_rewrite("voices.contract", "voices.engines.natural.natural_contract")

# The machines that run this are shared and slow at times; a run is the same wherever it is made.
settings.register_profile("thorough", deadline=None, derandomize=True)
settings.register_profile("everyday", settings.get_profile("thorough"), max_examples=25)
settings.load_profile("everyday")

# To compile the package takes a third of the time of a program that a test starts: once is enough.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell that runs the tests in the background has them ignore interrupts, which some of them send.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def messages_are_shown_as_before() -> Iterator[None]:
    """Undo what a command that ran in this process said of how much is logged."""
    logger = logging.getLogger("audiobrief")
    level, handlers = logger.level, logging.root.handlers[:]
    yield
    logger.setLevel(level)
    logging.root.handlers[:] = handlers


@pytest.fixture(autouse=True)
def each_test_is_a_program_of_its_own() -> None:
    """Have what is installed looked at anew: a program remembers it, and tests change what decides it."""
    installation_fingerprint.cache_clear()
