"""Spoken clips on disk: kept as they are, and never given back damaged."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import OutputError
from audiobrief.reading.utterances import Pronunciation, Utterance
from audiobrief.script.models.voice import Voice
from audiobrief.voices.clip_store import ClipStore, clip_key
from audiobrief.voices.engine import Clip, Word

HELLO = Utterance("Hello.", Voice("tone", "440"))
KEY = clip_key(HELLO, "1", 44_100)
OTHER = clip_key(replace(HELLO, text="Goodbye."), "1", 44_100)


def clip(frames: int = 1000, words: tuple[Word, ...] = (Word(0, 500, 0, 5),)) -> Clip:
    return Clip(np.arange(frames, dtype=np.int16)[:, np.newaxis], 44_100, words)


def same(one: Clip | None, other: Clip) -> bool:
    return (
        one is not None
        and np.array_equal(one.samples, other.samples)
        and one.samples.shape == other.samples.shape
        and (one.sample_rate, one.words) == (other.sample_rate, other.words)
    )


def entry(store: ClipStore, key: str = KEY) -> Path:
    (path,) = store.folder.glob(f"*/{key}.clip")
    return path


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    store = ClipStore(tmp_path / "clips")
    store.put(KEY, clip())
    return store


class TestKey:
    def test_is_the_same_for_what_sounds_the_same(self) -> None:
        assert clip_key(Utterance("Hello.", Voice("tone", "440")), "1", 44_100) == KEY
        assert len(KEY) == 64

    @pytest.mark.parametrize(
        "utterance",
        [
            replace(HELLO, text="Hello!"),
            replace(HELLO, voice=Voice("tone", "441")),
            replace(HELLO, voice=Voice("tone", None)),
            replace(HELLO, voice=Voice("pyttsx3", "440")),
            replace(HELLO, voice=Voice("tone", "440", "de")),
            replace(HELLO, voice=Voice("tone", "440", speed=1.01)),
            replace(HELLO, pronunciations=(Pronunciation(0, 5, "həˈləʊ"),)),
            replace(HELLO, stresses=((0, 5),)),
        ],
    )
    def test_differs_with_everything_that_decides_the_sound(self, utterance: Utterance) -> None:
        assert clip_key(utterance, "1", 44_100) != KEY

    def test_differs_with_the_engines_version_and_the_rate(self) -> None:
        assert len({KEY, clip_key(HELLO, "2", 44_100), clip_key(HELLO, "1", 48_000)}) == 3

    def test_stays_as_it_is(self) -> None:
        utterance = replace(HELLO, pronunciations=(Pronunciation(0, 5, "həˈləʊ"),), stresses=((0, 5),))
        assert clip_key(utterance, "1", 44_100) == "b015cc1bfa2dcb43a2011dba0a0b9bae019bdab667ed60084911cc066f2fefdd"

    def test_takes_half_a_pair_of_surrogates(self) -> None:
        assert len(clip_key(replace(HELLO, text="\ud83d"), "1", 44_100)) == 64


class TestKeeping:
    def test_what_was_put_in_comes_out(self, store: ClipStore) -> None:
        assert same(store.get(KEY), clip())

    @pytest.mark.parametrize(
        "kept", [clip(0, ()), clip(1, ()), clip(5, tuple(Word(n, n + 1, n, n + 1) for n in range(9)))]
    )
    def test_of_any_length(self, store: ClipStore, kept: Clip) -> None:
        store.put(OTHER, kept)
        assert same(store.get(OTHER), kept)

    def test_what_was_not_put_in_is_not_there(self, store: ClipStore, tmp_path: Path) -> None:
        assert store.get(OTHER) is None
        assert ClipStore(tmp_path / "nowhere").get(KEY) is None

    def test_the_last_one_put_in_is_there(self, store: ClipStore) -> None:
        store.put(KEY, clip(7, ()))
        assert same(store.get(KEY), clip(7, ()))

    def test_nothing_unfinished_is_left(self, store: ClipStore) -> None:
        assert [path.suffix for path in store.folder.rglob("*") if path.is_file()] == [".clip"]

    def test_many_writers_of_one_clip_do_not_meet(self, store: ClipStore) -> None:
        with ThreadPoolExecutor(8) as executor:
            list(executor.map(lambda _: store.put(KEY, clip(20_000)), range(50)))
        assert same(store.get(KEY), clip(20_000))
        assert not list(store.folder.rglob("*.part"))

    def test_a_full_disk_is_an_error_and_leaves_nothing(
        self, store: ClipStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_self: Path, _target: Path) -> Path:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(OutputError, match="no space left"):
            store.put(OTHER, clip())
        assert store.get(OTHER) is None
        assert not list(store.folder.rglob("*.part"))


class TestVersions:
    def test_a_clip_without_words_of_version_1_is_made_again(
        self, store: ClipStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        path = entry(store)
        content = path.read_bytes()
        assert content.startswith(b"audiobrief clip 2\n")
        path.write_bytes(content.replace(b"clip 2", b"clip 1", 1))
        with caplog.at_level(logging.WARNING):
            assert store.get(KEY) is None
        assert caplog.text == ""


def flip(place: int) -> Callable[[bytes], bytes]:
    def flipped(content: bytes) -> bytes:
        changed = bytearray(content)
        changed[place] ^= 0x10
        return bytes(changed)

    return flipped


class TestDamage:
    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda _content: b"", id="emptied"),
            pytest.param(lambda content: content[:10], id="cut inside the first line"),
            pytest.param(lambda content: content[:40], id="cut inside the sum"),
            pytest.param(lambda content: content[:60], id="cut inside the head"),
            pytest.param(lambda content: content[:-1], id="last byte gone"),
            pytest.param(lambda content: content[:-2], id="last sample gone"),
            pytest.param(lambda content: content + b"\0\0", id="a sample more"),
            pytest.param(lambda content: bytes(len(content)), id="zeros"),
            pytest.param(lambda _content: b"\xff" * 3000, id="something else"),
            pytest.param(flip(0), id="first byte"),
            pytest.param(flip(20), id="a byte of the sum"),
            pytest.param(flip(50), id="a byte of the head"),
            pytest.param(flip(-1), id="a bit of the last sample"),
        ],
    )
    def test_is_as_if_the_clip_were_not_there(
        self, store: ClipStore, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
    ) -> None:
        path = entry(store)
        path.write_bytes(damage(path.read_bytes()))
        with caplog.at_level(logging.WARNING):
            assert store.get(KEY) is None
        assert "damaged" in caplog.text
        store.put(KEY, clip())
        assert same(store.get(KEY), clip())

    def test_of_any_single_byte_is_seen(self, store: ClipStore) -> None:
        path = entry(store)
        whole = path.read_bytes()

        @settings(max_examples=200)
        @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
        def changed(place: int, difference: int) -> None:
            content = bytearray(whole)
            content[place] ^= difference
            path.write_bytes(content)
            assert store.get(KEY) is None

        changed()

    def test_of_two_entries_swapped_neither_is_given(self, store: ClipStore) -> None:
        store.put(OTHER, clip(77))
        one, other = entry(store), entry(store, OTHER)
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)
        assert store.get(KEY) is None
        assert store.get(OTHER) is None

    def test_a_folder_under_the_entrys_name_is_no_clip(self, store: ClipStore) -> None:
        path = entry(store)
        path.unlink()
        path.mkdir()
        assert store.get(KEY) is None


class TestPrune:
    @staticmethod
    def filled(folder: Path, most: int | None) -> tuple[ClipStore, list[str]]:
        """Return a store of five clips of 2,066 bytes, the first used longest ago."""
        store = ClipStore(folder, most_bytes=most)
        keys = [hashlib.sha256(bytes([number])).hexdigest() for number in range(5)]
        for number, key in enumerate(keys):
            store.put(key, clip())
            os.utime(entry(store, key), (1000 + number, 1000 + number))
        return store, keys

    @staticmethod
    def left(store: ClipStore, keys: list[str]) -> list[int]:
        return [number for number, key in enumerate(keys) if store.get(key) is not None]

    def test_the_size_of_an_entry_is_known(self, store: ClipStore) -> None:
        assert entry(store).stat().st_size == 18 + 8 + 8 + 32 + 2000

    def test_those_not_used_for_longest_go_first(self, tmp_path: Path) -> None:
        store, keys = self.filled(tmp_path, 3 * 2066)
        store.prune()
        assert self.left(store, keys) == [2, 3, 4]

    def test_one_byte_too_many_is_one_clip_fewer(self, tmp_path: Path) -> None:
        store, keys = self.filled(tmp_path, 3 * 2066 - 1)
        store.prune()
        assert self.left(store, keys) == [3, 4]

    def test_a_clip_that_is_used_stays(self, tmp_path: Path) -> None:
        store, keys = self.filled(tmp_path, 2 * 2066)
        store.touch(keys[0])
        store.prune()
        assert self.left(store, keys) == [0, 4]

    def test_without_a_bound_all_stay(self, tmp_path: Path) -> None:
        store, keys = self.filled(tmp_path, None)
        store.prune()
        assert self.left(store, keys) == [0, 1, 2, 3, 4]

    def test_what_dead_writers_left_is_deleted(self, store: ClipStore) -> None:
        left, written = (entry(store).parent / f"{KEY}.{number}-7f00aa.part" for number in (123, 124))
        for path in (left, written):
            path.write_bytes(b"half")
        os.utime(left, (0, 0))
        store.prune()
        assert not left.exists()
        assert written.exists()
        assert same(store.get(KEY), clip())

    def test_a_store_that_is_not_there_has_nothing_to_delete(self, tmp_path: Path) -> None:
        ClipStore(tmp_path / "nowhere", most_bytes=0).prune()
        assert not (tmp_path / "nowhere").exists()

    def test_touching_what_is_not_there_is_no_error(self, store: ClipStore) -> None:
        store.touch(OTHER)
        assert store.get(OTHER) is None
