"""Sites, manifests and feeds that somebody changed in order to harm the machine that publishes."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEEP = 400_000
SPARSE = 10_000_000_000
"""Bytes of a file of zeros that takes no room on the disk."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a site, a rendered episode, and files that neither of them may reach."""

    root: Path

    @property
    def site(self) -> Path:
        """The site, in which the episode is published."""
        return self.root / "site"

    @property
    def audio(self) -> Path:
        """The audio file of the rendered episode."""
        return self.root / "out" / "episode.mp3"

    @property
    def record(self) -> Path:
        """The site's record of the episode."""
        return self.site / "state" / "items" / "episode.0001.json"


Damage = Callable[[Place], object]
Content = Callable[[], bytes]
"""Some contents are large, so they are made when they are needed."""


def edit(path: Path, change: Callable[[Any], object]) -> None:
    """Change the values of a JSON file."""
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def set_value(content: Any, keys: str, value: object) -> None:
    """Set a value by the keys that lead to it: `item.enclosure.path`."""
    *parents, last = [int(key) if key.isdigit() else key for key in keys.split(".")]
    for key in parents:
        content = content[key]
    content[last] = value


def record(keys: str, value: object) -> Damage:
    return lambda place: edit(place.record, lambda content: set_value(content, keys, value))


def record_text(old: str, new: str) -> Damage:
    """Replace a text in the record's file: for values that JSON cannot hold."""
    return lambda place: _replace(place.record, old.encode(), new.encode())


def channel(keys: str, value: object) -> Damage:
    return lambda place: edit(place.site / "state/channel.json", lambda content: set_value(content, keys, value))


def index(keys: str, value: object) -> Damage:
    return lambda place: edit(place.site / "state/index.json", lambda content: set_value(content, keys, value))


def manifest(keys: str, value: object) -> Damage:
    return lambda place: edit(_manifest(place), lambda content: set_value(content, keys, value))


def manifest_text(old: str, new: str) -> Damage:
    return lambda place: _replace(_manifest(place), old.encode(), new.encode())


def feed(old: bytes, start: bytes, piece: bytes = b"", count: int = 0, end: bytes = b"") -> Damage:
    """Replace a part of the feed by a start, a piece that is repeated, and an end."""
    return lambda place: _replace(place.site / "feed.xml", old, start + _repeated(piece, count) + end)


def file(path: str, content: Content) -> Damage:
    return lambda place: (place.root / path).write_bytes(content())


def nested() -> bytes:
    return b'{"x":' + b"[" * DEEP + b"]" * DEEP + b"}"


def many_values() -> bytes:
    return b'{"x":[' + b"0," * 20_000_000 + b"0]}"


def pipe(path: str) -> Damage:
    return lambda place: os.mkfifo(_free(place.root / path))


def link(path: str, target: str) -> Damage:
    return lambda place: _free(place.root / path).symlink_to(target)


def sparse(path: str) -> Damage:
    return lambda place: os.truncate(place.root / path, SPARSE)


def folder(path: str) -> Damage:
    return lambda place: _free(place.root / path).mkdir()


def renamed_record(name: str) -> Damage:
    return lambda place: place.record.rename(place.record.with_name(name))


def episode_file(ending: str, content_of: Content) -> Damage:
    """Replace a file of the episode, and state its digest in the manifest."""

    def replace(place: Place) -> None:
        path, content = place.audio.with_name(f"episode{ending}"), content_of()
        path.write_bytes(content)
        state = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

        def change(values: Any) -> None:
            next(file for file in values["files"] if file["name"] == path.name).update(state)

        edit(_manifest(place), change)

    return replace


def id3(*frames: bytes, version: int = 3, size: int | None = None) -> bytes:
    """Return an ID3 tag."""
    content = b"".join(frames)
    stated = len(content) if size is None else size
    return b"ID3" + bytes([version, 0, 0, *(stated >> shift & 0x7F for shift in (21, 14, 7, 0))]) + content


def frame(name: bytes, content: bytes, flags: int = 0) -> bytes:
    return name + struct.pack(">IH", len(content), flags) + content


def compressed(name: bytes, size: int) -> bytes:
    """Return a compressed frame (id3v2.3.0, 3.3.1) of a size once it is unpacked."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    return frame(name, struct.pack(">I", size) + packed, 0x0080)


def chapter(*frames: bytes) -> bytes:
    return frame(b"CHAP", b"c\0" + bytes(8) + b"\xff" * 8 + b"".join(frames))


def nested_chapters(depth: int) -> bytes:
    """Return chapters inside each other."""
    head = b"CHAP" + struct.pack(">IH", 100_000_000, 0) + b"c\0" + bytes(8) + b"\xff" * 8
    return head * depth


def m4a(moov: Content) -> Damage:
    """Make the episode's audio file an M4A with these atoms in its `moov`."""

    def replace(place: Place) -> None:
        content = atom(b"ftyp", b"M4A \0\0\0\0") + moov()
        place.audio.with_suffix(".m4a").write_bytes(content)
        state = {"name": "episode.m4a", "type": "audio/mp4", "bytes": len(content)}
        state["sha256"] = hashlib.sha256(content).hexdigest()
        edit(_manifest(place), lambda values: values["files"][0].update(state))

    return replace


