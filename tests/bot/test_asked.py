"""What was understood, kept as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.asked import read_request, request_json
from retrieval.models import Request

requests = st.from_type(Request)


@given(requests)
def test_round_trip(request: Request) -> None:
    """Whatever a request holds comes back from a database or a file as it was."""
    assert read_request(json.loads(json.dumps(request_json(request)))) == request


@given(requests)
def test_every_field_has_its_key(request: Request) -> None:
    """A field that is added to requests is told to programs, and kept; the place is told beside the function."""
    assert set(request_json(request)) == {*Request.__dataclass_fields__, "place"}


def test_nothing_kept_is_no_request() -> None:
    """A search of before requests were kept says nothing of what was understood."""
    assert read_request({}) is None


@given(requests)
def test_what_was_kept_long_ago(request: Request) -> None:
    """A search of before functions and forms could be turned down turned none down."""
    held = request_json(request)
    del held["functions_without"], held["forms_without"]
    assert read_request(held) == replace(request, functions_without=(), forms_without=())
