"""A script file, with its house file and lexicon, read into a `Script`; every problem of all of them in one run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from audiobrief.errors import HouseFileError, Problem, ScriptError, SoundError
from audiobrief.script import model
from audiobrief.script.engines import BEST, ENGINES
from audiobrief.script.files import project_folder, resolve_file, resolve_picture
from audiobrief.script.form import (
    EntryForm,
    EpisodeForm,
    LexiconForm,
    SegmentForm,
    ShowForm,
    SoundForm,
    TransitionForm,
)
from audiobrief.script.house import people, show_value
from audiobrief.script.nodes import Document, Mapping, Node
from audiobrief.script.strict import Form
from audiobrief.script.tree import closest, read_document
from audiobrief.script.turns import Voices, read_turn
from audiobrief.script.validate import validate

__all__ = ["Loaded", "load_script", "read_script"]


def load_script(path: Path, file: str | None = None) -> model.Script:
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
    """What came of a script and the files it names."""

    script: model.Script
    """With a problem, what is left of the script without what is wrong: fit for further checks only."""
    problems: tuple[Problem, ...]
    """All that is wrong; empty where the script is good."""
    files: tuple[Path, ...] = ()
    """The script and all files that it, its house file and their lexicons name, whether or not they are there."""


def read_script(path: Path, file: str | None = None, pictures: Path | None = None) -> Loaded:
    """Read an episode's script as far as it can be read, so that what is left of a wrong one can be looked at, too.

    Args:
        path: the YAML file.
        file: its name in messages; the path if not given.
        pictures: the folder in which good pictures are remembered; None remembers none.

    Raises:
        ScriptError: with every problem, if nothing is left.
    """
    loading = _Loading(path, file or str(path), pictures)
    script = loading.script()
    return Loaded(script, tuple(loading.problems), tuple(loading.files))


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that was read: where it is, its tree, and what fits its form."""

    path: Path
    document: Document
    form: EpisodeForm | ShowForm

    def names(self, key: str) -> dict[str, Node]:
        """Give the names under a key such as `voices`, whether or not their values fit."""
        node = self.document.find((key,))
        return node.entries if node is not self.document.root and isinstance(node, Mapping) else {}


