"""A rendered episode becomes an item, the files that belong to it, and what the site remembers of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import TypeAdapter

from audiobrief.errors import PublishError
from audiobrief.publish.addresses import ARTWORK, path_with_digest, site_address
from audiobrief.publish.models import Channel, Correction, Enclosure, Item, ItemChapter, Person, Sentence, Soundbite
from audiobrief.publish.pictures import Picture, Pictures
from audiobrief.publish.rendered import FileSaid, ManifestSaid, Rendered
from audiobrief.publish.site.place import Upload
from audiobrief.publish.site.records import Event, Record

__all__ = ["PreparedEpisode", "is_another", "prepare_episode"]

MEDIA = "media/"
_SENTENCES = TypeAdapter(tuple[Sentence, ...])
_PERSONS = TypeAdapter(tuple[Person, ...])


@dataclass(frozen=True, slots=True)
class PreparedEpisode:
    """An episode, ready to go out."""

    item: Item
    """With its sentences, for its page."""
    record: Record
    """What the site remembers."""
    uploads: tuple[Upload, ...]
    """Its files, without its page."""
    what: str
    """published, changed, corrected or unchanged."""


def prepare_episode(
    channel: Channel,
    rendered: Rendered,
    pictures: Pictures,
    previous: Record | None,
    correction: str | None,
    now: datetime,
) -> PreparedEpisode:
    """Make an episode ready to go out.

    Args:
        channel: the podcast.
        rendered: what `render` left.
        pictures: those of its audio file.
        previous: what the site remembers of it.
        correction: what was put right since it came out.
        now: the time.

    Raises:
        PublishError: another episode is out under its name, or there is nothing to correct.
    """
    said, out = rendered.said, previous.item if previous else None
    if correction is not None and out is None:
        raise PublishError(
            f"{rendered.place}: this episode is not out, so nothing can be corrected (leave --correct out)"
        )
    if previous is not None and out is not None and correction is None:
        _refuse_another(rendered, previous, out)
    again = out is not None and previous is not None and _is_said_again(rendered, previous, out, correction)
    sound = _sound(rendered, previous, anew=correction is not None and not again)
    uploads = [Upload(sound.path, rendered.path(rendered.audio), named_by_content=True)]
    marks, shown = _marks(rendered, pictures)
    uploads += shown
    cover = None
    if said.cover == "episode" and pictures.cover is not None:
        uploads.append(_artwork(said.slug, pictures.cover))
        cover = uploads[-1].path
    transcripts = []
    for role in ("vtt", "srt"):
        if record := rendered.file(role):
            path = path_with_digest(MEDIA, said.slug, record.sha256, f".{role}")
            transcripts.append(Enclosure(path, record.bytes, record.type))
            uploads.append(Upload(path, rendered.path(record), named_by_content=True))
    chapters = rendered.file("chapters")
    chapters_file = _chapters_upload(channel, rendered, chapters, marks) if chapters else None
    if chapters_file is not None:
        uploads.append(chapters_file)
    corrections = out.corrections if out else ()
    if correction is not None and not again:
        corrections = (*corrections, Correction(now, correction))
    item = Item(
        guid=previous.guid if previous else str(uuid5(NAMESPACE_URL, f"{channel.guid}/{said.slug}")),
        slug=said.slug,
        title=said.title,
        published=rendered.dated or (out.published if out else now),
        summary=said.summary or "",
        language=said.language,
        duration=said.duration,
        enclosure=sound,
        disclosure=said.disclosure,
        number=said.number,
        season=said.season,
        cover=cover,
        transcripts=tuple(transcripts),
        chapters_file=Enclosure(chapters_file.path, chapters_file.size, "application/json+chapters")
        if chapters_file
        else None,
        chapters=marks,
        sentences=_SENTENCES.validate_python([each.model_dump() for each in said.sentences]),
        persons=_PERSONS.validate_python([each.model_dump() for each in said.persons]),
        source_title=said.source.title,
        source_publisher=said.source.publisher,
        source_url=said.source.url,
        soundbite=Soundbite(**said.soundbite.model_dump()) if said.soundbite else None,
        corrections=corrections,
        explicit=said.explicit,
    )
    return _remembered(item, rendered, tuple(uploads), previous, now)


def _remembered(
    item: Item, rendered: Rendered, uploads: tuple[Upload, ...], previous: Record | None, now: datetime
) -> PreparedEpisode:
    kept = replace(item, sentences=())
    files = {upload.path: upload.digest("sha256") for upload in uploads}
    log, gone = (previous.log, previous.gone) if previous else ((), ())
    out = previous.item if previous else None
    if previous is not None and out == kept and dict(previous.files) == files:
        return PreparedEpisode(item, previous, uploads, "unchanged")
    if previous is not None:
        gone = tuple(sorted({*gone, *previous.files} - set(files)))
    what = "published" if out is None else "corrected" if len(item.corrections) > len(out.corrections) else "changed"
    event = Event(
        item.published if previous is None else now,
        what,
        item.corrections[-1].text if what == "corrected" else None,
        item.enclosure.path,
    )
    record = Record(item.guid, item.slug, rendered.said.date, kept, files, gone, (*log, event))
    return PreparedEpisode(item, record, uploads, what)


def is_another(said: ManifestSaid, record: Record) -> bool:
    """Return whether an episode is not the one that is out under its name: another date, number or season."""
    out = record.item
    if out is None:
        return False
    ours, theirs = (said.date, said.number, said.season), (record.day, out.number, out.season)
    same = ours == theirs if any(each is not None for each in (*ours, *theirs)) else said.title == out.title
    return not same


def _refuse_another(rendered: Rendered, previous: Record, out: Item) -> None:
    """See that an episode does not take the place of another one that happens to have the same name."""
    said = rendered.said
    if is_another(said, previous):
        raise PublishError(
            f"{rendered.place}: another episode is out as '{said.slug}': '{out.title}' "
            "(give this one a slug: of its own; if it is the same episode, say what was put right with --correct)"
        )


def _is_said_again(rendered: Rendered, previous: Record, out: Item, correction: str | None) -> bool:
    """Return whether a correction is the one that was made last, of the same audio file."""
    latest = out.corrections[-1].text if out.corrections else None
    return latest == correction and previous.files.get(out.enclosure.path) == rendered.audio.sha256


def _sound(rendered: Rendered, previous: Record | None, *, anew: bool) -> Enclosure:
    """Return the audio file its address: the one that it has, or one that no file of the episode ever had."""
    record = rendered.audio
    ending = ".m4a" if record.type == "audio/mp4" else ".mp3"
    out = previous.item if previous else None
    if previous and out and not anew and previous.files.get(out.enclosure.path) == record.sha256:
        return replace(out.enclosure, bytes=record.bytes, type=record.type)
    used = {*previous.files, *previous.gone} if previous else set()
    copy = 0
    while (path := path_with_digest(MEDIA, rendered.said.slug, record.sha256, ending, copy)) in used:
        copy += 1
    return Enclosure(path, record.bytes, record.type)


def _artwork(slug: str, picture: Picture) -> Upload:
    digest = hashlib.sha256(picture.data).hexdigest()
    path = path_with_digest(f"{ARTWORK}episodes/", slug, digest, picture.ending)
    return Upload(path, picture.data, named_by_content=True)


def _marks(rendered: Rendered, pictures: Pictures) -> tuple[tuple[ItemChapter, ...], list[Upload]]:
    """Return the chapters with their pictures' places, and the pictures."""
    marks, uploads = [], {}
    shown = pictures.chapters if len(pictures.chapters) == len(rendered.said.chapters) else ()
    for number, chapter in enumerate(rendered.said.chapters):
        picture = shown[number] if shown else None
        upload = _artwork(rendered.said.slug, picture) if picture else None
        if upload is not None:
            uploads[upload.path] = upload
        image = upload.path if upload else None
        marks.append(ItemChapter(chapter.start, chapter.end, chapter.title, chapter.url, image))
    return tuple(marks), list(uploads.values())


def _chapters_upload(channel: Channel, rendered: Rendered, record: FileSaid, marks: tuple[ItemChapter, ...]) -> Upload:
    """Return the chapters' file; with pictures it is written anew, since only the site knows their addresses."""
    source = rendered.path(record)
    if not any(mark.image for mark in marks):
        path = path_with_digest(MEDIA, rendered.said.slug, record.sha256, ".chapters.json")
        return Upload(path, source, named_by_content=True)
    content: dict[str, Any] = json.loads(source.read_bytes())
    for entry, mark in zip(content["chapters"], marks, strict=True):
        if mark.image:
            entry["img"] = site_address(channel.address, mark.image)
    data = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    digest = hashlib.sha256(data).hexdigest()
    path = path_with_digest(MEDIA, rendered.said.slug, digest, ".chapters.json")
    return Upload(path, data, named_by_content=True)
