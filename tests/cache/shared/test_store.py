"""A shared store: what one machine has made, others read; nothing wrong comes out of it, and no render waits for it."""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.cache.shared import availability, claims, sealing
from audiobrief.cache.shared import store as store_module
from audiobrief.cache.shared.claims import NO_LAYER
from audiobrief.cache.shared.sealing import seal, unseal
from audiobrief.cache.shared.store import SharedStore
from cache.shared.places import Failing, backend_at, make_place, paths
from cache.test_blobs import KEY, OTHER, Blobs

EACH_PLACE = pytest.mark.parametrize("place", ["folder", "memory"], indirect=True)
PATH, OTHER_PATH = (f"clips-1.1/{key[:2]}/{key}.clip" for key in (KEY, OTHER))


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return make_place(getattr(request, "param", "folder"), tmp_path)


class Machine:
    """A machine with a cache of its own."""

    def __init__(self, folder: Path, shared: SharedStore) -> None:
        self.shared = shared
        self.blobs = Blobs(folder, most_bytes=1_000_000, shared=shared)


@pytest.fixture
def machine(place: str, tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    machines: list[Machine] = []

    def make(most_bytes: int = 1_000_000) -> Machine:
        name = f"machine{len(machines)}"
        machines.append(Machine(tmp_path / name, SharedStore(backend_at(place), most_bytes, name)))
        return machines[-1]

    yield make
    for each in machines:
        each.shared.close()


@EACH_PLACE
def test_an_entry_of_one_machine_is_read_by_another(machine: Callable[..., Machine]) -> None:
    first, second = machine(), machine()
    first.blobs.put(KEY, b"body")
    first.shared.finish()
    assert second.blobs.get(KEY) is None
    assert second.blobs.fetch(KEY) == b"body"
    assert second.blobs.get(KEY) == b"body"
    assert second.blobs.fetch(OTHER) is None


@EACH_PLACE
def test_many_entries_are_fetched_at_once(machine: Callable[..., Machine]) -> None:
    first, second = machine(), machine()
    keys = [f"{number:064x}" for number in range(30)]
    for key in keys[:20]:
        first.blobs.put(key, key.encode())
    first.shared.finish()
    second.blobs.fetch_all(keys)
    assert [second.blobs.get(key) for key in keys] == [key.encode() for key in keys[:20]] + [None] * 10


def test_an_entry_that_is_not_to_be_shared_stays_here(machine: Callable[..., Machine], place: str) -> None:
    first = machine()
    first.blobs.put(KEY, b"body", share=False)
    first.shared.finish()
    assert paths(backend_at(place)) == []
    assert first.blobs.get(KEY) == b"body"


DAMAGE: dict[str, Callable[[bytes, bytes], bytes]] = {
    "truncated": lambda file, _other: file[:-1],
    "cut within the head": lambda file, _other: file[:30],
    "empty": lambda _file, _other: b"",
    "poisoned": lambda file, _other: file[:-1] + b"?",
    "something else": lambda _file, _other: b"<html>Not found</html>",
    "swapped": lambda _file, other: other,
    "of another form": lambda file, _other: file.replace(b"shared 1", b"shared 2"),
    "longer": lambda file, _other: file + b"\0",
}


@EACH_PLACE
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_entry_is_told_once_and_replaced(
    machine: Callable[..., Machine], place: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    first, second, third = machine(), machine(), machine()
    first.blobs.put(KEY, b"body")
    first.blobs.put(OTHER, b"other")
    first.shared.finish()
    backend = backend_at(place)
    file, other = backend.read(PATH), backend.read(OTHER_PATH)
    assert file is not None
    assert other is not None
    backend.write(PATH, DAMAGE[damage](file, other))
    with caplog.at_level(logging.INFO):
        assert second.blobs.fetch(KEY) is None
        assert second.blobs.fetch(KEY) is None
    assert caplog.messages == [f"{place}/{PATH} is damaged and is made again"]
    second.blobs.put(KEY, b"body")
    second.shared.finish()
    assert third.blobs.fetch(KEY) == b"body"


@given(st.binary(max_size=300), st.integers(min_value=0))
def test_no_bit_of_an_entry_can_change(content: bytes, at: int) -> None:
    file = bytearray(seal(PATH, content))
    sealed = unseal(PATH, bytes(file))
    assert sealed is not None
    assert sealed.content == content
    assert unseal(OTHER_PATH, bytes(file)) is None
    # But for the time of writing, which decides no more than when it is written again.
    start, end = file.index(b" ", 40) + 1, file.index(b"\n")
    file[at // 8 % len(file)] ^= 1 << at % 8
    assert start <= at // 8 % len(file) <= end or unseal(PATH, bytes(file)) is None


@pytest.mark.parametrize(("days", "is_old"), [(-10, False), (0, False), (0.9, False), (1.1, True), (1000, True)])
def test_clocks_that_differ_change_no_more_than_when_an_entry_is_renewed(
    days: float, is_old: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - days * 86_400)
    file = seal(PATH, b"body")
    monkeypatch.setattr(time, "time", lambda: now)
    assert unseal(PATH, file) == sealing.Sealed(b"body", is_old)


class Numbers(Blobs):
    version = 2

    def decode(self, content: bytes) -> bytes:
        return bytes([int(content)])


def test_a_valid_entry_that_is_no_value_is_made_again(tmp_path: Path, place: str) -> None:
    backend = backend_at(place)
    shared = SharedStore(backend, 1_000_000, "")
    numbers = Numbers(tmp_path / "numbers", shared=shared)
    backend.write(numbers.shared_path(KEY), seal(numbers.shared_path(KEY), b"many"))
    assert numbers.fetch(KEY) is None
    assert not numbers.path(KEY).exists()
    shared.close()


def test_versions_of_the_program_do_not_replace_each_others_entries(tmp_path: Path, place: str) -> None:
    shared = SharedStore(backend_at(place), 1_000_000, "")
    old, new = Blobs(tmp_path / "old", shared=shared), Numbers(tmp_path / "new", shared=shared)
    old.put(KEY, b"old")
    new.put(KEY, b"7")
    shared.close()
    assert Blobs(tmp_path / "a", shared=shared).fetch(KEY) == b"old"
    assert Numbers(tmp_path / "b", shared=shared).fetch(KEY) == b"\x07"


class TestClaims:
    @EACH_PLACE
    def test_who_waits_gets_what_the_other_has_made(self, machine: Callable[..., Machine], place: str) -> None:
        first, second = machine(), machine()
        seen: list[bytes | None] = []

        def wait() -> None:
            with second.shared.claimed(PATH, is_alone=True) as content:
                seen.append(content)

        with first.shared.claimed(PATH, is_alone=True) as content:
            assert content is None
            waiting = threading.Thread(target=wait)
            waiting.start()
            time.sleep(0.2)
            assert seen == []
            first.shared.put(PATH, b"body")
        waiting.join(timeout=30)
        assert seen == [b"body"]
        first.shared.finish()
        second.shared.finish()
        assert paths(backend_at(place)) == [PATH]

    # In a folder only: the file system in memory may let several programs make the same claim.
    def test_of_many_at_once_one_makes_it(self, machine: Callable[..., Machine]) -> None:
        made: list[int] = []
        barrier = threading.Barrier(8)

        def work(number: int, each: Machine) -> None:
            barrier.wait()
            with each.shared.claimed(PATH, is_alone=True) as content:
                if content is None:
                    made.append(number)
                    time.sleep(0.05)
                    each.shared.put(PATH, b"body")

        threads = [threading.Thread(target=work, args=(number, machine())) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert len(made) == 1

    def test_after_a_failure_the_next_one_makes_it(self, machine: Callable[..., Machine]) -> None:
        first, second = machine(), machine()
        with pytest.raises(ZeroDivisionError), first.shared.claimed(PATH, is_alone=True):
            raise ZeroDivisionError
        first.shared.finish()
        with second.shared.claimed(PATH, is_alone=True) as content:
            assert content is None

    @EACH_PLACE
    def test_a_claim_of_a_killed_program_of_this_machine_is_abandoned(
        self, machine: Callable[..., Machine], place: str
    ) -> None:
        backend_at(place).create(f"{PATH}.claim-1", b"machine0 killed")
        first = machine()
        with first.shared.claimed(PATH, is_alone=True) as content:
            assert content is None
            first.shared.put(PATH, b"body")
        first.shared.finish()
        assert paths(backend_at(place)) == [PATH]

    @pytest.mark.parametrize("holder", [b"elsewhere killed", b"", b"\xff", f"{NO_LAYER} killed".encode()])
    def test_a_claim_of_a_killed_program_of_another_machine_is_waited_for(
        self, machine: Callable[..., Machine], place: str, holder: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claims, "PATIENCE", 0.3)
        backend_at(place).create(f"{PATH}.claim-1", holder)
        first = machine()
        with first.shared.claimed(PATH, is_alone=True) as content:
            assert content is None
            assert paths(backend_at(place)) == [f"{PATH}.claim-1", f"{PATH}.claim-2"]
        first.shared.finish()
        assert paths(backend_at(place)) == []

    @pytest.mark.slow
    def test_of_those_who_wait_for_a_killed_program_one_makes_it(
        self, machine: Callable[..., Machine], place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claims, "PATIENCE", 2.0)
        backend_at(place).create(f"{PATH}.claim-1", b"elsewhere killed")
        made: list[int] = []

        def work(number: int, each: Machine) -> None:
            with each.shared.claimed(PATH, is_alone=True) as content:
                if content is None:
                    made.append(number)
                    each.shared.put(PATH, b"body")

        threads = [threading.Thread(target=work, args=(number, machine())) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert len(made) == 1

    def test_a_claim_whose_answer_was_lost_is_recognised(self, place: str) -> None:
        token = claims.new_token("here")
        backend_at(place).create(f"{PATH}.claim-1", token.encode())
        claim = claims.claim_or_wait(PATH, backend_at(place), token, is_alone=False)
        assert claim == claims.Claim(PATH, 1)


class TestFailures:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(availability, "_RETRY_PAUSES", (0.01, 0.01))

    @pytest.fixture
    def failing(self, place: str) -> Failing:
        return Failing(backend_at(place))

    @pytest.fixture
    def blobs(self, failing: Failing, tmp_path: Path) -> Iterator[Blobs]:
        shared = SharedStore(failing, 1_000_000, "here")
        yield Blobs(tmp_path / "here", shared=shared)
        shared.close()

    def test_a_store_that_fails_is_tried_three_times_and_then_left_out(
        self, failing: Failing, blobs: Blobs, caplog: pytest.LogCaptureFixture
    ) -> None:
        failing.reading = OSError(errno.EIO, "the line is dead")
        for _ in range(5):
            assert blobs.fetch(KEY) is None
        assert failing.calls == ["read"] * 3
        (message,) = caplog.messages
        assert message == (
            f"the shared store {failing.name} is not used for now: the line is dead "
            "(check the address, the keys and the rights)"
        )

    def test_a_request_that_took_too_long_is_not_sent_again(self, failing: Failing, blobs: Blobs) -> None:
        failing.reading = TimeoutError()
        assert blobs.fetch(KEY) is None
        assert failing.calls == ["read"]

    def test_claims_are_not_deleted_from_a_store_that_does_not_answer(
        self, failing: Failing, blobs: Blobs, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert blobs.shared is not None
        failing.removing = TimeoutError()
        with blobs.shared.claimed(PATH, is_alone=True), blobs.shared.claimed(OTHER_PATH, is_alone=True):
            pass
        blobs.shared.finish()
        blobs.shared.put(PATH, b"body")
        blobs.shared.finish()
        assert "write" not in failing.calls
        (message,) = caplog.messages
        assert message.startswith(f"the shared store {failing.name} is not used for now: no answer in time (")

    def test_it_is_used_again_later(
        self, failing: Failing, blobs: Blobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(availability, "_FIRST_PAUSE", 0.2)
        failing.reading = OSError("the line is dead")
        blobs.fetch(KEY)
        time.sleep(0.3)
        blobs.fetch(KEY)
        failing.reading = None
        time.sleep(0.5)
        assert blobs.fetch(KEY) is None
        assert failing.calls == ["read"] * 7
        assert [record.levelname for record in caplog.records] == ["WARNING"]

    @pytest.mark.parametrize(
        ("code", "advice"),
        [
            (errno.EACCES, "check the rights and the keys"),
            (errno.ENOSPC, "free some space there"),
            (errno.EROFS, "check the rights and the keys"),
        ],
    )
    def test_a_store_that_cannot_be_written_is_read(
        self, failing: Failing, blobs: Blobs, place: str, code: int, advice: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        backend_at(place).write(PATH, seal(PATH, b"body"))
        failing.writing = failing.creating = OSError(code, "no")
        assert blobs.shared is not None
        for _ in range(2):
            blobs.put(OTHER, b"other")
            blobs.shared.finish()
        with blobs.shared.claimed(OTHER_PATH, is_alone=True) as content:
            assert content is None
        assert blobs.fetch(KEY) == b"body"
        assert failing.calls == ["write", "read"]
        (message,) = caplog.messages
        assert message == f"the shared store {failing.name} is only read for now: no ({advice})"

    def test_a_full_store_keeps_no_claims(self, failing: Failing, blobs: Blobs, place: str) -> None:
        failing.writing = OSError(errno.ENOSPC, "No space left on device")
        assert blobs.shared is not None
        for path in (PATH, OTHER_PATH):
            with blobs.shared.claimed(path, is_alone=True) as content:
                assert content is None
                blobs.shared.put(path, b"body")
            blobs.shared.finish()
        assert failing.calls == ["create", "read", "write", "remove"]
        assert paths(backend_at(place)) == []

    def test_claims_of_the_time_before_a_failure_are_deleted(self, failing: Failing, blobs: Blobs, place: str) -> None:
        assert blobs.shared is not None
        with blobs.shared.claimed(PATH, is_alone=True):
            failing.writing = OSError(errno.ENOSPC, "No space left on device")
            blobs.shared.put(OTHER_PATH, b"other")
            blobs.shared.finish()
        blobs.shared.finish()
        assert paths(backend_at(place)) == []

    def test_no_message_has_a_key_or_a_password(
        self, failing: Failing, blobs: Blobs, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        failing.reading = PermissionError("http://me:hunter2@host: AKIAIOSFODNN7EXAMPLE, not wJalrXUtnFEMI/K7MDENG")
        blobs.fetch(KEY)
        assert "http://me:@host" not in caplog.text
        for secret in ("hunter2", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG"):
            assert secret not in caplog.text


class TestLimit:
    def test_entries_unused_for_longest_are_deleted(
        self, machine: Callable[..., Machine], place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store_module, "_PRUNING_SHARE", 1e-9)  # each time
        first = machine(most_bytes=5_000)
        for number in range(20):
            first.blobs.put(f"{number:064x}", bytes(1000))
            first.shared.finish()
            time.sleep(0.01)
        sizes = {file.path: file.bytes for file in backend_at(place).files()}
        assert sum(sizes.values()) <= 5_000
        assert f"clips-1.1/00/{19:064x}.clip" in sizes

    @EACH_PLACE
    def test_an_entry_that_is_used_after_a_day_counts_as_used(
        self, machine: Callable[..., Machine], place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        backend = backend_at(place)
        backend.write(PATH, seal(PATH, b"body"))
        old = backend.read(PATH)
        first = machine()
        assert first.blobs.fetch(KEY) == b"body"
        first.shared.finish()
        assert backend.read(PATH) == old
        monkeypatch.setattr(sealing, "REFRESH_SECONDS", -1)
        assert first.blobs.fetch(KEY) == b"body"
        first.shared.finish()
        (file,) = backend.files()
        assert time.time() - file.written < 60
