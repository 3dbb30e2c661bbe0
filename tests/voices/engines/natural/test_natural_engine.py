"""Packages are found without being imported, and looked for once."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from audiobrief.script.models.engines import RANKING
from audiobrief.voices.engines.natural.natural_engine import package_folder


def test_a_package_is_found_and_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    assert package_folder("voice_of_a_test") is None
    (tmp_path / "voice_of_a_test").mkdir()
    (tmp_path / "voice_of_a_test" / "__init__.py").touch()
    importlib.invalidate_caches()
    assert package_folder("voice_of_a_test") == tmp_path / "voice_of_a_test", "what was missing is looked for again"
    assert "voice_of_a_test" not in sys.modules
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: pytest.fail(f"{name} is looked for again"))
    assert package_folder("voice_of_a_test") == tmp_path / "voice_of_a_test"


def test_a_child_process_imports_no_script_models() -> None:
    modules = [f"audiobrief.voices.engines.natural.{name}_model" for name in RANKING if name != "pyttsx3"]
    program = f"import sys, {', '.join(modules)}; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_module_of_one_file_has_no_folder() -> None:
    assert package_folder("bisect") is None
