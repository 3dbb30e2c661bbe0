"""A quotation is in the article if the same speaker says all of it there; a negation that was cut off is found."""

from __future__ import annotations

import pytest

from audiobrief.review.against.quotations import Mismatch, QuotedWords

HOUSES = '"Not every house will be rebuilt," the minister said. "We did not lie to anyone," he said.'
BRIDGE = '"It holds," said Ada Byrne. "It will hold for years."\n\n"It moves," said Bo Ray, "and it will fall."'


def mismatch(
    article: str, quotation: str, lead: str = "", speaker: str | None = None, language: str = "en"
) -> Mismatch | None:
    return QuotedWords(article, language).find_mismatch(quotation, lead, speaker)


@pytest.mark.parametrize(
    ("article", "quotation"),
    [
        (HOUSES, "“Not every house will be rebuilt.”"),
        (HOUSES, "“We did not … anyone.”"),
        # What the reporter put in between is not missed.
        (BRIDGE, "“It holds. It will hold for years.”"),
        (BRIDGE, "“It moves, and it will fall.”"),
        # Numbers and per cent, whatever they are written like.
        ('He said: "We have 12 boats and 40%."', "“We have twelve boats and forty per cent.”"),
        # What the article puts in for its readers.
        ('He said: "It [the bridge] holds."', "“It holds.”"),
        ('Nobody says [sub:"Keev"] for it. "We do not know," he said.', "“Keev”"),
        # A quotation that goes on in the next paragraph.
        ('"It was dark.\n\n"It was cold," she said.', "“It was dark. It was cold.”"),
        # An article that has no quotation marks, or others.
        ("He said it would hold for years and years.", "“it would hold for years”"),
        ("He said 'it will hold for years'. She said: \"I do not believe it.\"", "“it will hold for years”"),
        # A title, and a word at arm's length.
        ('She read The Old Man and the Sea. "It is a good book," she said.', "“The Old Man and the Sea”"),
        ('The elite left. "We are all going home," they said.', "“elite”"),
    ],
)
def test_what_was_said_is_borne_out(article: str, quotation: str) -> None:
    assert mismatch(article, quotation) is None


@pytest.mark.parametrize(
    ("article", "quotation", "left_out"),
    [
        (HOUSES, "“Every house will be rebuilt.”", "not"),
        (HOUSES, "“We did … lie to anyone.”", "not"),
        ('"I don\'t think the law works," said Lee.', "“The law works.”", "don't"),
        ("The mayor denied that the bridge is safe.", "“The bridge is safe.”", "denied"),
    ],
)
def test_a_negation_that_is_left_out_is_found(article: str, quotation: str, left_out: str) -> None:
    assert mismatch(article, quotation) == Mismatch("cut", left_out)


@pytest.mark.parametrize(
    ("language", "article", "quotation"),
    [
        ("de", "„Nicht jedes Haus wird gebaut“, sagte er.", "„Jedes Haus wird gebaut.“"),
        ("fr", "« Je ne crois pas que la loi soit bonne », dit-il.", "« La loi soit bonne. »"),
        ("es", "«No creo que la ley sirva», dijo.", "«La ley sirva.»"),
        ("uk", "«Не кожен дім буде цілим», сказав він.", "«Кожен дім буде цілим.»"),
    ],
)
def test_other_languages_have_their_negations(language: str, article: str, quotation: str) -> None:
    found = mismatch(article, quotation, language=language)
    assert found is not None
    assert found.kind == "cut"


def test_the_script_may_say_the_negation_itself() -> None:
    article = '"I do not want to pay twice for it," said Lee.'
    assert mismatch(article, "“pay twice for it”", "Lee did not want to ") is None
    assert mismatch(article, "“pay twice for it”", "Lee wants to ") == Mismatch("cut", "not")


def test_a_negation_of_another_clause_is_none_of_its_own() -> None:
    assert mismatch('"It was not easy, but the bridge is safe," she said.', "“The bridge is safe.”") is None


def test_what_the_reporter_says_is_no_quotation() -> None:
    article = 'The bridge is old and narrow. "It holds," said Ada Byrne, "and it will hold."'
    assert mismatch(article, "“The bridge is old and narrow.”") == Mismatch("unquoted")


def test_what_two_people_say_is_not_one_quotation() -> None:
    article = '"No one was hurt," said Ann Lee. "Many were hurt," said Bo Ray.'
    assert mismatch(article, "“No one was hurt. Many were hurt.”") == Mismatch("absent")


class TestSpeakers:
    ARTICLE = '"No one was hurt," said Ann Lee, the mayor. "Many were hurt," said Bo Ray.'

    @pytest.mark.parametrize("speaker", ["Ann Lee", "Lee", "Mayor Lee", None, "the mayor", "Downing Street"])
    def test_whoever_may_have_said_it_is_left_alone(self, speaker: str | None) -> None:
        assert mismatch(self.ARTICLE, "“No one was hurt.”", speaker=speaker) is None

    def test_another_speaker_of_the_article_is_found(self) -> None:
        assert mismatch(self.ARTICLE, "“No one was hurt.”", speaker="Bo Ray") == Mismatch("speaker", "Ann Lee")

    def test_a_pronoun_is_nobody_certain(self) -> None:
        article = 'Ann Lee met Bo Ray. "No one was hurt," she said. "Many were hurt," said Bo Ray.'
        assert mismatch(article, "“No one was hurt.”", speaker="Bo Ray") is None


@pytest.mark.slow
def test_words_that_come_often_are_looked_up_in_time() -> None:
    article = '"the the the" said Lee. ' * 20_000
    assert mismatch(article, "“the the the … the the lie”") is not None