def atom(name: bytes, content: bytes, size: int | None = None) -> bytes:
    return struct.pack(">I4s", len(content) + 8 if size is None else size, name) + content


def nested_atoms() -> bytes:
    """Return 50,000 atoms inside each other, each of the size that it has."""
    return b"".join(struct.pack(">I4s", 8 * count, b"moov") for count in range(50_000, 0, -1))


def movie(tags: bytes) -> bytes:
    """Return the atom that describes an M4A file, with tags."""
    return atom(b"moov", atom(b"udta", atom(b"meta", bytes(4) + atom(b"ilst", tags))))


def both(*damages: Damage) -> Damage:
    return lambda place: [damage(place) for damage in damages]


def _manifest(place: Place) -> Path:
    return place.audio.with_name("episode.episode.json")


def _repeated(piece: bytes, count: int) -> bytes:
    return b"".join(piece % number for number in range(count)) if b"%d" in piece else piece * count


def _free(path: Path) -> Path:
    """Delete a file, and return its path."""
    path.unlink()
    return path


def _replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


STATE = "site/state/items/episode.0001.json"
MANIFEST = "out/episode.episode.json"
CUE = b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n"
PATHS = (
    "../victim",
    "/tmp/victim",
    "media/../../victim",
    "./../victim",
    "media/./../../victim",
    "..\\victim",
    "C:/victim",
    "",
    ".",
    "media/",
    "media//x",
    "media/a\0b",
    "media/" + "x" * 5000,
    ".git/config",
    "media/.htaccess",
    "feed.xml",
    "state/channel.json",
)
CASES: dict[str, Damage] = {
    **{f"record: gone {path!r:.40}": record("gone", [path]) for path in PATHS},
    **{f"record: files {path!r:.40}": record("files", {path: "0" * 64}) for path in PATHS[:4]},
    "record: enclosure": record("item.enclosure.path", "../victim"),
    "record: cover": record("item.cover", "/tmp/victim"),
    "record: transcript": record("item.transcripts.0.path", "../victim"),
    "record: chapters": record("item.chapters_file.path", "../victim"),
    "record: chapter's picture": record("item.chapters.0.image", "../victim"),
    "record: enclosure of an event": record("log.0.enclosure", "../victim"),
    "record: slug": record("slug", "../../victim"),
    "record: another slug": record("slug", "other"),
    "record: slug of the item": record("item.slug", "../../outside"),
    "record: name of two dots": renamed_record("...0001.json"),
    "record: hidden name": renamed_record(".x.0001.json"),
    "record: name with spaces": renamed_record("a b.0001.json"),
    "record: high revision": renamed_record(f"episode.{'9' * 200}.json"),
    "record: digest": record("files", {"media/x.mp3": "../../victim"}),
    "record: first year": record("item.published", "0001-01-01T00:00:00+14:00"),
    "record: last year": record("item.published", "9999-12-31T23:59:59-14:00"),
    "record: seconds of 1970": record("item.published", 10**15),
    "record: no zone": record("item.published", "2024-05-01T00:00:00"),
    "record: year of an event": record("log.0.at", "0001-01-01T00:00:00+14:00"),
    "record: NaN": record("item.duration", float("nan")),
    "record: infinity": record("item.duration", float("inf")),
    "record: negative": record("item.duration", -1.0),
    "record: 1e308": record("item.duration", 1e308),
    "record: chapter at NaN": record("item.chapters.0.start", float("nan")),
    "record: high number": record_text('"number": 1', f'"number": {"9" * 4000}'),
    "record: control character": record("item.title", "a\0b"),
    "record: noncharacter": record("item.title", "a\uffffb"),
    "record: escape sequence": record("guid", "\x1b]0;x\x07"),
    "record: half a character": record_text('"title": "The bridge"', '"title": "\\ud800"'),
    "record: nested": file(STATE, nested),
    "record: many values": file(STATE, many_values),
    "record: pipe": pipe(STATE),
    "record: endless": link(STATE, "/dev/zero"),
    "record: loop": link(STATE, "episode.0001.json"),
    "record: folder": folder(STATE),
    "record: large": sparse(STATE),
    "channel: cover": channel("cover", "../../victim"),
    "channel: address of no host": channel("address", "http://["),
    "channel: no address": channel("address", "garbage"),
    "channel: address of a script": channel("address", "javascript:alert(1)//"),
    "channel: control character": channel("title", "a\0b"),
    "channel: nested": file("site/state/channel.json", nested),
    "channel: pipe": pipe("site/state/channel.json"),
    "channel: endless": link("site/state/channel.json", "/dev/zero"),
    "index: pipe": pipe("site/state/index.json"),
    "index: endless": link("site/state/index.json", "/dev/zero"),
    "index: nested": file("site/state/index.json", nested),
    "index: many values": file("site/state/index.json", many_values),
    "index: slug": index("rows.episode.item.slug", "../../victim"),
    "index: enclosure": index("rows.episode.item.enclosure.path", "../../victim"),
    "index: last year": index("rows.episode.item.published", "9999-12-31T23:59:59-14:00"),
    "index: control character": index("rows.episode.item.title", "a\0b"),
    "manifest: pipe": pipe(MANIFEST),
    "manifest: endless": link(MANIFEST, "/dev/zero"),
    "manifest: nested": file(MANIFEST, nested),
    "manifest: many values": file(MANIFEST, many_values),
    "manifest: large": sparse(MANIFEST),
    "manifest: NaN": manifest("duration", float("nan")),
    "manifest: infinity": manifest("chapters.0.end", float("inf")),
    "manifest: long": manifest("duration", 1e308),
    "manifest: loudness NaN": manifest("loudness.integrated_lufs", float("nan")),
    "manifest: many samples": manifest_text('"samples": ', '"samples": 9' + "9" * 4000),
    "manifest: many bytes": manifest_text('"bytes": ', '"bytes": 9' + "9" * 4000),
    "manifest: high number": manifest_text('"number": 1', f'"number": 1{"0" * 4000}'),
    "manifest: first year": manifest("date", "0001-01-01T00:00:00+14:00"),
    "manifest: first day": manifest("date", "0001-01-01"),
    "manifest: last year": manifest("publish_at", "9999-12-31T23:59:59-14:00"),
    "manifest: year of five digits": manifest("date", "10000-01-01"),
    "manifest: slug": manifest("slug", "../../victim"),
    "manifest: slug of dots": manifest("slug", ".."),
    "manifest: no name": manifest("files.1.name", ""),
    "manifest: name of a dot": manifest("files.1.name", "."),
    "manifest: name of two dots": manifest("files.1.name", ".."),
    "manifest: name with NUL": manifest("files.1.name", "a\0b"),
    "manifest: absolute name": manifest("files.1.name", "/etc/passwd"),
    "manifest: name in another folder": manifest("files.1.name", "..\\victim"),
    "manifest: digest": manifest("files.1.sha256", "../../victim"),
    "manifest: address": manifest("show.address", "http://["),
    "manifest: control character": manifest("show.title", "a\0b"),
    "transcript: pipe": pipe("out/episode.vtt"),
    "transcript: endless": link("out/episode.vtt", "/dev/zero"),
    "transcript: large": both(sparse("out/episode.vtt"), manifest("files.1.bytes", SPARSE)),
    "transcript: many brackets": episode_file(".vtt", lambda: CUE + b"<" * 1_000_000),
    "transcript: many lines": episode_file(".vtt", lambda: b"WEBVTT\n" + b"\n" * 4_900_000),
    "transcript: many hours": episode_file(".vtt", lambda: CUE.replace(b"00:00:00", b"9" * 5000 + b":00:00", 1)),
    "audio: pipe": pipe("out/episode.mp3"),
    "audio: endless": link("out/episode.mp3", "/dev/zero"),
    "audio: large": both(sparse("out/episode.mp3"), manifest("files.0.bytes", SPARSE)),
    "tag: compressed picture": episode_file(".mp3", lambda: id3(compressed(b"APIC", 2_000 << 20))),
    "tag: compressed text": episode_file(".mp3", lambda: id3(compressed(b"TIT2", 2_000 << 20))),
    "tag: compressed pictures": episode_file(".mp3", lambda: id3(compressed(b"APIC", 100 << 20) * 200)),
    "tag: compressed in a chapter": episode_file(".mp3", lambda: id3(chapter(compressed(b"APIC", 2_000 << 20)))),
    "tag: compressed in version 4": episode_file(
        ".mp3", lambda: id3(compressed(b"APIC", 2_000 << 20).replace(b"\0\x80", b"\0\x09", 1), version=4)
    ),
    "tag: many frames": episode_file(".mp3", lambda: id3(frame(b"TXXX", b"\0a\0b") * 3_000_000)),
    "tag: many chapters": episode_file(".mp3", lambda: id3(chapter() * 2_000_000)),
    "tag: nested chapters": episode_file(".mp3", lambda: id3(nested_chapters(100_000))),
    "tag: large size": episode_file(".mp3", lambda: id3(size=(1 << 28) - 1) + bytes(268_000_000)),
    "tag: large picture": episode_file(".mp3", lambda: id3(frame(b"APIC", b"\0image/png\0\3\0" + bytes(49 << 20)))),
    "tag: size without content": episode_file(".mp3", lambda: id3(size=(1 << 28) - 1)),
    "tag: frame of the largest size": episode_file(".mp3", lambda: id3(b"APIC\xff\xff\xff\xff\0\0", b"a" * 100)),
    "tag: damaged": episode_file(".mp3", lambda: id3(frame(b"CHAP", b""), frame(b"CTOC", b"a"), frame(b"APIC", b"\1"))),
    "tag: nothing else": episode_file(".mp3", lambda: id3(frame(b"TIT2", b"\0T"))),
    "m4a: nested": m4a(lambda: b"".join(struct.pack(">I4s", 900_000_000, b"moov") for _ in range(400_000))),
    "m4a: nested, with sizes": m4a(nested_atoms),
    "m4a: many atoms": m4a(lambda: atom(b"moov", atom(b"trak", b"") * 4_000_000)),
    "m4a: many outer atoms": m4a(lambda: atom(b"moov", b"") + atom(b"free", b"") * 4_000_000),
    "m4a: large cover": m4a(lambda: movie(atom(b"covr", atom(b"data", bytes(8) + bytes(300_000_000))))),
    "m4a: cover of the largest size": m4a(lambda: movie(atom(b"covr", atom(b"data", bytes(8), 0xFFFFFFFF)))),
    "m4a: size of 64 bits": m4a(lambda: atom(b"moov", b"\x7f" + b"\xff" * 7, 1)),
    "m4a: size of 0": m4a(lambda: atom(b"moov", atom(b"udta", b"", 0), 0)),
    "m4a: many tags": m4a(lambda: movie(atom(b"\xa9nam", atom(b"data", b"\0\0\0\1" + bytes(4) + b"a")) * 1_000_000)),
    "m4a: no atoms": m4a(lambda: atom(b"moov", b"")),
    "chapters: nested": episode_file(".chapters.json", nested),
    "chapters: many values": episode_file(".chapters.json", many_values),
    "chapters: NaN": episode_file(
        ".chapters.json", lambda: b'{"version": "1.2.0", "chapters": [{"startTime": NaN, "title": "x"}]}'
    ),
    "chapters: list": episode_file(".chapters.json", lambda: b"[]"),
    "feed: nested channel": feed(b"</channel>", b"", b"<x>", DEEP, b"</x>" * DEEP + b"</channel>"),
    "feed: nested item": feed(b"</item>", b"", b"<x>", DEEP, b"</x>" * DEEP + b"</item>"),
    "feed: nested title": feed(b"</title>", b"", b"<x>", DEEP, b"</x>" * DEEP + b"</title>"),
    "feed: nested item of 1,000": feed(b"</item>", b"", b"<x>", 1000, b"</x>" * 1000 + b"</item>"),
    "feed: many attributes": feed(b"<channel>", b"<channel><x ", b"a%d='' ", DEEP, b"/>"),
    "feed: long attribute": feed(b"<channel>", b'<channel x="', b"x", 90_000_000, b'">'),
    "feed: long comment": feed(b"<channel>", b"<channel><!--", b"x", 90_000_000, b"-->"),
    "feed: long guid": feed(b"<guid", b"<guid>", b"x", 90_000_000, b"</guid><guid"),
    "feed: many items": feed(b"</channel>", b"", b"<item/>", 8_000_000, b"</channel>"),
    "feed: many elements": feed(b"</channel>", b"", b"<x/>", 20_000_000, b"</channel>"),
    "feed: large": sparse("site/feed.xml"),
    "feed: pipe": pipe("site/feed.xml"),
    "feed: endless": link("site/feed.xml", "/dev/zero"),
    "feed: entities": feed(
        b"<rss", b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;">]><rss'
    ),
    "feed: first year": feed(b"<channel>", b"<channel><item><pubDate>Mon, 01 Jan 0001 00:00:00 +1400</pubDate></item>"),
    "feed: last year": feed(b"<channel>", b"<channel><item><pubDate>Fri, 31 Dec 9999 23:59:59 -1400</pubDate></item>"),
    "feed: far zone": feed(b"<channel>", b"<channel><item><pubDate>1 Jan 2020 00:00:00 +99999999</pubDate></item>"),
    "feed: huge day": feed(b"<channel>", b"<channel><item><pubDate>", b"9", 10_000, b" Jan 2020</pubDate></item>"),
    "feed: nothing": file("site/feed.xml", bytes),
    "feed: NUL": file("site/feed.xml", lambda: b"\0" * 1000),
}