class _Loading:
    """One run over a script and the files it names; gathers the problems as it goes."""

    def __init__(self, path: Path, file: str, kept_pictures: Path | None) -> None:
        self.path = path
        self.kept_pictures = kept_pictures
        self.problems: list[Problem] = []
        self.speaking: set[str] = set()
        self.files: dict[Path, None] = {path: None}
        self.pictures: dict[tuple[Path, str], Path] = {}
        document = read_document(path, file)
        self.project = project_folder(path)
        episode, problems = validate(EpisodeForm, document)
        self.problems += problems
        _refuse_house_file(document)
        if episode is None:
            raise ScriptError(self.problems)
        self.episode = episode
        self.source = _Source(path, document, episode)
        self.sources = (*self._show_source(), self.source)

    def script(self) -> model.Script:
        """Put the values together; what is wrong is noted and left out."""
        speakers = self._speakers()
        self.speaking = {speaker.name for speaker in speakers}
        sounds = self._sounds()
        entries = self._lexicon()
        segments = tuple(self._segment(index, form) for index, form in enumerate(self.episode.segments))
        show = self.sources[0].form if len(self.sources) == 2 else None
        transition, where = self._transition()
        if transition is not None:
            self._known_sound(transition.sound, where, ("transition", "sound"))
        cover, where = self._latest("cover")
        picture = self._picture(cover, where, ("cover",)) if cover else None
        slug = self.episode.slug or self.path.stem
        if not slug.strip(" ."):
            self._add(
                self.source,
                ("slug",),
                "the script's name gives no name for its files",
                "add slug: with a name",
            )
        episode = self.episode
        return model.Script(
            path=self.path,
            slug=slug,
            title=episode.title,
            segments=segments,
            speakers=speakers,
            date=episode.date,
            number=episode.number,
            season=episode.season,
            language=self._language(),
            summary=episode.summary,
            source=model.Source(**episode.source.values()),
            show=show_value(show) if isinstance(show, ShowForm) else model.Show(),
            publish_at=episode.publish_at,
            persons=people(episode.persons),
            explicit=episode.explicit,
            soundbite=model.Soundbite(**episode.soundbite.values()) if episode.soundbite else None,
            sounds=sounds,
            lexicon=entries,
            pauses=model.Pauses(**self._merged("pauses")),
            mastering=model.Mastering(**self._merged("mastering")),
            output=self._output(),
            cover=picture,
            own_cover=episode.cover is not None,
            transition=transition.sound if transition else None,
            target=self._target(),
            quotes=self._quotes,
            quotes_decided="quotes" in self._setting("quotes").form.given,
            files=tuple(self.files),
        )

    def _target(self) -> model.Target | None:
        length = self.episode.target
        document = self.source.document
        return model.Target(length, document.position(document.find(("target",)))) if length is not None else None

    def _add(
        self, source: _Source, path: tuple[str | int, ...], what: str, advice: str, *, at_key: bool = False
    ) -> None:
        position = source.document.key(path) if at_key else source.document.position(source.document.find(path))
        self.problems.append(Problem(position, what, advice))

    def _show_source(self) -> tuple[_Source, ...]:
        if self.episode.show is None:
            return ()
        path = self._file(self.episode.show, self.source, ("show",))
        if path is None:
            return ()
        try:
            document = read_document(path, str(Path(self.source.document.file).parent / self.episode.show))
        except ScriptError as error:
            self.problems += error.problems
            return ()
        form, problems = validate(ShowForm, document)
        self.problems += problems
        return (_Source(path, document, form),) if form else ()

    def _file(self, name: str, source: _Source, path: tuple[str | int, ...]) -> Path | None:
        self.files[source.path.parent / name] = None
        try:
            file = resolve_file(name, source.path, self.project)
        except SoundError as error:
            self._add(source, path, error.what, error.advice)
            return None
        self.files[file] = None
        return file

    def _picture(self, name: str, source: _Source, path: tuple[str | int, ...]) -> model.Picture | None:
        self.files[source.path.parent / name] = None
        try:
            # Many chapters may have one picture, and looking at it takes its time.
            picture = self.pictures.get((source.path, name)) or resolve_picture(
                name, source.path, self.project, self.kept_pictures
            )
            self.pictures[source.path, name] = picture
        except SoundError as error:
            self._add(source, path, error.what, error.advice)
            return None
        self.files[picture] = None
        return model.Picture(picture, source.document.position(source.document.find(path)))

    def _latest(self, key: str) -> tuple[Any, _Source]:
        """Give a key's value and the file that sets it: the script, else its house file."""
        for source in reversed(self.sources):
            if (value := getattr(source.form, key)) is not None:
                return value, source
        return None, self.source

    def _transition(self) -> tuple[TransitionForm | None, _Source]:
        """Give the transition of the script, which may be none at all, else that of its house file."""
        source = self._setting("transition")
        return source.form.transition, source

    @cached_property
    def _quotes(self) -> str | None:
        """Give the voice that reads quotations; None where it is the speaker's own."""
        source = self._setting("quotes")
        name: str | None = source.form.quotes
        if name is None:
            return None
        self._known_voice(name, source, ("quotes",))
        return name if name in self.speaking else None

    def _setting(self, key: str) -> _Source:
        """Give the file that sets a key, if only to nothing: the script, else its house file."""
        return next((each for each in reversed(self.sources) if key in each.form.given), self.source)

    def _merged(self, key: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for source in self.sources:
            form: Form = getattr(source.form, key)
            merged |= {name: value for name, value in form.values().items() if value is not None}
        return merged

    def _output(self) -> model.Output:
        merged = self._merged("output")
        if channels := merged.get("channels"):
            merged["channels"] = {"mono": 1, "stereo": 2}[channels]
        return model.Output(**merged)

    def _language(self) -> str:
        language, _ = self._latest("language")
        return language or "en"

    def _speakers(self) -> tuple[model.Speaker, ...]:
        language = self._language()
        speakers: dict[str, model.Speaker] = {}
        for source in self.sources:
            for name, form in source.form.voices.items():
                if form.engine not in (BEST, *ENGINES):
                    self._add(
                        source,
                        ("voices", name, "engine"),
                        f"unknown engine '{form.engine}'",
                        closest(form.engine, (BEST, *ENGINES)),
                    )
                    continue
                position = source.document.key(("voices", name, "name"))
                voice = model.Voice(form.engine, form.name, language, form.speed)
                speakers[name] = model.Speaker(name, voice, form.gain, form.label or name, position)
        if not self._named_voices and not self._show_is_missing:
            speakers["narrator"] = model.Speaker(
                "narrator",
                model.Voice(language=language),
                label="narrator",
                position=self.source.document.position(),
            )
        default, source = self._latest("voice")
        if default is None:
            return tuple(speakers.values())
        self._known_voice(default, source, ("voice",))
        first = [speakers[default]] if default in speakers else []
        return (*first, *(speaker for speaker in speakers.values() if speaker.name != default))

    @property
    def _show_is_missing(self) -> bool:
        return self.episode.show is not None and len(self.sources) == 1

    @cached_property
    def _named_voices(self) -> set[str]:
        return {name for source in self.sources for name in source.names("voices")}

    @property
    def _voice_names(self) -> set[str]:
        return self._named_voices or {"narrator"}

    def _known_voice(self, name: str, source: _Source, path: tuple[str | int, ...], *, at_key: bool = False) -> None:
        if name not in self._voice_names:
            self._add(source, path, f"unknown voice '{name}'", closest(name, self._voice_names), at_key=at_key)

    @cached_property
    def _sound_names(self) -> set[str]:
        return {name for source in self.sources for name in source.names("sounds")}

    def _known_sound(self, name: str, source: _Source, path: tuple[str | int, ...]) -> None:
        if name not in self._sound_names:
            advice = closest(name, self._sound_names) if self._sound_names else "define it under sounds:"
            self._add(source, path, f"unknown sound '{name}'", advice)

    def _sounds(self) -> tuple[model.Sound, ...]:
        sounds: dict[str, model.Sound] = {}
        for source in self.sources:
            for name, value in source.form.sounds.items():
                where = ("sounds", name, "file")
                file = value.file if isinstance(value, SoundForm) else value
                path = self._file(file, source, where)
                settings = value.values() if isinstance(value, SoundForm) else {}
                settings.pop("file", None)
                if settings.get("end") is not None and settings["end"] <= settings["start"]:
                    self._add(
                        source,
                        ("sounds", name, "end"),
                        f"the sound '{name}' ends before it starts",
                        "let end be later than start",
                    )
                    settings |= {"start": 0, "end": None}
                if path is not None:
                    position = source.document.position(source.document.find(where))
                    sounds[name] = model.Sound(name, path, position=position, **settings)
        return tuple(sounds.values())

    def _lexicon(self) -> tuple[model.Entry, ...]:
        entries: dict[str, model.Entry] = {}
        for source in self.sources:
            lexicon = source.form.lexicon
            if isinstance(lexicon, str):
                path = self._file(lexicon, source, ("lexicon",))
                lexicon = self._lexicon_file(path, str(Path(source.document.file).parent / lexicon)) if path else {}
            for word, form in lexicon.items():
                entries[word] = model.Entry(word, form.say, form.ipa)
        return tuple(entries.values())

    def _lexicon_file(self, path: Path, file: str) -> dict[str, EntryForm]:
        try:
            document = read_document(path, file)
        except ScriptError as error:
            self.problems += error.problems
            return {}
        if isinstance(document.root, Mapping) and set(document.root.entries) != {"lexicon"}:
            root = Mapping(1, 1, {"lexicon": document.root}, {})
            document = Document(document.file, document.lines, root, document.problems)
        form, problems = validate(LexiconForm, document)
        self.problems += problems
        return form.lexicon if form else {}

    def _segment(self, index: int, form: SegmentForm) -> model.Segment:
        where = ("segments", index)
        if form.voice is not None:
            self._known_voice(form.voice, self.source, (*where, "voice"))
        for key in ("bed", "sound"):
            if (name := getattr(form, key)) is not None:
                self._known_sound(name, self.source, (*where, key))
        if index and form.chapter is None and (form.url or form.image):
            what = "url and image belong to a chapter, and none starts here"
            self._add(self.source, where, what, "add chapter: with its title")
        image = self._picture(form.image, self.source, (*where, "image")) if form.image else None
        return model.Segment(
            kind=form.kind,
            turns=self._turns(index, form),
            chapter=form.chapter,
            url=form.url,
            image=image,
            bed=form.bed,
            sound=form.sound,
            pause=form.pause,
            optional=form.optional,
            position=self.source.document.position(self.source.document.find(where)),
        )

    def _turns(self, index: int, form: SegmentForm) -> tuple[model.Turn, ...]:
        where: tuple[str | int, ...] = ("segments", index, form.kind)
        default = form.voice or self._latest("voice")[0] or next(iter(self._all_voices()), "narrator")
        if form.text is None:
            return ()
        if isinstance(form.text, str):
            turn = self._turn(default, form.text, where)
            return (turn,) if turn else ()
        turns = []
        for number, words in enumerate(form.text):
            for name, text in words.items():
                self._known_voice(name, self.source, (*where, number, name), at_key=True)
                turns.append(self._turn(name, text, (*where, number, name)))
        return tuple(turn for turn in turns if turn)

    def _all_voices(self) -> list[str]:
        return list(dict.fromkeys(name for source in self.sources for name in source.form.voices))

    def _turn(self, speaker: str, text: str, where: tuple[str | int, ...]) -> model.Turn | None:
        voices = Voices(self._voice_names, self.speaking, self._quotes)
        turn, problems = read_turn(self.source.document, where, speaker, text, voices)
        self.problems += problems
        return turn


def _refuse_house_file(document: Document) -> None:
    keys = set(document.root.entries) if isinstance(document.root, Mapping) else set()
    if keys <= set(ShowForm.fields) and {"voices", "sounds", "author", "link", "address", "category", "owner"} & keys:
        what = "this is a house file, not an episode's script"
        raise HouseFileError([Problem(document.position(), what, "name a script that has segments:")])
