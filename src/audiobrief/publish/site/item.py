"""Prepare a rendered episode for a site: its item in the feed, its files, and the site's record of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from audiobrief.episode.manifest import Manifest, ManifestFile
from audiobrief.errors import PublishError
from audiobrief.publish.addresses import ARTWORK, path_with_digest, site_address
from audiobrief.publish.models import Channel, Correction, Enclosure, Item, ItemChapter
from audiobrief.publish.pictures import Pictures, picture_ending, pictures_in
from audiobrief.publish.rendered import RenderedEpisode
from audiobrief.publish.site.place import Upload
from audiobrief.publish.site.records import Event, Record

MEDIA = "media/"


@dataclass(frozen=True, slots=True)
class PreparedEpisode:
    """An episode that can be written into a site."""

    item: Item
    """With its sentences, for its page."""
    record: Record
    uploads: tuple[Upload, ...]
    """Its files, without its page."""
    what: str
    """published, changed, corrected or unchanged."""


def prepare_episode(
    channel: Channel,
    episode: RenderedEpisode,
    previous: Record | None,
    correction: str | None,
    now: datetime,
) -> PreparedEpisode:
    """Prepare an episode to be published.

    Args:
        channel: the podcast.
        episode: the rendered episode, checked.
        previous: the site's record of it.
        correction: the text of a correction to an episode that was published.
        now: the time.

    Raises:
        PublishError: another episode is published under its slug, there is nothing to correct, or its audio file has
            a tag that cannot be read.
    """
    manifest, published = episode.manifest, previous.item if previous else None
    if correction is not None and published is None:
        raise PublishError(
            f"{episode.manifest_path}: this episode is not out, so nothing can be corrected (leave --correct out)"
        )
    if previous is not None and published is not None and correction is None:
        _refuse_another(episode, previous, published)
    if published is not None and previous is not None and _is_repeated(episode, previous, published, correction):
        correction = None
    pictures = pictures_in(episode.audio_path)
    enclosure = _enclosure(episode, previous, anew=correction is not None)
    uploads = [_file_upload(episode, manifest.audio_file, enclosure.path)]
    chapters, chapter_pictures = _chapters(episode, pictures)
    uploads += chapter_pictures
    cover = None
    if manifest.cover == "episode" and pictures.cover is not None:
        uploads.append(_artwork(manifest.slug, pictures.cover))
        cover = uploads[-1].path
    transcripts = []
    for role in ("vtt", "srt"):
        if file := episode.file(role):
            path = path_with_digest(MEDIA, manifest.slug, file.sha256, f".{role}")
            transcripts.append(Enclosure(path, file.bytes, file.type))
            uploads.append(_file_upload(episode, file, path))
    chapters_file = _chapters_file(channel, episode, chapters)
    if chapters_file is not None:
        uploads.append(chapters_file)
    corrections = published.corrections if published else ()
    if correction is not None:
        corrections = (*corrections, Correction(now, correction))
    item = Item(
        guid=previous.guid if previous else str(uuid5(NAMESPACE_URL, f"{channel.guid}/{manifest.slug}")),
        slug=manifest.slug,
        title=manifest.title,
        published=manifest.publication_time or (published.published if published else now),
        summary=manifest.summary or "",
        language=manifest.language,
        duration=manifest.duration,
        enclosure=enclosure,
        disclosure=manifest.disclosure,
        number=manifest.number,
        season=manifest.season,
        cover=cover,
        transcripts=tuple(transcripts),
        chapters_file=Enclosure(chapters_file.path, chapters_file.size, "application/json+chapters")
        if chapters_file
        else None,
        chapters=chapters,
        sentences=manifest.sentences,
        persons=manifest.persons,
        source_title=manifest.source.title,
        source_publisher=manifest.source.publisher,
        source_url=manifest.source.url,
        soundbite=manifest.soundbite,
        corrections=corrections,
        explicit=manifest.explicit,
    )
    return _with_record(item, manifest.date, tuple(uploads), previous, now)


def _with_record(
    item: Item, day: str | None, uploads: tuple[Upload, ...], previous: Record | None, now: datetime
) -> PreparedEpisode:
    """Add the record that the site is to have of an item."""
    recorded = replace(item, sentences=())
    files = {upload.path: upload.sha256 for upload in uploads}
    log, gone = (previous.log, previous.gone) if previous else ((), ())
    published = previous.item if previous else None
    if previous is not None and published == recorded and dict(previous.files) == files:
        return PreparedEpisode(item, previous, uploads, "unchanged")
    if previous is not None:
        gone = tuple(sorted({*gone, *previous.files} - set(files)))
    if published is None:
        what = "published"
    else:
        what = "corrected" if len(item.corrections) > len(published.corrections) else "changed"
    event = Event(
        item.published if previous is None else now,
        what,
        item.corrections[-1].text if what == "corrected" else None,
        item.enclosure.path,
    )
    record = Record(item.guid, item.slug, day, recorded, files, gone, (*log, event))
    return PreparedEpisode(item, record, uploads, what)


def is_another(manifest: Manifest, record: Record) -> bool:
    """Return whether an episode is not the one published under its slug: its date, number or season differ.

    Where neither has any of them, the titles are compared.
    """
    published = record.item
    if published is None:
        return False
    ours = (manifest.date, manifest.number, manifest.season)
    theirs = (record.day, published.number, published.season)
    if any(value is not None for value in (*ours, *theirs)):
        return ours != theirs
    return manifest.title != published.title


def _refuse_another(episode: RenderedEpisode, previous: Record, published: Item) -> None:
    """Refuse to replace another episode that happens to have the same slug."""
    if is_another(episode.manifest, previous):
        raise PublishError(
            f"{episode.manifest_path}: another episode is out as '{published.slug}': '{published.title}' "
            "(give this one a slug: of its own; if it is the same episode, say what was put right with --correct)"
        )


def _is_repeated(episode: RenderedEpisode, previous: Record, published: Item, correction: str | None) -> bool:
    """Return whether a correction is the latest one, of the same audio file."""
    latest = published.corrections[-1].text if published.corrections else None
    return latest == correction and previous.files.get(published.enclosure.path) == episode.manifest.audio_file.sha256


def _file_upload(episode: RenderedEpisode, file: ManifestFile, path: str) -> Upload:
    return Upload(path, episode.file_path(file), named_by_content=True, known_sha256=file.sha256)


def _enclosure(episode: RenderedEpisode, previous: Record | None, *, anew: bool) -> Enclosure:
    """Return the audio file with the path that it has in the site, else with one that the episode never had."""
    file = episode.manifest.audio_file
    published = previous.item if previous else None
    if previous and published and not anew and previous.files.get(published.enclosure.path) == file.sha256:
        return replace(published.enclosure, bytes=file.bytes, type=file.type)
    ending = ".m4a" if file.type == "audio/mp4" else ".mp3"
    used = {*previous.files, *previous.gone} if previous else set()
    copy = 0
    while (path := path_with_digest(MEDIA, episode.manifest.slug, file.sha256, ending, copy)) in used:
        copy += 1
    return Enclosure(path, file.bytes, file.type)


def _artwork(slug: str, picture: bytes) -> Upload:
    digest = hashlib.sha256(picture).hexdigest()
    path = path_with_digest(f"{ARTWORK}episodes/", slug, digest, picture_ending(picture))
    return Upload(path, picture, named_by_content=True, known_sha256=digest)


def _chapters(episode: RenderedEpisode, pictures: Pictures) -> tuple[tuple[ItemChapter, ...], list[Upload]]:
    """Return the chapters with the paths of their pictures, and the pictures."""
    manifest = episode.manifest
    chapters, uploads = [], {}
    by_chapter = pictures.chapters if len(pictures.chapters) == len(manifest.chapters) else ()
    for number, chapter in enumerate(manifest.chapters):
        picture = by_chapter[number] if by_chapter else None
        upload = _artwork(manifest.slug, picture) if picture is not None else None
        if upload is not None:
            uploads[upload.path] = upload
        image = upload.path if upload else None
        chapters.append(ItemChapter(chapter.start, chapter.end, chapter.title, chapter.url, image))
    return tuple(chapters), list(uploads.values())


def _chapters_file(channel: Channel, episode: RenderedEpisode, chapters: tuple[ItemChapter, ...]) -> Upload | None:
    """Return the chapters' file; where there are pictures, with their addresses, which only the site knows."""
    file, slug = episode.file("chapters"), episode.manifest.slug
    if file is None:
        return None
    if not any(chapter.image for chapter in chapters):
        return _file_upload(episode, file, path_with_digest(MEDIA, slug, file.sha256, ".chapters.json"))
    content: dict[str, Any] = json.loads(episode.file_path(file).read_bytes())
    for entry, chapter in zip(content["chapters"], chapters, strict=True):
        if chapter.image:
            entry["img"] = site_address(channel.address, chapter.image)
    data = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    digest = hashlib.sha256(data).hexdigest()
    path = path_with_digest(MEDIA, slug, digest, ".chapters.json")
    return Upload(path, data, named_by_content=True, known_sha256=digest)
