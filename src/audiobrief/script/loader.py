"""A script file, with its house file and lexicon, read into a `Script`; every problem of all of them in one run."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from audiobrief.errors import Problem, ScriptError, SoundError, UsageError
from audiobrief.script.files import project_folder, resolve_picture
from audiobrief.script.models.lexicon import Entry, EntryDefinition, LexiconFile
from audiobrief.script.models.script import (
    Edition,
    EpisodeMetadata,
    HouseFile,
    Mastering,
    Output,
    Pauses,
    Script,
    Soundbite,
    SoundbiteDefinition,
    Target,
)
from audiobrief.script.models.segment import ClipTurn, Segment, SegmentDefinition, SegmentSettings, Turn
from audiobrief.script.models.show import Show
from audiobrief.script.models.sound import ClipDefinition, Playback, Sound
from audiobrief.script.models.voice import Speaker, Voice
from audiobrief.script.sources import Source, Sources
from audiobrief.script.suggestions import closest
from audiobrief.script.turns.recorded import read_clip
from audiobrief.script.turns.spoken import KnownVoices, read_turn
from audiobrief.script.validation import validate
from audiobrief.script.yaml.nodes import Document, Mapping, Place
from audiobrief.script.yaml.tree import read_document
from audiobrief.storage.place_address import FolderAddress, PlaceAddress, parse_place
from audiobrief.storage.unicode_names import is_utf8

_LONGEST_SLUG = 100
"""Characters."""


@dataclass(frozen=True, slots=True)
class House:
    """The show, its cover and the settings of a house file."""

    show: Show
    """The show."""
    language: str | None
    """BCP 47 tag; None where the file has none."""
    cover: Path | None
    """The show's picture."""
    edition_sites: MappingType[str, PlaceAddress] = field(default_factory=dict)
    """Where the editions are published that have a site of their own, by their names."""


def load_house(path: Path) -> House:
    """Read a house file.

    Raises:
        ScriptError: with every problem of the file and its cover.
    """
    document = read_document(path, str(path))
    settings, problems = validate(HouseFile, document)
    cover = None
    if settings is not None and settings.cover is not None:
        try:
            cover = resolve_picture(settings.cover, path, project_folder(path))
        except SoundError as error:
            what = f"cover: {error.what}"
            problems.append(Problem(document.position(document.find(("cover",))), what, error.advice))
    if settings is None or problems:
        raise ScriptError(problems)
    language = settings.language if "language" in settings.model_fields_set else None
    source = Source(path, document, settings)
    sites = {}
    for name in settings.editions:
        try:
            sites[name] = _edition_site(source, name)
        except UsageError as error:
            problems.append(_site_problem(source, name, error))
    if problems:
        raise ScriptError(problems)
    editions = {name: site for name, site in sites.items() if site is not None}
    return House(Show(**settings.shared_with(Show)), language, cover, editions)


def _edition_site(source: Source, name: str) -> PlaceAddress | None:
    """Return the place of an edition's site; a folder is read from that of the file that names it.

    Raises:
        UsageError: it is no place.
    """
    text = source.settings.editions[name].publish
    if text is None:
        return None
    place = parse_place(text)
    return replace(place, path=source.path.parent / place.path) if isinstance(place, FolderAddress) else place


def _site_problem(source: Source, name: str, error: UsageError) -> Problem:
    what, _, advice = str(error).removesuffix(")").rpartition(" (")
    return Problem(source.position(("editions", name, "publish")), f"publish: {what}", advice)


def load_script(path: Path, file: str | None = None) -> Script:
    """Read an episode's script.

    Args:
        path: the YAML file.
        file: its name in messages; the path if not given.

    Raises:
        ScriptError: with every problem of the script, its house file and its lexicon.
    """
    loaded = read_script(path, file)
    if loaded.problems:
        raise ScriptError(loaded.problems)
    return loaded.script


