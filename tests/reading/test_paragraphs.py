"""From a paragraph as it is written to sentences as they are said."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.language.sentences import LONGEST, split_sentences
from audiobrief.reading.normalise import spoken_text
from audiobrief.reading.normalise.clean_text import clean_text
from audiobrief.reading.normalise.marked_text import spell_date
from audiobrief.reading.paragraphs import read_paragraph
from audiobrief.reading.utterances import CLAUSE_PAUSE, VOICE_PAUSE, Piece, Pronunciation, Sentence, Utterance
from audiobrief.script.markup.parser import Span, parse_markup
from audiobrief.script.models.lexicon import Entry
from audiobrief.script.models.voice import Speaker, Voice

PRESENTER = Speaker("presenter", Voice("tone", "220", "en-GB"))
QUOTE = Speaker("quote", Voice("tone", "880", "en-GB", 0.9))
GERMAN = Speaker("sprecher", Voice("tone", "330", "de"))
SPEAKERS = (PRESENTER, QUOTE, GERMAN)


def read(
    text: str, *lexicon: Entry, speaker: Speaker = PRESENTER, pause_at_end: int | None = None
) -> tuple[Sentence, ...]:
    """Read a paragraph of marked text; what is left at its end must be the break that is named."""
    markup = parse_markup(text)
    assert not markup.problems
    (paragraph,) = markup.paragraphs
    sentences, closing = read_paragraph(paragraph, speaker, SPEAKERS, lexicon)
    assert closing == pause_at_end
    return sentences


def said(sentences: tuple[Sentence, ...]) -> list[list[str]]:
    return [[piece.utterance.text for piece in sentence.pieces] for sentence in sentences]


def pieces(sentences: tuple[Sentence, ...]) -> list[Piece]:
    return [piece for sentence in sentences for piece in sentence.pieces]


def pauses(sentences: tuple[Sentence, ...]) -> list[int | None]:
    return [piece.pause for piece in pieces(sentences)]


def test_a_plain_paragraph_is_its_sentences() -> None:
    sentences = read("It rained. It stopped.")
    assert sentences == (
        Sentence("It rained.", (Piece(Utterance("It rained.", PRESENTER.voice), "presenter", None),)),
        Sentence("It stopped.", (Piece(Utterance("It stopped.", PRESENTER.voice), "presenter", None),)),
    )


class TestSub:
    def test_is_said_and_what_is_written_is_shown(self) -> None:
        (sentence,) = read('In (Kyiv)[sub:"Keev"] it rains.')
        assert sentence.text == "In Kyiv it rains."
        assert said((sentence,)) == [["In Keev it rains."]]

    def test_full_stops_inside_end_no_sentence(self) -> None:
        (sentence,) = read('The (U. N. It. met)[sub:"United Nations"] today.')
        assert said((sentence,)) == [["The United Nations today."]]

    def test_the_lexicon_does_not_reach_into_it(self) -> None:
        assert said(read('(A)[sub:"Kyiv"]', Entry("Kyiv", say="KEEV"))) == [["Kyiv"]]


class TestIpa:
    def test_gives_the_words_their_sounds(self) -> None:
        (sentence,) = read('In (Kyiv)[ipa:"ˈkiːjɪv"] it rains.')
        utterance = sentence.pieces[0].utterance
        assert utterance.text == "In Kyiv it rains."
        assert utterance.pronunciations == (Pronunciation(3, 7, "ˈkiːjɪv"),)

    def test_of_a_lexicon_holds_at_every_place(self) -> None:
        (sentence,) = read("Kyiv, and Kyiv's mayor", Entry("Kyiv", ipa="kiːv"))
        text = sentence.pieces[0].utterance.text
        assert text == "Kyiv, and Kyiv's mayor"
        assert [text[each.start : each.end] for each in sentence.pieces[0].utterance.pronunciations] == [
            "Kyiv",
            "Kyiv's",
        ]

    def test_a_word_with_sounds_is_not_cut(self) -> None:
        word = "x" * 60
        ((piece,),) = (sentence.pieces for sentence in read(f'An ({word})[ipa:"mɪnsk"] here'))
        assert piece.utterance.text == f"An {word} here"
        assert piece.utterance.pronunciations == (Pronunciation(3, 63, "mɪnsk"),)

    def test_places_are_counted_from_the_piece_they_are_in(self) -> None:
        long = "so it was said, " * 40
        last = pieces(read(f'{long}in (Kyiv)[ipa:"kiːv"].'))[-1].utterance
        (sound,) = last.pronunciations
        assert last.text[sound.start : sound.end] == "Kyiv"


class TestLexicon:
    def test_respells_what_is_said_alone(self) -> None:
        (sentence,) = read("Kyiv fell.", Entry("Kyiv", say="KEEV"))
        assert (sentence.text, said((sentence,))) == ("Kyiv fell.", [["keev fell."]])

    def test_a_full_stop_in_a_respelling_ends_no_sentence(self) -> None:
        assert said(read("The WHO met.", Entry("WHO", say="W. H. O."))) == [["The W. H. O. met."]]

    def test_does_not_hold_in_another_language(self) -> None:
        assert said(read('(Kyiv)[lang:"uk"]', Entry("Kyiv", say="KEEV"))) == [["Kyiv"]]


class TestVoice:
    def test_another_voice_says_its_words_and_the_first_goes_on(self) -> None:
        (sentence,) = read('He said: (Never again.)[voice:"quote"] Then he left', speaker=PRESENTER)[:1]
        assert [(piece.speaker, piece.utterance.text) for piece in sentence.pieces] == [
            ("presenter", "He said:"),
            ("quote", "Never again."),
        ]

    def test_its_settings_are_its_own(self) -> None:
        assert pieces(read('(Go.)[voice:"quote"]'))[0].utterance.voice == QUOTE.voice

    def test_a_change_of_voice_is_a_short_pause(self) -> None:
        assert pauses(read('It would (drag on this way)[voice:"quote"], he said')) == [None, VOICE_PAUSE, VOICE_PAUSE]

    def test_a_sign_left_between_voices_is_not_said(self) -> None:
        sentences = read('He was (sure)[voice:"quote"].')
        assert said(sentences) == [["He was", "sure"]]
        assert sentences[0].text == "He was sure."


class TestLanguage:
    def test_takes_the_engines_best_voice_for_it(self) -> None:
        spoken = pieces(read('She said (до побачення)[lang:"uk"] and left'))
        assert [piece.utterance.voice for piece in spoken] == [
            PRESENTER.voice,
            Voice("tone", None, "uk"),
            PRESENTER.voice,
        ]
        assert {piece.speaker for piece in spoken} == {"presenter"}

    def test_the_voices_own_language_keeps_its_name(self) -> None:
        assert pieces(read('(colour)[lang:"en-US"]'))[0].utterance.voice == PRESENTER.voice


class TestCharacters:
    def test_are_said_one_by_one(self) -> None:
        (sentence,) = read("The (NATO)[characters] summit")
        assert (sentence.text, said((sentence,))) == ("The NATO summit", [["The N A T O summit"]])

    def test_spaces_are_none(self) -> None:
        assert said(read("(A 1)[characters]")) == [["A one"]]


class TestDate:
    @pytest.mark.parametrize(
        ("text", "order", "language", "spoken"),
        [
            ("2023", "y", "en", "twenty twenty-three"),
            ("1905", "y", "en-GB", "nineteen oh-five"),
            ("17", "d", "en", "seventeenth"),
            ("2", "m", "en", "February"),
            ("Feb", "m", "en", "Feb"),
            ("17/2/2023", "dmy", "en", "seventeenth February twenty twenty-three"),
            ("2023-02-17", "ymd", "en", "twenty twenty-three February seventeenth"),
            ("2/17", "md", "en", "February seventeenth"),
            ("2/2023", "my", "en", "February twenty twenty-three"),
            ("1990", "y", "de", "neunzehnhundertneunzig"),
            # What cannot be read that way is said as it is written.
            ("2/2023", "my", "de", "2/2023"),
            ("2023", "ymd", "en", "2023"),
            ("soon", "d", "en", "soon"),
            ("", "y", "en", ""),
            ("13", "m", "en", "13"),
            ("2023", "y", "tlh", "2023"),
            ("9" * 400, "y", "en", "9" * 400),
        ],
    )
    def test_is_put_into_words_by_the_order_of_its_parts(
        self, text: str, order: str, language: str, spoken: str
    ) -> None:
        assert spell_date(text, order, language) == spoken

    def test_is_shown_as_written(self) -> None:
        (sentence,) = read('In (2023)[date:"y"] it rained.')
        assert (sentence.text, said((sentence,))) == ("In 2023 it rained.", [["In twenty twenty-three it rained."]])


class TestStrong:
    def test_marks_a_stretch_of_the_utterance(self) -> None:
        (piece,) = pieces(read("It is ++not++ so."))
        assert piece.utterance.stresses == ((6, 9),)
        assert piece.utterance.text[6:9] == "not"

    def test_follows_a_respelling(self) -> None:
        (piece,) = pieces(read("In ++Kyiv++ now", Entry("Kyiv", say="KEEEEV")))
        (start, end) = piece.utterance.stresses[0]
        assert piece.utterance.text[start:end] == "keeeev"

    def test_over_a_cut_is_in_both_pieces(self) -> None:
        text = "so it was said, " * 40 + "so"
        spoken = pieces(read(f"++{text}++"))
        assert len(spoken) == 2
        assert [piece.utterance.stresses for piece in spoken] == [((0, len(piece.utterance.text)),) for piece in spoken]


class TestBreaks:
    def test_inside_a_sentence(self) -> None:
        sentences = read("Wait [500ms] for it.")
        assert said(sentences) == [["Wait", "for it."]]
        assert pauses(sentences) == [None, 500]

    def test_between_sentences_take_the_place_of_the_pause(self) -> None:
        assert pauses(read("One. [1s] Two. Three.")) == [None, 1000, None]

    def test_before_the_first_word(self) -> None:
        assert pauses(read("[300ms] One. Two.")) == [300, None]

    def test_at_the_end_are_handed_on(self) -> None:
        assert pauses(read("One. [2s]", pause_at_end=2000)) == [None]

    def test_add_up(self) -> None:
        assert pauses(read("One. [200ms] [300ms] Two.")) == [None, 500]
        assert pauses(read("One. [200ms][300ms]", pause_at_end=500)) == [None]

    def test_of_nothing_join_two_pieces_without_a_gap(self) -> None:
        assert pauses(read("One [0ms] two. [0ms] Three.")) == [None, 0, 0]

    def test_alone_have_no_sentence(self) -> None:
        assert read("[2s]", pause_at_end=2000) == ()

    def test_where_the_voice_changes_win_over_its_pause(self) -> None:
        assert pauses(read('He said: [700ms] (No.)[voice:"quote"]')) == [None, 700]

    def test_before_a_sign_alone_are_kept_for_what_is_said_next(self) -> None:
        assert pauses(read("One [400ms] – [200ms] two.")) == [None, 600]

    @given(st.lists(st.one_of(st.integers(0, 9), st.sampled_from(["One.", "two", "three,", "—"])), min_size=1))
    def test_none_is_lost(self, items: list[int | str]) -> None:
        text = " ".join(f"[{2**item}s]" if isinstance(item, int) else item for item in items)
        markup = parse_markup(text)
        asked = sum(2**item * 1000 for item in items if isinstance(item, int))
        silence = 0
        for paragraph in markup.paragraphs:
            sentences, closing = read_paragraph(paragraph, PRESENTER, SPEAKERS, ())
            silence += (closing or 0) + sum(pause or 0 for pause in pauses(sentences))
        # Pauses of clauses are 120 ms, breaks whole seconds.
        assert silence - silence % 1000 == asked


class TestCuts:
    def test_a_sentence_too_long_for_one_call_is_said_in_pieces(self) -> None:
        sentence = "and so it went on, " * 60 + "to the end."
        sentences = read(sentence)
        assert len(sentences) == 1
        spoken = pieces(sentences)
        assert all(len(piece.utterance.text) <= LONGEST for piece in spoken)
        assert [piece.pause for piece in spoken] == [None] + [CLAUSE_PAUSE] * (len(spoken) - 1)
        assert " ".join(piece.utterance.text for piece in spoken) == sentence

    def test_a_word_that_is_cut_has_no_pause_inside(self) -> None:
        spoken = read("a" * 100)
        assert said(spoken) == [["a" * 45, "a" * 45, "a" * 10]]
        assert pauses(spoken) == [None, 0, 0]


class TestAudible:
    @pytest.mark.parametrize("text", ["—", "...", "“”", "( )", "*", "- - -", "_"])
    def test_signs_alone_are_not_said(self, text: str) -> None:
        sentences, closing = read_paragraph((Span(text),), PRESENTER, SPEAKERS, ())
        assert (sentences, closing) == ((), None)

    @pytest.mark.parametrize(
        ("text", "words"),
        [("a", "a"), ("é", "é"), ("日", "日"), ("7", "seven"), ("€", "euros"), ("%", "per cent"), ("&", "and")],
    )
    def test_what_has_a_name_is_said(self, text: str, words: str) -> None:
        assert said(read(text)) == [[words]]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("🙂", "slightly smiling face"),
            ("5 ₽", "five roubles"),
            ("20 ℃", "twenty degrees Celsius"),
            ("５％", "five per cent"),
            ("①", "one"),
            # Not in English, but a sign that no voice knows.
            ('(①)[lang:"de"]', "1"),
        ],
    )
    def test_a_sign_without_a_sound_is_put_into_words(self, text: str, words: str) -> None:
        assert [[" ".join(text.split()) for text in texts] for texts in said(read(text))] == [[words]]


class TestNumbersAndInitials:
    def test_are_said_in_words_and_shown_as_written(self) -> None:
        (sentence,) = read("The BBC paid $4.2bn on Jan. 11.")
        assert sentence.text == "The BBC paid $4.2bn on Jan. 11."
        assert said((sentence,)) == [["The B B C paid four point two billion dollars on January the eleventh."]]

    def test_a_mark_beside_them_does_not_hide_what_they_belong_to(self) -> None:
        assert said(read("It was ++Henry++ VIII.")) == [["It was Henry the eighth."]]
        assert said(read('(Leeds)[sub:"Leedz"] won 2-1.')) == [["Leedz won two one."]]
        assert said(read("Act [1s] IV")) == [["Act", "four"]]

    def test_a_mark_inside_one_leaves_its_parts_to_be_read(self) -> None:
        assert said(read("It costs ++$4++ bn.")) == [["It costs four dollars billion."]]

    def test_a_stress_follows_what_is_said(self) -> None:
        (piece,) = pieces(read("It is ++2023++ now"))
        (start, end) = piece.utterance.stresses[0]
        assert piece.utterance.text[start:end] == "twenty twenty-three"

    def test_the_lexicon_wins(self) -> None:
        assert said(read("The BBC and ITV", Entry("BBC", say="Beeb"))) == [["The Beeb and I T V"]]
        assert said(read("In Jan. 11 came", Entry("Jan", say="Yan"))) == [["In Yan. eleven came"]]

    def test_what_the_author_respells_is_said_as_written(self) -> None:
        assert said(read('(Kyiv)[sub:"NATO 5"]')) == [["NATO 5"]]
        assert said(read("Kyiv", Entry("Kyiv", say="UN 5"))) == [["UN 5"]]

    def test_words_with_sounds_stay(self) -> None:
        assert said(read('The (BBC)[ipa:"biːb"]')) == [["The BBC"]]

    def test_words_in_another_language_are_read_in_it(self) -> None:
        assert said(read('She said (3,5 %)[lang:"de"] and 3.5%')) == [
            ["She said", "drei Komma fünf Prozent", "and three point five per cent"]
        ]

    def test_words_of_another_voice_are_read_in_its_language(self) -> None:
        assert said(read('He said: (5 %)[voice:"sprecher"]')) == [["He said:", "fünf Prozent"]]

    def test_a_voice_reads_by_its_own_region(self) -> None:
        american = Speaker("anchor", Voice("tone", "220", "en-US"))
        assert said(read("On Jan. 11, 105 came.", speaker=american)) == [
            ["On January eleventh, one hundred five came."]
        ]

    def test_spelled_letters_and_figures_stand_alone(self) -> None:
        assert said(read("Flight (MH17)[characters]")) == [["Flight M H one seven"]]
        assert said(read('(A4)[characters;lang:"de"]')) == [["A vier"]]


class TestSayable:
    def test_what_is_not_seen_is_not_said(self) -> None:
        assert clean_text("co\u00adoperate\u200b \u202ahere\u202c\ufeff", "en") == "cooperate here"

    def test_every_space_is_a_space(self) -> None:
        assert clean_text("10\u00a0000\u202f%\u2003x", "en") == "10 000 % x"

    def test_letters_have_one_form(self) -> None:
        assert clean_text("Zu\u0308rich", "en") == "Zürich"


def test_another_language_has_its_own_sentences() -> None:
    text = "Am 3. Oktober kam er. Er blieb."
    assert len(read(text, speaker=GERMAN)) == 2


def letters(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFD", text) if character.isalnum())


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.one_of(
                st.sampled_from(["Mr.", "No. 10", "3.5", "$4bn", "end.", "“Go!”", "—", "a" * 60, "1" * 40]),
                st.text(max_size=12),
            ),
            max_size=60,
        ).map(" ".join),
    )
)
@example("a" * 46 + ". " + "1" * 33)
def test_no_letter_and_no_digit_is_dropped(text: str) -> None:
    text = " ".join(text.split())
    sentences, closing = read_paragraph((Span(text),), PRESENTER, SPEAKERS, ())
    read_sentences = (spoken_text(text[start:end], "en-GB") for start, end in split_sentences(text, "en-GB"))
    words = letters("".join(clean_text(sentence, "en-GB") for sentence in read_sentences))
    assert letters("".join(piece.utterance.text for piece in pieces(sentences))) == words
    assert all(sentence.pieces for sentence in sentences)
    assert closing is None


class TestPossessives:
    @pytest.mark.parametrize(
        ("ipa", "said"),
        [
            ("ˈkiːjɪv", "ˈkiːjɪvz"),
            ("mɪnsk", "mɪnsks"),
            ("ˈpuːtɪn", "ˈpuːtɪnz"),
            ("dʒɔːdʒ", "dʒɔːdʒɪz"),
            ("/flɒs/", "flɒsɪz"),
        ],
    )
    def test_given_sounds_reach_over_them(self, ipa: str, said: str) -> None:
        for text in ("Xyz's mayor", "Xyz’s mayor", f"(Xyz)[ipa:'{ipa}']'s mayor"):
            (sentence,) = read(text, Entry("Xyz", ipa=ipa))
            (given,) = sentence.pieces[0].utterance.pronunciations
            assert (given.start, given.end, given.ipa) == (0, 5, said)

    def test_a_word_that_only_looks_like_one_is_left_alone(self) -> None:
        (sentence,) = read("Xyz'sch", Entry("Xyz", ipa="mɪnsk"))
        assert [each.ipa for each in sentence.pieces[0].utterance.pronunciations] == ["mɪnsk"]


def test_an_a_that_is_spelled_is_no_article() -> None:
    for text in ("They heard AC/DC.", "They heard (ACDC)[characters]."):
        (sentence,) = read(text)
        utterance = sentence.pieces[0].utterance
        assert utterance.text == "They heard A C D C."
        assert [(each.start, each.end, each.ipa) for each in utterance.pronunciations] == [(11, 12, "ˈeɪ")]


def test_a_mark_with_the_scripts_own_language_changes_nothing() -> None:
    entries = (Entry("Kyiv", say="KEEV"),)
    (marked,) = read("We saw (Kyiv)[lang:'en-US'] again.", *entries)
    (plain,) = read("We saw Kyiv again.", *entries)
    assert marked.pieces == plain.pieces
