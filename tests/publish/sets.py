"""Rendered episodes to publish: one is rendered with tones, and others are made of its files."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from mutagen.id3 import ID3, TIT2
from PIL import Image

from audiobrief.production.render import render_episode
from audiobrief.script.loader import load_script
from builders import TONE_VOICES, picture, write_script

HOUSE = """\
version: 1
title: The Show
author: The Desk
description: One story a day.
address: https://the-show.radio/
owner: {name: The Desk, email: desk@the-show.radio}
category: News > Daily News
funding: [{url: "https://pay.example/desk", text: Support the desk}]
persons: [{name: Ada Smith, role: host, link: "https://people.example/ada", image: "https://people.example/ada.jpg"}]
language: en-GB
cover: cover.png
"""
SCRIPT = f"""\
version: 1
show: show.yaml
title: The bridge
date: 2024-05-01
number: 1
summary: What was mended, and what comes next.
source: {{title: Bridge reopens, publisher: The Crier, url: "https://crier.example/bridge?a=1&b=2"}}
persons: [{{name: Bo Jones, role: guest}}]
soundbite: {{start: 0ms, duration: 15s, title: The news}}
{TONE_VOICES}segments:
  - intro: Good evening.
    chapter: Headlines
  - narration: The bridge is open. It was closed for a week.
    chapter: The bridge
    url: https://crier.example/bridge
    image: chapter.png
  - outro: >-
      Thank you for your company, and for the many letters that you wrote to us about the bridge, the river and the
      long road. The voices that you heard are synthetic.
    chapter: Credits
"""


@cache
def cover(*colours: int) -> bytes:
    """Return a cover that directories take; other colours make it another one."""
    content = io.BytesIO()
    Image.new("RGB", (1400, 1400), colours or (20, 40, 80)).save(content, "PNG")
    return content.getvalue()


FILES = {"audio": ".mp3", "vtt": ".vtt", "srt": ".srt", "transcript": ".transcript.json", "chapters": ".chapters.json"}


@cache
def template() -> dict[str, bytes]:
    """Render an episode, once, and give its files by their endings."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "show.yaml").write_text(HOUSE, encoding="utf-8")
        (project / "cover.png").write_bytes(cover())
        (project / "chapter.png").write_bytes(picture("PNG", 8, 8))
        script = write_script(project, SCRIPT, "episode.yaml")
        audio = render_episode(load_script(script), project / "out" / "episode.mp3").audio
        endings = (*FILES.values(), ".episode.json")
        return {ending: audio.with_name(f"episode{ending}").read_bytes() for ending in endings}


def rendered_set(folder: Path, slug: str = "episode", *, sound: bytes = b"", **said: Any) -> Path:
    """Write the files of a rendered episode, and give its MP3 file.

    Args:
        folder: where to.
        slug: its name.
        sound: more of the audio file, so that it is another one.
        said: what its manifest says; `show` takes the place of parts of the channel.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = template()
    manifest = json.loads(parts[".episode.json"])
    manifest |= {"slug": slug, **{key: value for key, value in said.items() if key != "show"}}
    manifest["show"] |= said.get("show", {})
    manifest["files"] = []
    for role, ending in FILES.items():
        content = parts[ending]
        if role == "audio":
            content = _titled(content, manifest["title"]) + sound
        path = folder / f"{slug}{ending}"
        path.write_bytes(content)
        record = {"role": role, "name": path.name, "type": _type(role), "bytes": len(content)}
        manifest["files"].append(record | {"sha256": hashlib.sha256(content).hexdigest()})
    (folder / f"{slug}.episode.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return folder / f"{slug}.mp3"


def _titled(audio: bytes, title: str) -> bytes:
    """Return an audio file another title; the other frames of its tag stay where they are."""
    if ID3(io.BytesIO(audio))["TIT2"].text == [title]:
        return audio
    assert audio[10:14] == b"TIT2"
    tag, alone = ID3(), io.BytesIO()
    tag.add(TIT2(encoding=1, text=[title]))
    tag.save(alone, v1=0, v2_version=3, padding=lambda _information: 0)
    frame = alone.getvalue()[10:]
    before = 10 + int.from_bytes(audio[14:18])
    size = sum((byte & 0x7F) << shift for byte, shift in zip(audio[6:10], (21, 14, 7, 0), strict=True))
    size += len(frame) - before
    length = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return audio[:6] + length + frame + audio[10 + before :]


def _type(role: str) -> str:
    types = {
        "audio": "audio/mpeg",
        "vtt": "text/vtt",
        "srt": "application/x-subrip",
        "transcript": "application/json",
        "chapters": "application/json+chapters",
    }
    return types[role]


def named_files(site: Path) -> dict[str, int | None]:
    """Return the files that a site's feed names, each with the length that the feed states, if it does."""
    root = etree.parse(site / "feed.xml").getroot()
    address = str(root.xpath("string(channel/*[local-name()='link' and @rel='self']/@href)")).removesuffix("feed.xml")
    named: dict[str, int | None] = {}
    for element in root.iter():
        for value in (*element.attrib.values(), element.text or ""):
            if str(value).startswith(address):
                path = str(value).removeprefix(address)
                path = f"{path}index.html" if path == "" or path.endswith("/") else path
                length = element.get("length")
                named[path] = int(length) if length else named.get(path)
    return named


def assert_whole(site: Path) -> None:
    """See that what the feed names is there, and is what its name and its length say."""
    for path, length in named_files(site).items():
        content = (site / path).read_bytes()
        assert content, path
        assert length in {None, len(content)}, path
        if path.startswith(("media/", "artwork/")):
            assert hashlib.sha256(content).hexdigest()[:8] in path, path
