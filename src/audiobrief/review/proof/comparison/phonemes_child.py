"""The program that asks espeak-ng for the sounds of words: it reads a line of JSON, and answers with one.

It is a program of its own since a fault in the library ends it. Question: `{"words": [...], "voices": [...]}`, of which
the first voice that exists is used; answer: `{"sounds": [...]}` in the International Phonetic Alphabet, or
`{"error": why}`.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

AUDIO_OUTPUT_SYNCHRONOUS = 2
DO_NOT_EXIT = 0x8000
UTF8 = 1
IPA = 2
"""espeakINITIALIZE_DONT_EXIT, espeakCHARS_UTF8 and the IPA bit of `espeak_TextToPhonemes`, from speak_lib.h."""


def load() -> Any:
    """Load espeak-ng, and let it find its data: by a relative path, since it takes no more than 160 bytes."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = Path(espeakng_loader.get_data_path())
    os.chdir(data.parent)
    os.environ["ESPEAK_DATA_PATH"] = data.name
    if library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, None, DO_NOT_EXIT) < 0:
        raise OSError("espeak-ng cannot be set up")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    return library


def sounds(library: Any, word: str) -> str:
    """Return a word's sounds."""
    text = ctypes.c_char_p(word.encode())
    place = ctypes.cast(text, ctypes.c_void_p)
    parts = []
    while place.value:
        parts.append((library.espeak_TextToPhonemes(ctypes.byref(place), UTF8, IPA) or b"").decode())
    return "".join(parts)


def main() -> None:
    """Answer every line."""
    library = load()
    for line in sys.stdin:
        question = json.loads(line)
        answer: dict[str, Any] = {"error": f"espeak-ng has no voice for {question['voices'][0]}"}
        if any(library.espeak_SetVoiceByName(voice.encode()) == 0 for voice in question["voices"]):
            answer = {"sounds": [sounds(library, word) for word in question["words"]]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
