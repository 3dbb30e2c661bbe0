"""Prepare a rendered episode for a site: its item in the feed, its files, and the site's record of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from audiobrief.episode.manifest import Manifest, ManifestFile
from audiobrief.episode.pictures import picture_ending
from audiobrief.errors import PublishError
from audiobrief.publish.addresses import ARTWORK, MEDIA, audio_format, path_with_digest, site_address
from audiobrief.publish.models import Channel, Correction, Enclosure, Item, ItemChapter
from audiobrief.publish.pictures import Pictures, pictures_in
from audiobrief.publish.rendered import LARGEST_TEXT, RenderedEpisode
from audiobrief.publish.site.place import Upload, content_upload
from audiobrief.publish.site.records import Event, Record
from audiobrief.storage.confined_values import parse_json
from audiobrief.storage.regular_files import read_regular_file

_TRANSCRIPTS = {"vtt": ".vtt", "srt": ".srt", "transcript": ".transcript.json"}
"""The ends of the names of transcripts, by their roles in the manifest; the feed names them in this order."""


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
    correction = _new_correction(episode, previous, correction)
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
        enclosure=_enclosure(episode, previous, anew=correction is not None),
        disclosure=manifest.disclosure,
        number=manifest.number,
        season=manifest.season,
        sentences=manifest.sentences,
        persons=manifest.persons,
        source_title=manifest.source.title,
        source_publisher=manifest.source.publisher,
        source_url=manifest.source.url,
        soundbite=manifest.soundbite,
        corrections=corrections,
        explicit=manifest.explicit,
    )
    item, uploads = _with_files(item, channel, episode)
    return _with_record(item, manifest.date, uploads, previous, now)


def _new_correction(episode: RenderedEpisode, previous: Record | None, correction: str | None) -> str | None:
    """Return the correction to add; None if there is none, or if it is the latest one, of the same audio file."""
    published = previous.item if previous else None
    if previous is None or published is None:
        if correction is not None:
            raise PublishError(
                f"{episode.manifest_path}: this episode has not been published, so there is nothing to correct "
                "(leave --correct out)"
            )
        return None
    if correction is None and is_another(episode.manifest, previous):
        raise PublishError(
            f"{episode.manifest_path}: another episode is out as '{published.slug}': '{published.title}' "
            "(give this one a slug: of its own; if it is the same episode, say what was put right with --correct)"
        )
    latest = published.corrections[-1].text if published.corrections else None
    same_audio = previous.files.get(published.enclosure.path) == episode.manifest.audio_file.sha256
    return None if correction == latest and same_audio else correction


def _with_files(item: Item, channel: Channel, episode: RenderedEpisode) -> tuple[Item, tuple[Upload, ...]]:
    """Return an item with the paths of all its files, and the files."""
    manifest = episode.manifest
    pictures = pictures_in(episode.audio_path)
    chapters, chapter_pictures = _chapters(manifest, pictures)
    uploads = [_file_upload(episode, manifest.audio_file, item.enclosure.path), *chapter_pictures]
    cover = None
    if manifest.cover == "episode" and pictures.cover is not None:
        cover = _artwork(manifest.slug, pictures.cover)
        uploads.append(cover)
    transcripts = []
    for role, ending in _TRANSCRIPTS.items():
        if file := episode.file(role):
            path = path_with_digest(MEDIA, manifest.slug, file.sha256, ending)
            transcripts.append(Enclosure(path, file.bytes, file.type))
            uploads.append(_file_upload(episode, file, path))
    item = replace(item, cover=cover.path if cover else None, transcripts=tuple(transcripts), chapters=chapters)
    if upload := _chapters_file(channel, episode, chapters):
        uploads.append(upload)
        item = replace(item, chapters_file=Enclosure(upload.path, upload.size, "application/json+chapters"))
    return item, tuple(uploads)


def _with_record(
    item: Item, day: str | None, uploads: tuple[Upload, ...], previous: Record | None, now: datetime
) -> PreparedEpisode:
    """Add the record that the site is to have of an item."""
    recorded = replace(item, sentences=())
    files = {upload.path: upload.sha256 for upload in uploads}
    log, gone = (previous.log, previous.gone) if previous else ((), ())
    published = previous.item if previous else None
    if previous is not None and _is_same(published, recorded) and dict(previous.files) == files:
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


def _is_same(published: Item | None, recorded: Item) -> bool:
    """Return whether an item is the published one; times of other zones are others, since their days may differ."""
    return published == recorded and published.published.utcoffset() == recorded.published.utcoffset()


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


def _file_upload(episode: RenderedEpisode, file: ManifestFile, path: str) -> Upload:
    return Upload(path, episode.file_path(file), named_by_content=True, known_sha256=file.sha256)


def _enclosure(episode: RenderedEpisode, previous: Record | None, *, anew: bool) -> Enclosure:
    """Return the audio file with the path that it has in the site, else with one that the episode never had."""
    file = episode.manifest.audio_file
    published = previous.item if previous else None
    if previous and published and not anew and previous.files.get(published.enclosure.path) == file.sha256:
        return replace(published.enclosure, bytes=file.bytes, type=file.type)
    ending = f".{audio_format(file.name)}"
    used = {*previous.files, *previous.gone} if previous else set()
    copy = 0
    while (path := path_with_digest(MEDIA, episode.manifest.slug, file.sha256, ending, copy)) in used:
        copy += 1
    return Enclosure(path, file.bytes, file.type)


def _artwork(slug: str, picture: bytes) -> Upload:
    return content_upload(f"{ARTWORK}episodes/", slug, picture, picture_ending(picture))


def _chapters(manifest: Manifest, pictures: Pictures) -> tuple[tuple[ItemChapter, ...], Collection[Upload]]:
    """Return the chapters with the paths of their pictures, and the pictures."""
    images: Sequence[bytes | None] = pictures.chapters
    if len(images) != len(manifest.chapters):
        images = [None] * len(manifest.chapters)
    chapters, uploads = [], {}
    for chapter, image in zip(manifest.chapters, images, strict=True):
        upload = _artwork(manifest.slug, image) if image is not None else None
        if upload is not None:
            uploads[upload.path] = upload
        path = upload.path if upload else None
        chapters.append(ItemChapter(chapter.start, chapter.end, chapter.title, chapter.url, path))
    return tuple(chapters), uploads.values()


def _chapters_file(channel: Channel, episode: RenderedEpisode, chapters: tuple[ItemChapter, ...]) -> Upload | None:
    """Return the chapters' file; where there are pictures, with their addresses, which only the site knows."""
    file, slug = episode.file("chapters"), episode.manifest.slug
    if file is None:
        return None
    if not any(chapter.image for chapter in chapters):
        return _file_upload(episode, file, path_with_digest(MEDIA, slug, file.sha256, ".chapters.json"))
    try:
        content: dict[str, Any] = parse_json(read_regular_file(episode.file_path(file), LARGEST_TEXT))
        for entry, chapter in zip(content["chapters"], chapters, strict=True):
            if chapter.image:
                entry["img"] = site_address(channel.address, chapter.image)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PublishError(f"{episode.file_path(file)}: this is no file of JSON chapters (render again)") from error
    data = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return content_upload(MEDIA, slug, data, ".chapters.json")
