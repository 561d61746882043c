"""What was understood of a request, as JSON: for ``--json`` and for the search that is kept (理解的要求).

Keys are added, never renamed or dropped: programs rely on them, and so do searches that were kept long ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.models import Form, Function, Language, Length, Request, Years


def request_json(request: Request) -> dict[str, Any]:
    """Return a request as plain JSON, a key for each of its fields."""
    return {
        "text": request.text,
        "query": request.query,
        "functions": [function.value for function in request.functions],
        "functions_without": [function.value for function in request.functions_without],
        "forms": [form.value for form in request.forms],
        "forms_without": [form.value for form in request.forms_without],
        "count": request.count,
        "length": request.length.value if request.length else None,
        "years": _span(request.years) if request.years else None,
        "years_without": [_span(years) for years in request.years_without],
        "kind": request.kind,
        "sources": list(request.sources),
        "sources_without": list(request.sources_without),
        "must": list(request.must),
        "without": list(request.without),
        "corrections": [list(pair) for pair in request.corrections],
        "place": request.place.value if request.place else None,
        "language": request.language.value,
    }


def read_request(held: Mapping[str, Any]) -> Request | None:
    """Return the request that ``request_json`` wrote, now or before it had all its keys; None for ``{}``."""
    if not held:
        return None
    return Request(
        text=held["text"],
        query=held["query"],
        functions=tuple(map(Function, held["functions"])),
        functions_without=tuple(map(Function, held.get("functions_without", ()))),
        forms=tuple(map(Form, held["forms"])),
        forms_without=tuple(map(Form, held.get("forms_without", ()))),
        count=held["count"],
        length=Length(held["length"]) if held["length"] else None,
        years=_years(held["years"]) if held["years"] else None,
        years_without=tuple(map(_years, held["years_without"])),
        kind=held["kind"],
        sources=tuple(held["sources"]),
        sources_without=tuple(held["sources_without"]),
        must=tuple(held["must"]),
        without=tuple(held["without"]),
        corrections=tuple((came, read) for came, read in held["corrections"]),
        language=Language(held["language"]),
    )


def _span(years: Years) -> dict[str, int | None]:
    return {"first": years.first, "last": years.last}


def _years(held: Mapping[str, int | None]) -> Years:
    return Years(held["first"], held["last"])
