"""A site with an episode that was rendered, served to judges."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiobrief.episode.manifest import ManifestSentence, ManifestWord
from audiobrief.publish.models import Enclosure, Item, ItemChapter
from builders import ROOT, audiobrief, tone_script
from judges.readers import HERE, ran
from publish.pages.page_builder import CHANNEL, changed, many, sentence, write_site
from publish.serving.served import serving

SEGMENTS = """\
  - narration: |
      The bridge is open. It had been closed for a week.

      Nobody was hurt & no <boat> was lost.
    chapter: Headlines
  - narration: The ice had moved a pillar. The town's engineer looked at every stone. It holds now.
    chapter: A week of ice
  - narration: Trains come first. Cars may cross from Monday on. Boats wait for the thaw.
    chapter: What comes next
  - outro: Thank you for listening. The voices are synthetic.
    chapter: Credits
"""
TIMES = re.compile(r"(\d+):(\d+):([\d.]+) --> (\d+):(\d+):([\d.]+)\n<v [^>]+>(.*?)</v>", re.DOTALL)
SLUG = "the-bridge"
EPISODE = f"/episodes/{SLUG}/"


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is being served."""

    folder: Path
    address: str
    """Without a slash at its end."""
    item: Item

    def browse(self, path: str, act: str, *looks: str) -> dict[str, Any]:
        """Do something with a page in a browser, and give what there is to see."""
        done = ran("node", HERE / "browse.mjs", f"{self.address}{path}", act, *looks)
        seen: dict[str, Any] = json.loads(done.stdout)
        return seen


def rendered(folder: Path) -> Item:
    """Render an episode with tones into a site's folder."""
    script = tone_script(folder.parent, SEGMENTS, "language: en-GB\nvoice: low\n")
    media = folder / "media"
    run = audiobrief("render", script, "-o", media / f"{SLUG}.mp3", "--json", "-q", cwd=folder.parent)
    assert run.status == 0, run.err
    shutil.copy(ROOT / "audio_assets" / "cover.jpg", media / "cover-1.jpg")

    def file(ending: str, kind: str) -> Enclosure:
        path = media / f"{SLUG}{ending}"
        return Enclosure(f"media/{path.name}", path.stat().st_size, kind)

    told = run.manifest
    words = {each["text"]: tuple(map(ManifestWord.model_validate, each["words"])) for each in told["sentences"]}
    return changed(
        slug=SLUG,
        duration=told["duration"],
        enclosure=file(".mp3", "audio/mpeg"),
        transcripts=(file(".vtt", "text/vtt"), file(".srt", "application/x-subrip")),
        chapters_file=file(".chapters.json", "application/json+chapters"),
        chapters=tuple(ItemChapter(made["start"], made["end"], made["title"]) for made in told["chapters"]),
        sentences=_sentences((media / f"{SLUG}.vtt").read_text(encoding="utf-8"), words),
    )


def _sentences(vtt: str, words: Mapping[str, tuple[ManifestWord, ...]]) -> tuple[ManifestSentence, ...]:
    plain = str.maketrans({"\n": " "})
    cues = (
        sentence(
            int(hours) * 3600 + int(minutes) * 60 + float(seconds),
            int(end_hours) * 3600 + int(end_minutes) * 60 + float(end_seconds),
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").translate(plain),
            "Presenter",
        )
        for hours, minutes, seconds, end_hours, end_minutes, end_seconds, text in TIMES.findall(vtt)
    )
    return tuple(cue.model_copy(update={"words": words.get(cue.text)}) for cue in cues)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Render an episode, make a site of it and of others, and serve that."""
    item = rendered(folder)
    write_site(folder, CHANNEL, (item, *many(64)))
    with serving(folder) as site:
        yield Served(folder, site.address, item)
