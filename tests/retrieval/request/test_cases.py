"""What a message asks for, case by case; half of the cases are near misses, where a cue must not fire."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Place
from retrieval.models import Function, Years
from retrieval.request import understand

TODAY = date(2026, 6, 30)
_TABLE = (Path(__file__).parents[2] / "cases" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in _TABLE]
FIELDS = (
    *("functions", "functions_without", "forms", "forms_without", "count", "length", "years", "years_without", "kind"),
    *("sources", "sources_without", "must", "without", "corrections", "language"),
)
PLACES = {Function.OPENING: Place.OPENING, Function.CLOSING: Place.CLOSING}


def plain(value: object) -> object:
    """A field as JSON has it; empty ones are None."""
    if isinstance(value, Years):
        return [value.first, value.last]
    if isinstance(value, tuple):
        return [plain(one) for one in value] or None
    return value


@pytest.mark.parametrize("case", CASES, ids=[case["message"] for case in CASES])
def test_reads_a_message(case: dict[str, Any]) -> None:
    """The theme is the query, every cue is in its field, and no other field is filled."""
    request = understand(case["message"], today=TODAY)
    expected = {"query": case["query"], "language": "zh"} | {key: case[key] for key in FIELDS if key in case}
    found = {"query": request.query} | {
        key: value for key in FIELDS if (value := plain(getattr(request, key))) is not None
    }
    assert found == expected, case.get("why")
    assert request.text == case["message"]
    assert request.place == next((PLACES[one] for one in request.functions if one in PLACES), None)


def test_there_are_many_cases_and_none_twice() -> None:
    """At least three hundred messages, each once."""
    assert len({case["message"] for case in CASES}) == len(CASES) >= 300
