"""The language of a text: by its script, by frequent words, and against what a page states."""

from __future__ import annotations

import pytest

from audiobrief.language.detection import confirm_language, detect_language

TEXTS = {
    "en": "The bridge over the river was closed for a week because of the ice, and nobody knew when it would open. ",
    "de": "Die Brücke über den Fluss war eine Woche lang gesperrt, und niemand wusste, wie es weitergeht. ",
    "pt": "A ponte sobre o rio esteve fechada durante uma semana por causa do gelo, e ninguém sabia quando abriria. ",
    "it": "Il ponte sul fiume è rimasto chiuso per una settimana per il ghiaccio, e nessuno sapeva quando aprirà. ",
    "nl": "De brug over de rivier was een week gesloten vanwege het ijs, en niemand wist hoe het verder ging. ",
    "ru": "Мост через реку был закрыт целую неделю из-за льда, и никто не знал, когда его снова откроют для проезда. ",
    "uk": "Міст через річку був закритий цілий тиждень через кригу, і ніхто не знав, коли його знову відкриють. ",
    "ja": "川にかかる橋は氷のために一週間閉鎖されていて、いつ開通するのか誰も知らなかった。",
    "zh": "由于结冰，河上的桥关闭了一个星期，没有人知道它什么时候会重新开放。",
    "ko": "강 위의 다리는 얼음 때문에 일주일 동안 폐쇄되었고 언제 다시 열릴지 아무도 몰랐다. ",
    "el": "Η γέφυρα πάνω από τον ποταμό ήταν κλειστή για μια εβδομάδα λόγω του πάγου. ",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_running_text_is_in_its_language(tag: str) -> None:
    assert detect_language(TEXTS[tag] * 2) == tag


@pytest.mark.parametrize("text", ["", "12 + 3", "Ottawa"])
def test_nothing_is_told_of_a_few_words(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize(
    ("stated", "language", "confirmed"),
    [
        ("en-GB", "en", "en-GB"),
        ("de", "en", "en"),
        ("en", "ja", "ja"),
        ("zh-TW", "zh", "zh-TW"),
        (None, "pt", "pt"),
        ("nn-NO", "it", "it"),
    ],
)
def test_stated_language_is_believed_where_the_words_are_in_it(
    stated: str | None, language: str, confirmed: str
) -> None:
    assert confirm_language(stated, TEXTS[language] * 3) == confirmed


def test_stated_language_of_a_few_words_is_believed() -> None:
    assert confirm_language("sv", "The bridge is open.") == "sv"
