"""Preconditions of requests (RFC 9110, 13.2.2): which are met, and which version a part may be of."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from audiobrief.publish.serving.conditions import Validators, failed_precondition, parse_date, requested_ranges
from builders import wrong_rows

TAG = '"a,1"'
AT, BEFORE, AFTER = (f"Fri, 17 Feb 2023 18:00:0{second} GMT" for second in (5, 4, 6))
CURRENT = Validators(TAG, 1_676_656_805)

STATUSES: list[tuple[dict[str, str], int | None]] = [
    ({}, None),
    ({"if-match": TAG}, None),
    ({"if-match": f'"x", {TAG}'}, None),
    ({"if-match": "*"}, None),
    ({"if-match": '"x"'}, 412),
    ({"if-match": f"W/{TAG}"}, 412),
    ({"if-match": ""}, 412),
    ({"if-match": TAG, "if-unmodified-since": BEFORE}, None),
    ({"if-unmodified-since": AT}, None),
    ({"if-unmodified-since": AFTER}, None),
    ({"if-unmodified-since": BEFORE}, 412),
    ({"if-unmodified-since": "yesterday"}, None),
    ({"if-none-match": TAG}, 304),
    ({"if-none-match": f"W/{TAG}"}, 304),
    ({"if-none-match": "*"}, 304),
    ({"if-none-match": '"x"'}, None),
    ({"if-none-match": '"x"', "if-modified-since": AT}, None),
    ({"if-none-match": TAG, "if-modified-since": BEFORE}, 304),
    ({"if-modified-since": AT}, 304),
    ({"if-modified-since": AFTER}, 304),
    ({"if-modified-since": BEFORE}, None),
    ({"if-modified-since": "Friday, 17-Feb-23 18:00:05 GMT"}, 304),
    ({"if-modified-since": "Fri Feb 17 18:00:05 2023"}, 304),
    ({"if-modified-since": "Fri, 17 Feb 2023 19:00:04 +0100"}, None),
    ({"if-modified-since": "Fri, 37 Feb 2999 18:00:05 GMT"}, None),
    ({"if-modified-since": "Fri, 17 Feb 99999999 18:00:05 GMT"}, None),
    ({"if-modified-since": "0"}, None),
    ({"if-match": '"x"', "if-none-match": TAG}, 412),
]


def test_statuses() -> None:
    rows = [((Headers(headers), CURRENT), status) for headers, status in STATUSES]
    assert wrong_rows(failed_precondition, rows) == []


@pytest.mark.parametrize(
    ("version", "is_part"),
    [
        (TAG, True), (f"W/{TAG}", False), ('"x"', False), (AT, True), ("Fri Feb 17 18:00:05 2023", True),
        (AFTER, False), (BEFORE, False), ("", False), ("*", False),
    ],
)  # fmt: skip
def test_a_part_of_exactly_that_version(version: str, is_part: bool) -> None:
    ranges = requested_ranges(Headers({"range": "bytes=0-1", "if-range": version}), CURRENT, 10)
    assert ranges == ([range(2)] if is_part else None)


@pytest.mark.parametrize("text", ["", "\0", "Fri, 17 Feb", "\udc80", "1" * 5000, "Fri, 00 Feb 2023 18:00:05 GMT"])
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None
