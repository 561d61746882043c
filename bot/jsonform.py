"""What ``--json`` prints: the values of the rooms as plain JSON, in the form that other programs rely on.

The forms are part of the command line's contract (README, "For programs"): keys are added, never renamed or dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.asked import request_json
from corpus.importing import Report
from corpus.library import Found
from corpus.models import Passage, SpeechInfo
from retrieval.models import Roles, SearchResult, ThemeCount

Json = dict[str, Any]
"""A JSON object; its values are what ``json.dumps`` takes."""


def speech_json(speech: SpeechInfo) -> Json:
    """The source of a passage: which speech it stands in."""
    return {
        "id": speech.id,
        "title": speech.title,
        "title_inferred": speech.title_inferred,
        "subtitle": speech.subtitle,
        "year": speech.year,
        "date": speech.date.isoformat() if speech.date else None,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
        "kind": speech.kind,
        "file": speech.file,
    }


def passage_json(passage: Passage) -> Json:
    """A passage with its place: ``text`` is ``speech.text[start:end]``, ``sha256`` the digest of its UTF-8."""
    return {
        "id": passage.id,
        "text": passage.text,
        "sha256": passage.sha256,
        "section": list(passage.section),
        "paragraph": passage.paragraph,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind.value,
        "parent": passage.parent_id,
        "place": passage.place.value,
    }


def result_json(result: SearchResult) -> Json:
    """An answer of ``ask --json``: ``note`` says why ``results`` are empty, or not all that was asked for."""
    return {
        "request": request_json(result.request),
        "results": [
            passage_json(hit.passage)
            | {
                "score": round(hit.score, 6),
                "speech": speech_json(hit.speech),
                "similar": list(hit.similar),
                "roles": roles_json(hit.roles) if hit.roles else None,
                "relevance": hit.relevance.value if hit.relevance else None,
            }
            for hit in result.hits
        ],
        "took_ms": round(result.took_ms, 3),
        "note": result.note.value if result.note else None,
        "expansions": [
            {"word": one.word, "stands_for": one.stands_for, "relation": one.relation, "weight": round(one.weight, 3)}
            for one in result.expansions
        ],
        "themes": list(result.themes),
        "functions": [function.value for function in result.functions],
    }


def roles_json(roles: Roles) -> Json:
    """What a passage does and what it is made of."""
    return {"function": roles.function.value, "forms": [form.value for form in roles.forms], "theme": roles.theme}


def theme_json(theme: ThemeCount) -> Json:
    """One theme of ``themes --json``."""
    return {"term": theme.term, "group": theme.group, "passages": theme.passages}


def report_json(report: Report) -> Json:
    """What ``add --json`` and ``init --json`` print."""
    return {
        "added": [
            {
                "speech": item.speech_id,
                "title": item.title,
                "file": item.file,
                "passages": item.passages,
                "dropped_lines": item.dropped_lines,
            }
            for item in report.added
        ],
        "same": [
            {"file": item.file, "speech": item.speech_id, "title": item.title, "similarity": round(item.similarity, 4)}
            for item in report.same
        ],
        "failed": [{"file": item.file, "reason": item.reason} for item in report.failed],
    }


def listed_json(speech: SpeechInfo) -> Json:
    """One speech of ``list --json``."""
    return speech_json(speech) | {
        "characters": speech.characters,
        "passages": speech.passages,
        "added_at": speech.added_at.isoformat(),
    }


def context_json(found: Found, around: Sequence[Found]) -> Json:
    """What ``show --json`` prints: the passage, its speech and the natural paragraphs around it."""
    return (
        passage_json(found.passage)
        | {"speech": speech_json(found.speech)}
        | {"around": [passage_json(item.passage) for item in around]}
    )
