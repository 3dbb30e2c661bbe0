"""Piper's voices: their publisher's names and addresses, and what a voice's two files must be.

A voice is NAME.onnx with NAME.onnx.json. https://huggingface.co/rhasspy/piper-voices keeps the models in Git LFS,
where a pointer states each one's sha256 and size: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from audiobrief.errors import ModelError
from audiobrief.voices.models.catalogue import ModelFile
from audiobrief.voices.models.parts import reading

ADDRESS = "https://huggingface.co/rhasspy/piper-voices"
"""The publisher's repository."""
PUBLISHED_NAME = re.compile(r"(?P<code>[a-z]{2,3}_[A-Z]{2})-(?P<name>[a-zA-Z0-9_]+)-(?P<quality>x_low|low|medium|high)")
"""As its publisher names a voice: en_GB-alan-medium."""
LOCAL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
"""As a user may name one: a file name wherever files are kept."""
MOST_CONFIG = 1 << 20
"""Bytes; those that are published have about 5,000."""
MOST_POINTER = 1024
"""Bytes, by the specification of Git LFS."""
_MOST_MODEL = 1 << 30
_POINTER = b"version https://git-lfs.github.com/spec/"


class Published:
    """A voice of Piper's publisher."""

    def __init__(self, name: str) -> None:
        """Derive the addresses from a name.

        Args:
            name: a name that matches `PUBLISHED_NAME`.
        """
        match = PUBLISHED_NAME.fullmatch(name)
        assert match is not None
        self.name = name
        folder = f"{match['code'].split('_')[0]}/{match['code']}/{match['name']}/{match['quality']}"
        self._model = f"main/{folder}/{name}.onnx"

    @property
    def host(self) -> str:
        """The publisher's host."""
        return urlsplit(ADDRESS).hostname or ""

    @property
    def pointer_address(self) -> str:
        """Where the sha256 and the size of the model are stated."""
        return f"{ADDRESS}/raw/{self._model}"

    @property
    def config_address(self) -> str:
        """Where the configuration is."""
        return f"{ADDRESS}/resolve/{self._model}.json"

    def model_file(self, pointer: bytes) -> ModelFile:
        """Return the model as its pointer states it.

        Raises:
            ModelError: it is not a pointer.
        """
        sha256 = re.search(rb"^oid sha256:([0-9a-f]{64})$", pointer, re.MULTILINE)
        size = re.search(rb"^size (\d{1,10})$", pointer, re.MULTILINE)
        if not pointer.startswith(_POINTER) or not sha256 or not size or not 0 < int(size[1]) <= _MOST_MODEL:
            raise ModelError(f"{self.pointer_address} does not state the sha256 of {self.name} (try again later)")
        address = f"{ADDRESS}/resolve/{self._model}"
        return ModelFile(f"{self.name}.onnx", int(size[1]), sha256[1].decode(), address)


def check_config(content: bytes, place: str) -> None:
    """Check that a voice's configuration has the keys that Piper needs.

    Raises:
        ModelError: a key is missing.
    """
    try:
        config = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{place} is not JSON (fetch it again)") from error
    wanted = {"num_symbols": int, "num_speakers": int, "phoneme_id_map": dict, "audio": dict, "espeak": dict}
    kept = config if isinstance(config, dict) else {}
    missing = [key for key, kind in wanted.items() if not isinstance(kept.get(key), kind)]
    if not missing and not isinstance(kept["audio"].get("sample_rate"), int):
        missing.append("audio.sample_rate")
    if not missing and not isinstance(kept["espeak"].get("voice"), str):
        missing.append("espeak.voice")
    if missing:
        raise ModelError(f"{place} is not a Piper voice's configuration: it lacks {', '.join(missing)} (take another)")


def check_model(path: Path) -> None:
    """Check that a file may be a model; its content is checked only when it speaks.

    Raises:
        ModelError: it is empty, or stands for a model that was not fetched.
    """
    with reading(path), path.open("rb") as file:
        start = file.read(len(_POINTER))
    if not start:
        raise ModelError(f"{path} is empty (fetch it again)")
    if start == _POINTER:
        raise ModelError(f"{path} is a pointer of Git LFS, not the model (git lfs pull fetches it)")
