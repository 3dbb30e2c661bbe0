"""Sounds are respelled as news agencies' pronunciation guides do."""

from __future__ import annotations

import pytest

from audiobrief.language.codes import SOUNDS
from audiobrief.reading.respelling import lower_stressed_syllables, respell
from builders import wrong_rows

ROWS = [
    ("ˌluːkaˈʃɛŋkoʊ", "loo-kah-SHEN-koh"),
    ("ˌluːkəˈʃɛŋkə", "loo-kuh-SHEN-kuh"),
    ("lˌukəʃˈɛŋkoʊ", "loo-kuh-SHEN-koh"),
    ("kiːv", "KEEV"),
    ("/kiːv/", "KEEV"),
    ("ˈkiːjɪv", "KEE-yiv"),
    ("zəˈlɛnski", "zuh-LEN-skee"),
    ("zɛlˈɛnski", "zeh-LEN-skee"),
    ("vˈɑlədˌɪməɹ", "VAH-luh-dih-mur"),
    ("ˈvlædɪmɪə ˈpuːtɪn", "VLAD-ih-meer POO-tin"),
    ("zɪmˈbɑːbweɪ", "zim-BAHB-way"),
    ("juːˈkreɪniən", "yoo-KRAY-nee-un"),
    ("ˈmɒskəʊ", "MOSS-koh"),
    ("mɪnsk", "MINSK"),
    ("kˈɑɹkɪv", "KAR-kiv"),
    ("ˌbɛləˈruːs", "bel-uh-ROOSS"),
    ("ˈɡɛrhart", "GAIR-hart"),
    ("ʃiː dʒɪnˈpɪŋ", "SHEE jin-PING"),
    ("ˈtʃaɪnə", "CHY-nuh"),
    ("laɪm", "LIME"),
    ("ˈaɪzən", "EYE-zun"),
    ("aɪst", "EYEST"),
    ("makʁɔ̃", "mah-kron"),
    ("bax", "BAKH"),
    ("t͡ʃɛk", "CHEK"),
    ("ˈɛks kjˈu zˈi", "EKS KYOO ZEE"),
    ("ˈbæŋk", "BANK"),
    ("tsˌɪkhənaʊskˈɑjə", "tsik-huh-now-SKAH-yuh"),
    ("ˈsɪŋɚ", "SING-ur"),
    ("ˈɡɛtɪ", "GHET-ih"),
    ("nʲɪˈʒɛnʲ", "nih-ZHEN"),
    ("ʁˈaɪniç", "RY-neekh"),
    ("", ""),
    ("5", ""),
]


def test_sounds_become_syllables_with_the_stressed_one_in_capitals() -> None:
    assert wrong_rows(respell, [((ipa,), expected) for ipa, expected in ROWS]) == []


@pytest.mark.parametrize("sound", sorted(SOUNDS))
def test_every_sign_of_the_lexicon_is_known(sound: str) -> None:
    assert respell(f"ba{sound}a").isascii()
    assert respell(f"ba{sound}a")


LOWERED = [
    ("loo-kah-SHEN-koh", "loo-kah-shen-koh"),
    ("KEEV", "keev"),
    ("MINSK", "minsk"),
    ("VLAD-ih-meer POO-tin", "vlad-ih-meer poo-tin"),
    ("LEE", "lee"),
    ("SHEEN", "sheen"),
    ("BAHRTS", "bahrts"),
    ("LIME", "lime"),
    ("UN-gur", "un-gur"),
    ("WHO-bart", "who-bart"),
    ("ZHDAH-nof", "zhdah-nof"),
    ("BBC-style", "BBC-style"),
    ("UNHCR-led", "UNHCR-led"),
    ("SUV", "SUV"),
    ("BBC", "BBC"),
    ("ex queue ZKV", "ex queue ZKV"),
    ("USA", "USA"),
    ("UNHCR chief", "UNHCR chief"),
    ("XQA", "XQA"),
    ("YouTube", "YouTube"),
    ("C N N", "C N N"),
    ("LUKASHENKO", "lukashenko"),
]


def test_stressed_syllables_are_not_spelled() -> None:
    assert wrong_rows(lower_stressed_syllables, [((said,), expected) for said, expected in LOWERED]) == []
