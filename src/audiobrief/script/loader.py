"""A script file, with its house file and lexicon, read into a `Script`; every problem of all of them in one run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from audiobrief.errors import Problem, ScriptError
from audiobrief.script.forms.form import EntryForm, LexiconForm, SoundForm, TransitionForm
from audiobrief.script.forms.segment_form import SegmentForm
from audiobrief.script.forms.validate import validate
from audiobrief.script.house import people, show_value
from audiobrief.script.models import script as models
from audiobrief.script.models.engines import BEST, ENGINES
from audiobrief.script.models.show import Show
from audiobrief.script.sources import Place, Source, Sources
from audiobrief.script.turns import Voices, read_turn
from audiobrief.script.yaml.nodes import Document, Mapping
from audiobrief.script.yaml.tree import closest, read_document

__all__ = ["Loaded", "load_script", "read_script"]


def load_script(path: Path, file: str | None = None) -> models.Script:
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

    script: models.Script
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
    sources = Sources(path, file or str(path), pictures)
    script = _Loading(sources).script()
    return Loaded(script, tuple(sources.problems), tuple(sources.files))


class _Loading:
    """One run over a script and the files it names; what is wrong is noted in the sources, and left out."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.source = sources.episode
        self.speaking: set[str] = set()

    def script(self) -> models.Script:
        """Put the values together."""
        episode = self.sources.form
        speakers = self._speakers()
        self.speaking = {speaker.name for speaker in speakers}
        sounds = self._sounds()
        entries = self._lexicon()
        segments = tuple(self._segment(index, form) for index, form in enumerate(episode.segments))
        transition = self._transition()
        cover, where = self.sources.latest("cover")
        picture = self.sources.picture(cover, where, ("cover",)) if cover else None
        show = self.sources.show
        return models.Script(
            path=self.source.path,
            slug=self._slug(),
            title=episode.title,
            segments=segments,
            speakers=speakers,
            date=episode.date,
            number=episode.number,
            season=episode.season,
            language=self._language(),
            summary=episode.summary,
            source=models.Source(**episode.source.values()),
            show=show_value(show) if show else Show(),
            publish_at=episode.publish_at,
            persons=people(episode.persons),
            explicit=episode.explicit,
            soundbite=self._soundbite(),
            sounds=sounds,
            lexicon=entries,
            pauses=models.Pauses(**self.sources.merged("pauses")),
            mastering=models.Mastering(**self.sources.merged("mastering")),
            output=self._output(),
            cover=picture,
            own_cover=episode.cover is not None,
            transition=transition.sound if transition else None,
            target=self._target(),
            quotes=self._quotes,
            quotes_decided="quotes" in self.sources.setting("quotes").form.given,
            files=tuple(self.sources.files),
        )

    def _slug(self) -> str:
        slug = self.sources.form.slug or self.source.path.stem
        if not slug.strip(" ."):
            what = "the script's name gives no name for its files"
            self.sources.add(self.source, ("slug",), what, "add slug: with a name")
        return slug

    def _target(self) -> models.Target | None:
        length = self.sources.form.target
        return models.Target(length, self.source.position(("target",))) if length is not None else None

    def _soundbite(self) -> models.Soundbite | None:
        form = self.sources.form.soundbite
        return models.Soundbite(**form.values(), position=self.source.position(("soundbite",))) if form else None

    def _transition(self) -> TransitionForm | None:
        """Return the transition of the script, which may be none at all, else that of its house file."""
        source = self.sources.setting("transition")
        transition = source.form.transition
        if transition is not None:
            self._known_sound(transition.sound, source, ("transition", "sound"))
        return transition

    @cached_property
    def _quotes(self) -> str | None:
        """Return the voice that reads quotations; None where it is the speaker's own."""
        source = self.sources.setting("quotes")
        name: str | None = source.form.quotes
        if name is None:
            return None
        self._known_voice(name, source, ("quotes",))
        return name if name in self.speaking else None

    def _output(self) -> models.Output:
        merged = self.sources.merged("output")
        if channels := merged.get("channels"):
            merged["channels"] = {"mono": 1, "stereo": 2}[channels]
        return models.Output(**merged)

    def _language(self) -> str:
        language, _ = self.sources.latest("language")
        return language or "en"

    def _speakers(self) -> tuple[models.Speaker, ...]:
        language = self._language()
        speakers: dict[str, models.Speaker] = {}
        for source in self.sources.all:
            for name, form in source.form.voices.items():
                if form.engine not in (BEST, *ENGINES):
                    advice = closest(form.engine, (BEST, *ENGINES))
                    self.sources.add(source, ("voices", name, "engine"), f"unknown engine '{form.engine}'", advice)
                    continue
                position = source.document.key(("voices", name, "name"))
                voice = models.Voice(form.engine, form.name, language, form.speed)
                speakers[name] = models.Speaker(name, voice, form.gain, form.label or name, position)
        if not self._named_voices and not self.sources.show_is_missing:
            speakers["narrator"] = models.Speaker(
                "narrator",
                models.Voice(language=language),
                label="narrator",
                position=self.source.document.position(),
            )
        default, source = self.sources.latest("voice")
        if default is None:
            return tuple(speakers.values())
        self._known_voice(default, source, ("voice",))
        first = [speakers[default]] if default in speakers else []
        return (*first, *(speaker for speaker in speakers.values() if speaker.name != default))

    @cached_property
    def _named_voices(self) -> set[str]:
        return self.sources.names("voices")

    @property
    def _voice_names(self) -> set[str]:
        return self._named_voices or {"narrator"}

    def _known_voice(self, name: str, source: Source, place: Place, *, at_key: bool = False) -> None:
        if name not in self._voice_names:
            advice = closest(name, self._voice_names)
            self.sources.add(source, place, f"unknown voice '{name}'", advice, at_key=at_key)

    @cached_property
    def _sound_names(self) -> set[str]:
        return self.sources.names("sounds")

    def _known_sound(self, name: str, source: Source, place: Place) -> None:
        if name not in self._sound_names:
            advice = closest(name, self._sound_names) if self._sound_names else "define it under sounds:"
            self.sources.add(source, place, f"unknown sound '{name}'", advice)

    def _sounds(self) -> tuple[models.Sound, ...]:
        sounds: dict[str, models.Sound] = {}
        for source in self.sources.all:
            for name, value in source.form.sounds.items():
                where = ("sounds", name, "file")
                file = value.file if isinstance(value, SoundForm) else value
                path = self.sources.file(file, source, where)
                settings = value.values() if isinstance(value, SoundForm) else {}
                settings.pop("file", None)
                if settings.get("end") is not None and settings["end"] <= settings["start"]:
                    what = f"the sound '{name}' ends before it starts"
                    self.sources.add(source, ("sounds", name, "end"), what, "let end be later than start")
                    settings |= {"start": 0, "end": None}
                if path is not None:
                    position = source.position(where)
                    sounds[name] = models.Sound(name, path, position=position, **settings)
        return tuple(sounds.values())

    def _lexicon(self) -> tuple[models.Entry, ...]:
        entries: dict[str, models.Entry] = {}
        for source in self.sources.all:
            lexicon = source.form.lexicon
            if isinstance(lexicon, str):
                path = self.sources.file(lexicon, source, ("lexicon",))
                lexicon = self._lexicon_file(path, str(Path(source.document.file).parent / lexicon)) if path else {}
            for word, form in lexicon.items():
                entries[word] = models.Entry(word, form.say, form.ipa)
        return tuple(entries.values())

    def _lexicon_file(self, path: Path, file: str) -> dict[str, EntryForm]:
        try:
            document = read_document(path, file)
        except ScriptError as error:
            self.sources.problems += error.problems
            return {}
        if isinstance(document.root, Mapping) and set(document.root.entries) != {"lexicon"}:
            root = Mapping(1, 1, {"lexicon": document.root}, {})
            document = Document(document.file, document.lines, root, document.problems)
        form, problems = validate(LexiconForm, document)
        self.sources.problems += problems
        return form.lexicon if form else {}

    def _segment(self, index: int, form: SegmentForm) -> models.Segment:
        where = ("segments", index)
        if form.voice is not None:
            self._known_voice(form.voice, self.source, (*where, "voice"))
        for key in ("bed", "sound"):
            if (name := getattr(form, key)) is not None:
                self._known_sound(name, self.source, (*where, key))
        if index and form.chapter is None and (form.url or form.image):
            what = "url and image belong to a chapter, and none starts here"
            self.sources.add(self.source, where, what, "add chapter: with its title")
        image = self.sources.picture(form.image, self.source, (*where, "image")) if form.image else None
        return models.Segment(
            kind=form.kind,
            turns=self._turns(index, form),
            chapter=form.chapter,
            url=form.url,
            image=image,
            bed=form.bed,
            sound=form.sound,
            pause=form.pause,
            optional=form.optional,
            position=self.source.position(where),
        )

    def _turns(self, index: int, form: SegmentForm) -> tuple[models.Turn, ...]:
        where: Place = ("segments", index, form.kind)
        default = form.voice or self.sources.latest("voice")[0] or self._first_voice()
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

    def _first_voice(self) -> str:
        return next((name for source in self.sources.all for name in source.form.voices), "narrator")

    def _turn(self, speaker: str, text: str, where: Place) -> models.Turn | None:
        voices = Voices(self._voice_names, self.speaking, self._quotes)
        turn, problems = read_turn(self.source.document, where, speaker, text, voices)
        self.sources.problems += problems
        return turn
