"""What all tests share."""

from __future__ import annotations

import sys
from pathlib import Path

# Tests import `builders` whichever folder they lie in.
sys.path.insert(0, str(Path(__file__).parent))