@dataclass(frozen=True, slots=True)
class Loaded:
    """A script that was read, and its problems."""

    script: Script
    """The script; with a problem, only those of its parts that are valid, for further checks."""
    problems: tuple[Problem, ...]
    """All of them; empty where the script is valid."""
    files: tuple[Path, ...] = ()
    """The script and all files that it, its house file and their lexicons name, whether or not they are there."""


def read_script(path: Path, file: str | None = None, pictures: Path | None = None, text: str | None = None) -> Loaded:
    """Read an episode's script as far as it is valid, so that the rest of it can be checked, too.

    Args:
        path: the YAML file.
        file: its name in messages; the path if not given.
        pictures: the folder of the records of valid pictures; None for no cache.
        text: another text of the script than the one in the file.

    Raises:
        ScriptError: with every problem, if nothing is valid.
    """
    sources = Sources(path, file or str(path), pictures, text)
    script = _ScriptBuilder(sources).script()
    return Loaded(script, tuple(sources.problems), tuple(sources.files))


class _ScriptBuilder:
    """Makes a `Script` of the files it is read from; adds problems to the sources, and leaves out what is not valid."""

    def __init__(self, sources: Sources, *, with_editions: bool = True) -> None:
        self.sources = sources
        self.with_editions = with_editions
        self.source = sources.script
        self.speaking: set[str] = set()

    def script(self) -> Script:
        """Make the script."""
        settings = self.sources.settings
        speakers = self._speakers()
        self.speaking = {speaker.name for speaker in speakers}
        cover = self.sources.setting("cover")
        house = self.sources.house
        return Script.model_construct(
            **settings.shared_with(EpisodeMetadata),
            path=self.source.path,
            slug=self.slug,
            speakers=speakers,
            sounds=self._sounds(),
            lexicon=self._lexicon(),
            segments=tuple(self._segment(index, segment) for index, segment in enumerate(settings.segments)),
            transition=self._transition(),
            cover=self.sources.picture(cover, self.sources.source_of("cover"), ("cover",)) if cover else None,
            own_cover=settings.cover is not None,
            language=self.sources.setting("language"),
            show=Show(**house.shared_with(Show)) if house else Show(),
            show_language=house.language if house and "language" in house.model_fields_set else None,
            soundbite=self._soundbite(),
            pauses=self.sources.merged("pauses", Pauses()),
            mastering=self.sources.merged("mastering", Mastering()),
            output=self.sources.merged("output", Output()),
            room_tone=self.sources.setting("room_tone"),
            target=self._target(),
            editions=tuple(self._editions()) if self.with_editions else (),
            quotes=self._quotes,
            quotes_decided="quotes" in self.sources.source_of("quotes").settings.model_fields_set,
            files=tuple(self.sources.files),
        )

    @cached_property
    def slug(self) -> str:
        """The stem of the files that are written."""
        slug = self.sources.settings.slug or self.source.path.stem
        if not slug.strip(" ."):
            what = "the script's name gives no name for its files"
            self.sources.add(self.source, ("slug",), what, "add slug: with a name")
        elif not is_utf8(slug):
            what = "the script's name is not UTF-8, and gives no name for its files"
            self.sources.add(self.source, ("slug",), what, "add slug: with a name, or rename the script")
        return slug

    def _target(self) -> Target | None:
        length = self.sources.settings.target
        return Target(length, self.source.position(("target",))) if length is not None else None

    def _editions(self) -> Iterator[Edition]:
        source = self.sources.source_of("editions")
        slug = self.slug
        for name, edition in source.settings.editions.items():
            place = ("editions", name)
            if len(slug) + 1 + len(name) > _LONGEST_SLUG:
                what = f"the name '{slug}-{name}' is too long"
                self.sources.add(source, place, what, f"use at most {_LONGEST_SLUG} characters", at_key=True)
            target = None
            if edition.target is not None:
                target = Target(edition.target, source.position((*place, "target")))
            script = self._edition_script(source, place, edition.script) if edition.script is not None else None
            try:
                site = _edition_site(source, name)
            except UsageError as error:
                self.sources.problems.append(_site_problem(source, name, error))
                site = None
            if site is not None and edition.address is None and edition.script is None:
                what = "a site of its own needs an address of its own"
                self.sources.add(source, (*place, "publish"), what, "add address: with the https address of that site")
            yield Edition(name, target, edition.loudness, edition.format, edition.beds, script, site, edition.address)

    def _edition_script(self, source: Source, place: Place, name: str) -> Script | None:
        """Read the script of an edition; its problems stand at their places in it."""
        place = (*place, "script")
        if source is not self.source:
            what = "the house file is for all scripts, and cannot name one"
            self.sources.add(source, place, what, "move this edition to the script")
            return None
        if (path := self.sources.file(name, source, place)) is None:
            return None
        try:
            other = self.sources.sibling(path, str(Path(source.document.file).parent / name))
        except ScriptError as error:
            self.sources.problems += error.problems
            return None
        script = _ScriptBuilder(other, with_editions=False).script()
        known = set(self.sources.problems)
        self.sources.problems += [problem for problem in other.problems if problem not in known]
        self.sources.files |= other.files
        return script

    def _soundbite(self) -> Soundbite | None:
        if (soundbite := self.sources.settings.soundbite) is None:
            return None
        return Soundbite.model_construct(
            **soundbite.shared_with(SoundbiteDefinition), position=self.source.position(("soundbite",))
        )

    def _transition(self) -> str | None:
        """Return the sound of the script's transition, which may be none at all, else that of its house file."""
        source = self.sources.source_of("transition")
        if (transition := source.settings.transition) is None:
            return None
        self._known_sound(transition.sound, source, ("transition", "sound"))
        return transition.sound

    @cached_property
    def _quotes(self) -> str | None:
        """The voice that reads quotations; None where it is the speaker's own."""
        source = self.sources.source_of("quotes")
        name: str | None = source.settings.quotes
        if name is None:
            return None
        self._known_voice(name, source, ("quotes",))
        return name if name in self.speaking else None

    def _speakers(self) -> tuple[Speaker, ...]:
        language = self.sources.setting("language")
        speakers: dict[str, Speaker] = {}
        for source in self.sources.all:
            for name, voice in source.settings.voices.items():
                asked = Voice(voice.engine, voice.name, language, voice.speed)
                position = source.document.key(("voices", name, "name"))
                speakers[name] = Speaker(name, asked, voice.gain, voice.label or name, position)
        if not self._named_voices and not self.sources.lacks_house:
            position = self.source.document.position()
            speakers["narrator"] = Speaker("narrator", Voice(language=language), label="narrator", position=position)
        default = self.sources.setting("voice")
        if default is None:
            return tuple(speakers.values())
        self._known_voice(default, self.sources.source_of("voice"), ("voice",))
        first = [speakers[default]] if default in speakers else []
        return (*first, *(speaker for speaker in speakers.values() if speaker.name != default))

    @cached_property
    def _named_voices(self) -> set[str]:
        return self.sources.names("voices")

    @property
    def _voice_names(self) -> set[str]:
        return self._named_voices or {"narrator"}

    @cached_property
    def _speaker_names(self) -> frozenset[str]:
        """The names of the voices in the script and in transcripts."""
        voices = [(name, voice.label) for source in self.sources.all for name, voice in source.settings.voices.items()]
        return frozenset({name for pair in voices for name in pair if name} | self._voice_names)

    def _known_voice(self, name: str, source: Source, place: Place, *, at_key: bool = False) -> None:
        if name not in self._voice_names and not self.sources.lacks_house:
            advice = closest(name, self._voice_names)
            self.sources.add(source, place, f"unknown voice '{name}'", advice, at_key=at_key)

    @cached_property
    def _sound_names(self) -> set[str]:
        return self.sources.names("sounds")

    def _known_sound(self, name: str, source: Source, place: Place) -> None:
        if name not in self._sound_names and not self.sources.lacks_house:
            advice = closest(name, self._sound_names) if self._sound_names else "define it under sounds:"
            self.sources.add(source, place, f"unknown sound '{name}'", advice)

    def _sounds(self) -> tuple[Sound, ...]:
        sounds: dict[str, Sound] = {}
        for source in self.sources.all:
            for name, sound in source.settings.sounds.items():
                place = ("sounds", name, "file")
                if (path := self.sources.file(sound.file, source, place)) is not None:
                    position = source.position(place)
                    sounds[name] = Sound.model_construct(
                        name=name, path=path, position=position, **sound.shared_with(Playback)
                    )
        return tuple(sounds.values())

    def _lexicon(self) -> tuple[Entry, ...]:
        entries: dict[str, Entry] = {}
        for source in self.sources.all:
            lexicon = source.settings.lexicon
            if isinstance(lexicon, str):
                path = self.sources.file(lexicon, source, ("lexicon",))
                lexicon = self._lexicon_file(path, str(Path(source.document.file).parent / lexicon)) if path else {}
            for word, entry in lexicon.items():
                entries[word] = Entry(word, entry.say, entry.ipa)
        return tuple(entries.values())

    def _lexicon_file(self, path: Path, file: str) -> dict[str, EntryDefinition]:
        try:
            document = read_document(path, file)
        except ScriptError as error:
            self.sources.problems += error.problems
            return {}
        if isinstance(document.root, Mapping) and set(document.root.entries) != {"lexicon"}:
            root = Mapping(1, 1, {"lexicon": document.root}, {})
            document = Document(document.file, document.lines, root, document.problems)
        lexicon, problems = validate(LexiconFile, document)
        self.sources.problems += problems
        return lexicon.lexicon if lexicon else {}

    def _segment(self, index: int, segment: SegmentDefinition) -> Segment:
        place = ("segments", index)
        if segment.voice is not None:
            self._known_voice(segment.voice, self.source, (*place, "voice"))
        for key in ("bed", "sound"):
            if (name := getattr(segment, key)) is not None:
                self._known_sound(name, self.source, (*place, key))
        if index and segment.chapter is None and (segment.url or segment.image or segment.source):
            what = "url, image and source belong to a chapter, and none starts here"
            self.sources.add(self.source, place, what, "add chapter: with its title")
        image = segment.image
        return Segment.model_construct(
            **segment.shared_with(SegmentSettings),
            kind=segment.kind,
            turns=self._turns(index, segment),
            image=self.sources.picture(image, self.source, (*place, "image")) if image else None,
            position=self.source.position(place),
        )

    def _turns(self, index: int, segment: SegmentDefinition) -> tuple[Turn, ...]:
        place: Place = ("segments", index, segment.kind)
        default = segment.voice or self.sources.setting("voice") or self._first_voice()
        if segment.text is None:
            return ()
        if isinstance(segment.text, str):
            turn = self._turn(default, segment.text, place)
            return (turn,) if turn else ()
        if isinstance(segment.text, ClipDefinition):
            turn = read_clip(self.sources, place, segment.text, self._speaker_names)
            return (turn,) if turn else ()
        turns = []
        for number, words in enumerate(segment.text):
            if isinstance(words, ClipTurn):
                turns.append(read_clip(self.sources, (*place, number, "clip"), words.clip, self._speaker_names))
                continue
            for name, text in words.items():
                self._known_voice(name, self.source, (*place, number, name), at_key=True)
                turns.append(self._turn(name, text, (*place, number, name)))
        return tuple(turn for turn in turns if turn)

    def _first_voice(self) -> str:
        return next((name for source in self.sources.all for name in source.settings.voices), "narrator")

    def _turn(self, speaker: str, text: str, place: Place) -> Turn | None:
        voices = KnownVoices(self._voice_names, self.speaking, self._quotes, self._sound_names)
        turn, problems = read_turn(self.source.document, place, speaker, text, voices)
        self.sources.problems += problems
        return turn
