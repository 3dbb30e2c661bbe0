"""Make the theme, the sting, the bed and the cover, beside this file.

    python make.py            write the files
    python make.py --check    compare them; exits 1 if one is missing or different

Every run makes the same bytes with the same versions of numpy and pillow.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from cover import cover_bytes
from mastering import mastered, wav_bytes
from music import bed, sting, theme

FOLDER = Path(__file__).resolve().parent

MAKERS: dict[str, Callable[[], bytes]] = {
    "theme.wav": lambda: wav_bytes(mastered(theme(), -18.0)),
    "sting.wav": lambda: wav_bytes(mastered(sting(), -18.0)),
    "bed.wav": lambda: wav_bytes(mastered(bed(), -22.0)),
    "cover.jpg": cover_bytes,
}


def state(path: Path, content: bytes) -> str:
    """How the file at `path` compares: "same", "missing" or "different"."""
    if not path.is_file():
        return "missing"
    return "same" if path.read_bytes() == content else "different"


def main() -> int:
    """Write or check all files; the exit status."""
    parser = argparse.ArgumentParser(description="Make the sounds and the cover of audiobrief.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check: bool = parser.parse_args().check
    all_same = True
    for name, maker in MAKERS.items():
        path, content = FOLDER / name, maker()
        found = state(path, content)
        if check:
            all_same = all_same and found == "same"
            print(f"{name}: {found}")
        else:
            path.write_bytes(content)
            print(f"{name}: {len(content):,} bytes")
    return 0 if all_same else 1


if __name__ == "__main__":
    raise SystemExit(main())
