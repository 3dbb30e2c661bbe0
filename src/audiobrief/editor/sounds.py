"""Music and recordings that are dropped into a page: written into the show's folder, and put into the script."""

from __future__ import annotations

import os
import re
from pathlib import Path

from audiobrief.audio.sounds import load_sound
from audiobrief.editor.folder import ShowFolder
from audiobrief.editor.scripts.saving import Change, ChangedElsewhereError
from audiobrief.errors import UsageError
from audiobrief.script.editing.outline import Edited, Outline
from audiobrief.script.editing.scalars import clean_text
from audiobrief.script.editing.settings import set_setting
from audiobrief.script.editing.sounds import add_sound, insert_clip
from audiobrief.script.editing.values import reread
from audiobrief.script.models.sound import Sound
from audiobrief.storage import files
from audiobrief.storage.regular_files import read_regular_file
from audiobrief.storage.work_folder import work_folder

FOLDER = "audio_assets"
"""Where sounds are written, in the show's folder."""
_ENDINGS = frozenset({".wav", ".mp3", ".flac", ".ogg", ".aiff", ".aif", ".m4a", ".aac"})
_RATE = 44_100
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


def sound_path(folder: ShowFolder, name: str) -> Path:
    """Return the path of a sound file in the folder of the sounds.

    Raises:
        UsageError: its name is not that of a sound file.
    """
    stem = _NOT_PLAIN.sub("-", Path(name).stem).strip("-").lower()[:60]
    ending = Path(name).suffix.lower()
    if not stem or ending not in _ENDINGS:
        raise UsageError(f"'{name:.60}' is no sound file (choose one of {', '.join(sorted(_ENDINGS))})")
    return folder.inside(folder.inside(folder.root / FOLDER) / f"{stem}{ending}")


def write_sound(path: Path, content: bytes) -> None:
    """Write a sound file, unless it is there already.

    Raises:
        UsageError: there is another one of this name.
        SoundError: it cannot be decoded.
        OutputError: it could not be written.
    """
    if os.path.lexists(path):
        try:
            is_same = read_regular_file(path, len(content)) == content
        except OSError:
            is_same = False
        if not is_same:
            raise UsageError(f"there is another {FOLDER}/{path.name} already (give the file another name)")
        return
    with work_folder(path.parent) as work:
        files.write_bytes(work / path.name, content)
        load_sound(Sound(name=path.stem, path=work / path.name), _RATE, 1)
        files.finish(work / path.name, path)


def sound_change(script: Path, sound: Path, segment: str, speaker: str, words: str) -> Change:
    """Return the change that puts a sound into a script.

    Args:
        script: the script.
        sound: the sound file.
        segment: the segment before which music is played, or after which a recording is heard.
        speaker: who is heard in a recording; empty for music.
        words: what is heard in a recording.

    Raises:
        UsageError: a recording has no words.
    """
    if speaker.strip() and not clean_text(words):
        raise UsageError("a recording has no words (write what is heard; transcripts show it)")
    file = Path(os.path.relpath(sound, script.parent)).as_posix()

    def change(outline: Outline) -> Edited:
        index = outline.index(segment)
        if index is None:
            raise ChangedElsewhereError("this segment was changed in another tab or program (choose the file again)")
        if speaker.strip():
            return insert_clip(outline, index, file, " ".join(speaker.split()), words)
        named = outline.root.entries.get("sounds")
        if sound.stem not in getattr(named, "entries", {}):
            outline = reread(outline, add_sound(outline, sound.stem, file).text)
        return set_setting(outline, index, "sound", sound.stem)

    return change
