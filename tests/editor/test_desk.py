"""What the pages ask for: margins, sounds, episodes, names, new scripts, publishing."""

from __future__ import annotations

import base64
import io
import json
import shutil
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from builders import ROOT, TONE_VOICES, sine, write_wave
from editor.desks import FILE, SCRIPT, browsing, change, change_text, client, desk_of, make_show, script_of


def margins(browser: TestClient, file: str = FILE) -> dict[str, Any]:
    answer = browser.get("/api/margins", params={"file": file})
    assert answer.is_success, answer.text
    content: dict[str, Any] = answer.json()
    return content


def post(browser: TestClient, path: str, **content: Any) -> dict[str, Any]:
    answer = browser.post(path, json=content)
    assert answer.is_success, answer.text
    result: dict[str, Any] = answer.json()
    return result


def hear(browser: TestClient, segment: int, sentence: int | None) -> bytes:
    block = script_of(browser)["segments"][segment]["id"]
    sound = post(browser, "/api/hear", file=FILE, segment=block, sentence=sentence)["sound"]
    content = browser.get(sound)
    assert content.headers["content-type"] == "audio/wav"
    return content.content


def seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        return float(file.getnframes() / file.getframerate())


class TestMargins:
    def test_sentences_as_they_will_be_said(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            found = margins(browser)
            ids = [each["id"] for each in script_of(browser)["segments"]]
        assert [each["id"] for each in found["segments"]] == ids
        assert [len(each["sentences"]) for each in found["segments"]] == [3, 2, 1]
        sentence = found["segments"][1]["sentences"][1]
        assert sentence["said"] == "It has seventeen words."
        assert [(each["written"], each["said"]) for each in sentence["changes"]] == [("17", "seventeen")]
        assert [each["paragraph"] for each in found["segments"][0]["sentences"]] == [True, False, True]
        assert found["voices"] == ["low", "high"]
        assert found["length"]["words"] == 22
        assert sum(each["seconds"] for each in found["segments"]) == pytest.approx(found["length"]["seconds"], abs=0.2)

    def test_findings_stand_at_their_sentence(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            change_text(browser, 1, f"A short one. {'And so it went on and on ' * 9}today. The end.")
            kinds = {each["kind"]: (each["segment"], each["sentence"]) for each in margins(browser)["findings"]}
        assert kinds["long-sentence"] == (1, 1)
        assert kinds["relative-date"] == (1, 1)

    def test_mistakes_stand_at_their_segment_with_a_cure(self, tmp_path: Path) -> None:
        make_show(tmp_path, SCRIPT.replace("chapter: Second", "chapter: Second\n    voice: hihg"))
        with browsing(tmp_path) as browser:
            found = margins(browser)
            (mistake,) = found["findings"]
            assert (mistake["level"], mistake["segment"], mistake["sentence"]) == ("error", 1, None)
            assert mistake["cure"] == {"key": "voice", "value": "high"}
            segment = script_of(browser)["segments"][1]["id"]
            change(browser, action="setting", segment=segment, **mistake["cure"])
            assert margins(browser)["findings"] == []

    def test_what_was_recorded_belongs_to_no_text(self, tmp_path: Path) -> None:
        clip = "{file: he.wav, speaker: He, text: I was there.}"
        clip = f"  - narration:\n      - low: He was there.\n      - clip: {clip}\n"
        path = make_show(tmp_path, SCRIPT.replace("  - outro: Goodbye.\n", clip))
        write_wave(path.with_name("he.wav"), sine(1.0))
        with browsing(tmp_path) as browser:
            segment = script_of(browser)["segments"][2]
            sentences = margins(browser)["segments"][2]["sentences"]
            assert seconds(hear(browser, 2, 1)) == pytest.approx(1.3, abs=0.2)
        assert segment["clips"] == ["he.wav"]
        assert [(each["turn"], each["recorded"]) for each in sentences] == [(0, False), (None, True)]

    def test_the_target(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            change(browser, action="script", key="target", value="9:00")
            length = margins(browser)["length"]
        assert (length["target"], length["reachable"], length["fit"]) == ("9:00", False, "cannot be reached")

    def test_what_is_not_in_the_article(self, tmp_path: Path) -> None:
        make_show(tmp_path, SCRIPT.replace("It has 17 words.", "It has 17 words. The bridge is 400 metres long."))
        article = "The bridge\n\nThe bridge is 300 metres long.\n"
        with browsing(tmp_path) as browser:
            assert browser.get("/api/article", params={"file": FILE}).json() == {"article": ""}
            assert browser.post("/api/compare", json={"file": FILE, "name": "x", "text": " "}).status_code == 400
            compared = post(browser, "/api/compare", file=FILE, name="article.txt", text=article)
            assert compared["article"] == "The bridge\n\nThe bridge is 300 metres long."
            findings = [each for each in margins(browser)["findings"] if "400" in each["message"]]
        assert [(each["segment"], each["sentence"]) for each in findings] == [(1, 2)]
        assert findings[0]["passage"] == "The bridge is 300 metres long."

    def test_a_file_that_is_no_script_any_more(self, tmp_path: Path) -> None:
        path = make_show(tmp_path)
        with browsing(tmp_path) as browser:
            path.write_text("version: 1\n  title: x\n")
            assert script_of(browser)["problems"][0]["line"] == 2
            assert margins(browser)["findings"][0]["level"] == "error"


class TestHearing:
    def test_a_sentence_and_a_segment(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            one, two = hear(browser, 1, 0), hear(browser, 1, 1)
            both = hear(browser, 1, None)
        assert seconds(both) == pytest.approx(seconds(one) + seconds(two), abs=0.4)

    def test_what_was_changed_is_heard(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            before = hear(browser, 2, 0)
            change_text(browser, 2, "Goodbye, and until tomorrow morning.")
            assert seconds(hear(browser, 2, 0)) > 2 * seconds(before)

    def test_the_voice_of_the_script_speaks(self, tmp_path: Path) -> None:
        make_show(tmp_path, SCRIPT.replace("- outro: Goodbye.", "- outro: Goodbye.\n    voice: high"))
        with browsing(tmp_path) as browser, wave.open(io.BytesIO(hear(browser, 2, 0))) as file:
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
            rate = file.getframerate()
        spectrum = np.abs(np.fft.rfft(sound))
        assert np.argmax(spectrum) * rate / len(sound) == pytest.approx(880, abs=5)

    def test_parts_of_a_sound(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            whole = hear(browser, 0, 0)
            block = script_of(browser)["segments"][0]["id"]
            sound = post(browser, "/api/hear", file=FILE, segment=block, sentence=0)["sound"]
            part = browser.get(sound, headers={"Range": "bytes=100-199"})
        assert part.status_code == 206
        assert part.content == whole[100:200]

    def test_a_sentence_as_it_was(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            shown = script_of(browser)
            before = hear(browser, 2, 0)
            change_text(browser, 2, "Goodbye, and until tomorrow morning.")
            asked = {"file": FILE, "segment": shown["segments"][2]["id"], "sentence": 0}
            sound = post(browser, "/api/hear", **asked, digest=shown["digest"])["sound"]
            assert browser.get(sound).content == before
            unknown = browser.post("/api/hear", json={**asked, "digest": "0" * 64})
        assert unknown.status_code == 400
        assert "not known any more (undo the change, then hear it)" in unknown.json()["error"]

    @pytest.mark.parametrize("sentence", [9, None])
    def test_there_is_nothing_to_hear(self, tmp_path: Path, sentence: int | None) -> None:
        silent = SCRIPT.replace("- outro: Goodbye.", "- transition:\n    sound: beep\n")
        make_show(tmp_path, silent.replace("segments:", "sounds: {beep: beep.wav}\nsegments:"))
        with browsing(tmp_path) as browser:
            block = script_of(browser)["segments"][2]["id"]
            answer = browser.post("/api/hear", json={"file": FILE, "segment": block, "sentence": sentence})
        assert answer.status_code == 400


def rendered(browser: TestClient) -> dict[str, Any]:
    """Render the script, and return the episode."""
    post(browser, "/api/render", file=FILE)
    for _ in range(600):
        answer = browser.get("/api/episode", params={"file": FILE}).json()
        if answer is not None and answer["current"]:
            assert isinstance(answer, dict)
            return answer
        time.sleep(0.05)
    raise AssertionError("there is no episode")


def test_a_script_is_rendered_and_published(tmp_path: Path) -> None:
    house = "version: 1\ntitle: A show\naddress: https://show.example/\nauthor: A desk\n"
    script = SCRIPT.replace("title: One\n", "title: One\nshow: show.yaml\n")
    make_show(tmp_path, script)
    (tmp_path / "scripts" / "show.yaml").write_text(house)
    with browsing(tmp_path) as browser:
        assert browser.get("/api/episode", params={"file": FILE}).json() is None
        assert (
            browser.post(
                "/api/publish", json={"file": FILE, "site": "public", "correction": "", "dry_run": True}
            ).status_code
            == 400
        )
        assert browser.get("/report", params={"file": FILE}).status_code == 404
        episode = rendered(browser)
        assert episode["name"] == "out/one.mp3"
        assert browser.get("/api/proof", params={"file": FILE}).json() == {"heard": False, "findings": []}
        report = browser.get("/report", params={"file": FILE})
        assert report.headers["content-type"] == "text/html; charset=utf-8"
        # The editor's policy takes no style in a page.
        assert '<link rel="stylesheet" href="/report.css">' in report.text
        assert "<style" not in report.text
        assert browser.get("/report.css").headers["content-type"] == "text/css; charset=utf-8"
        assert [each["title"] for each in episode["chapters"]] == ["Start", "Second"]
        audio = browser.get("/episode", params={"file": FILE}, headers={"Range": "bytes=0-2"})
        assert (audio.status_code, audio.content) == (206, b"ID3")
        asked = {"file": FILE, "correction": ""}
        found = post(browser, "/api/publish", **asked, site="public", dry_run=True)
        assert found["findings"]
        assert not (tmp_path / "public").exists()
        for wrong in ("../away", "scripts", "out/x", "/tmp/x", ".hidden"):
            answer = browser.post("/api/publish", json={**asked, "site": wrong, "dry_run": False})
            assert answer.status_code == 400, wrong
        change_text(browser, 2, "Good night.")
        assert not browser.get("/api/episode", params={"file": FILE}).json()["current"]


def test_an_episode_is_held_until_its_time(tmp_path: Path) -> None:
    held = "title: One\nshow: show.yaml\nquotes: null\npublish_at: 2199-11-30T09:00:00+01:00\n"
    script = SCRIPT.replace("title: One\n", held).replace("Goodbye.", "The voices that you heard are synthetic.")
    make_show(tmp_path, script)
    shutil.copy(ROOT / "scripts" / "show.yaml", tmp_path / "scripts")
    shutil.copytree(ROOT / "audio_assets", tmp_path / "audio_assets")
    with browsing(tmp_path) as browser:
        rendered(browser)
        done = post(browser, "/api/publish", file=FILE, site="public", correction="", dry_run=True)
    assert (done["outcome"], done["until"]) == ("held", "2199-11-30T08:00:00Z")


def test_the_waveform_of_an_episode(tmp_path: Path) -> None:
    segments = """  - intro: Hello, everybody who listens. It is loud.
    bed: hum
  - transition:
    sound: hum
  - clip: {file: he.wav, speaker: He, text: I was there.}
  - outro: Goodbye.
"""
    path = make_show(tmp_path, f"version: 1\ntitle: One\n{TONE_VOICES}sounds: {{hum: hum.wav}}\nsegments:\n{segments}")
    write_wave(path.with_name("hum.wav"), sine(1.0))
    write_wave(path.with_name("he.wav"), sine(2.0))
    with browsing(tmp_path) as browser:
        assert browser.get("/api/waveform", params={"file": FILE}).status_code == 400
        episode = rendered(browser)
        found = browser.get("/api/waveform", params={"file": FILE}).json()
        path.write_text(path.read_text().replace("Goodbye.", "Good night."))
        older = browser.get("/api/waveform", params={"file": FILE}).json()
        path.write_text(path.read_text().replace("bed: hum", "bed: hmm"))
        wrong = browser.get("/api/waveform", params={"file": FILE}).json()
    assert older == wrong == {"peaks": found["peaks"], "parts": found["parts"][2:]}
    sentences, (bed, cue, recording) = episode["sentences"], found["parts"]
    assert [each["words"][0][2] for each in sentences[:2]] == ["Hello,", "It"]
    assert (len(found["peaks"]), max(found["peaks"])) == (1000, 100)
    assert (bed["kind"], bed["name"], cue["kind"], cue["name"]) == ("bed", "hum", "sound", "hum")
    assert bed["start"] <= sentences[0]["start"]
    assert bed["end"] >= sentences[1]["end"]
    assert sentences[1]["end"] < cue["start"] < cue["end"] < sentences[2]["start"]
    assert cue["end"] - cue["start"] == pytest.approx(1.0, abs=0.1)
    assert recording == {"kind": "recording", "name": "He", "start": recording["start"], "end": recording["end"]}
    assert recording["end"] - recording["start"] == pytest.approx(2.0, abs=0.1)


def test_a_render_that_fails_says_why(tmp_path: Path) -> None:
    make_show(tmp_path, SCRIPT.replace("title: One", "title: One\ntarget: 9:00"))
    with desk_of(tmp_path) as desk, client(desk) as browser:
        post(browser, "/api/render", file=FILE)
        path = desk.folder.script(FILE)
        for _ in range(600):
            if (progress := desk.events(path)["render"])["stage"] == "failed":
                break
            time.sleep(0.05)
        assert "cannot last 9:00" in progress["message"]


def test_a_script_with_mistakes_is_not_rendered(tmp_path: Path) -> None:
    make_show(tmp_path, SCRIPT.replace("chapter: Second", "voice: nobody"))
    with browsing(tmp_path) as browser:
        answer = browser.post("/api/render", json={"file": FILE})
    assert answer.status_code == 400
    assert "unknown voice 'nobody'" in answer.json()["error"]


def test_a_page_is_told_of_changes(tmp_path: Path) -> None:
    path = make_show(tmp_path)
    with desk_of(tmp_path) as desk, client(desk) as browser:
        margins(browser)
        before = desk.events(path.resolve())
        assert desk.events(path.resolve()) == before
        path.write_text(SCRIPT + "# changed\n")
        assert desk.events(path.resolve())["state"] != before["state"]
        desk.stop()
        answer = browser.get("/api/events", params={"file": FILE})
        assert answer.headers["content-type"].startswith("text/event-stream")


class TestNewScripts:
    ARTICLE = "Harbour reopens\n\nThe harbour reopened on Monday.\n\nShips had waited for three days, the mayor said.\n"

    def test_a_pasted_article_becomes_a_script(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            made = post(browser, "/api/new", stem="harbour", name="article.txt", text=self.ARTICLE)
            assert made["file"] == "scripts/harbour.yaml"
            said = json.dumps(margins(browser, made["file"]))
            assert "The harbour reopened on Monday." in said
            assert "harbour.yaml" in browser.get("/").text

    def test_a_file_becomes_a_script(self, tmp_path: Path) -> None:
        make_show(tmp_path)
        page = f"<html><body><article><h1>Harbour</h1><p>{self.ARTICLE * 3}</p></article></body></html>"
        content = base64.b64encode(page.encode()).decode()
        with browsing(tmp_path) as browser:
            made = post(browser, "/api/new", stem="page", name="C:\\x\\page.html", content=content)
        assert "The harbour reopened" in (tmp_path / made["file"]).read_text()

    @pytest.mark.parametrize("stem", ["one", "show", "../x", "a/b", "", ".x", "a b", "\u00e9"])
    def test_names_that_cannot_be_used(self, tmp_path: Path, stem: str) -> None:
        path = make_show(tmp_path)
        with browsing(tmp_path) as browser:
            answer = browser.post("/api/new", json={"stem": stem, "name": "x.txt", "text": self.ARTICLE})
        assert answer.status_code == 400
        assert path.read_text() == SCRIPT
        assert [each.name for each in path.parent.iterdir()] == ["one.yaml"]

    @pytest.mark.parametrize("asked", [{"text": " "}, {"content": "no base64!"}, {"content": ""}])
    def test_articles_that_cannot_be_read(self, tmp_path: Path, asked: dict[str, str]) -> None:
        make_show(tmp_path)
        with browsing(tmp_path) as browser:
            assert browser.post("/api/new", json={"stem": "new", "name": "x.txt", **asked}).status_code == 400

    def test_a_show_in_an_empty_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "news"
        folder.mkdir()
        with browsing(folder) as browser:
            assert "Make a show here" in browser.get("/").text
            post(browser, "/api/show")
            assert "scripts/first.yaml" in browser.get("/").text
            again = browser.post("/api/show", json={})
        assert again.status_code == 400
        assert str(tmp_path) not in again.text


def test_names_are_written_into_the_lexicon(tmp_path: Path) -> None:
    path = make_show(tmp_path, SCRIPT.replace("Good evening.", "Good evening, Qyzylorda."))
    with browsing(tmp_path) as browser:
        answer = browser.get("/api/names", params={"file": FILE})
        assert answer.is_success
        sound = post(browser, "/api/names/hear", file=FILE, word="Qyzylorda", how="say:kih zih lor DAH")["sound"]
        assert seconds(browser.get(sound).content) > 1
        written = post(browser, "/api/names/approve", file=FILE, word="Qyzylorda", how="say:kih zih lor DAH")
        assert written == {"written": FILE}
        said = margins(browser)["segments"][0]["sentences"][0]["said"]
        again = browser.post("/api/names/approve", json={"file": FILE, "word": "Qyzylorda", "how": "say:x"})
    assert said == "Good evening, kih zih lor dah."
    assert again.status_code == 400
    assert 'Qyzylorda: {say: "kih zih lor DAH"}' in path.read_text()
    assert TONE_VOICES in path.read_text()


@pytest.mark.parametrize(
    ("word", "how"),
    [("\n", "say:x"), ("Kyiv", "say:x"), ("evening", "say: "), ("evening", ""), ("evening", "//"), ("evening", "zz%")],
)
def test_names_that_are_not_written(tmp_path: Path, word: str, how: str) -> None:
    path = make_show(tmp_path)
    with browsing(tmp_path) as browser:
        answer = browser.post("/api/names/approve", json={"file": FILE, "word": word, "how": how})
    assert answer.status_code == 400
    assert "say:" not in answer.json()["error"]
    assert path.read_text() == SCRIPT


@pytest.mark.parametrize("script", [SCRIPT.replace("One", "One\nlexicon: {}"), SCRIPT.replace("outro", "nonsense")])
def test_mistakes_at_names_have_short_paths(tmp_path: Path, script: str) -> None:
    make_show(tmp_path, script.replace("{}", "{Paris: {say: x}}"))
    with browsing(tmp_path) as browser:
        answer = browser.post("/api/names/approve", json={"file": FILE, "word": "evening", "how": "say:x"})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(f"{FILE}:")


def test_a_lexicon_outside_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "show"
    make_show(folder, SCRIPT.replace("title: One", "title: One\nlexicon: words.yaml"))
    (tmp_path / "words.yaml").write_text("Kyiv: {say: KEEV}\n")
    (folder / "scripts" / "words.yaml").symlink_to(tmp_path / "words.yaml")
    with browsing(folder) as browser:
        answer = browser.post("/api/names/approve", json={"file": FILE, "word": "evening", "how": "say:x"})
    assert answer.status_code == 404
    assert (tmp_path / "words.yaml").read_text() == "Kyiv: {say: KEEV}\n"


class TestTheHouseFile:
    HOUSE = "# House.\nversion: 1\ntitle: A show # its name\nauthor: A show\n\n# description: x\nvoices: {}\n"

    def test_settings_are_written(self, tmp_path: Path) -> None:
        path = make_show(tmp_path).with_name("show.yaml")
        path.write_text(self.HOUSE)
        settings = {
            "title": "News: the show", "description": "What it is about.", "address": "https://show.example/",
            "category": "News > Daily News", "owner.name": "A desk", "owner.email": "desk@show.example",
        }  # fmt: skip
        with browsing(tmp_path) as browser:
            assert 'value="A show"' in browser.get("/").text
            saved = post(browser, "/api/house", settings=settings)
            again = post(browser, "/api/house", settings={"owner.name": "Another desk", "description": ""})
        assert saved["settings"] == {**settings, "author": "A show"}
        assert again["settings"] == {**saved["settings"], "owner.name": "Another desk", "description": ""}
        assert path.read_text() == (
            '# House.\nversion: 1\ntitle: "News: the show" # its name\nauthor: A show\n'
            "address: https://show.example/\ncategory: News > Daily News\n"
            'owner: {name: "Another desk", email: "desk@show.example"}\n\n# description: x\nvoices: {}\n'
        )

    @pytest.mark.parametrize(
        "settings", [{"address": "no address"}, {"category": "Nonsense"}, {"owner.name": "A desk"}, {"voices": "x"}]
    )
    def test_mistakes_are_not_written(self, tmp_path: Path, settings: dict[str, str]) -> None:
        path = make_show(tmp_path).with_name("show.yaml")
        path.write_text(self.HOUSE)
        with browsing(tmp_path) as browser:
            answer = browser.post("/api/house", json={"settings": settings})
        assert path.read_text() == self.HOUSE
        assert answer.status_code == 400
