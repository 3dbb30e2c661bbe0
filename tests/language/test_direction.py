"""The direction of writing follows from the script, whether a tag names it or not."""

from __future__ import annotations

from audiobrief.language.direction import text_direction
from builders import wrong_rows


def test_each_language_has_its_direction() -> None:
    right_to_left = (
        "ar ar-EG arc ary arz az-Arab az-IR bal bgn bqi ckb ckb-IQ dv fa fa-AF ff-Adlm glk ha-Arab he he-IL iw ji "
        "khw ks ku-Arab ku-IQ lrc man-Nkoo mnw-Arab ms-Arab mzn nqo pa-Arab pa-PK pnb ps rhg sd skr syr tg-Arab "
        "tk-Arab ug ur uz-AF uz-Arab uz-arab-af yi kk-CN ar-x-latn AR he_IL man-Nkoo-GN"
    )
    left_to_right = (
        "en de-DE uk he-Latn ur-Latn ar-Latn-EG ku ku-Latn ks-Deva sd-Deva pa pa-IN uz az kk ff ha ms tg tk "
        "zh-Hant-TW sr-Latn-RS mn-Mong ja-Hira tlh de-1996 en-x-arab x-klingon und xx  -"
    )
    rows = [((tag,), "rtl") for tag in right_to_left.split(" ")] + [((tag,), "ltr") for tag in left_to_right.split(" ")]
    assert wrong_rows(text_direction, rows) == []
