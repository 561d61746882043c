"""Opinions as judged requests for ``jianggao eval`` (评测用的判断).

👍 gives a passage the grade 2; 👎 gives none, and a passage that as many people praised as blamed has none either. A
request without a praised passage is left out: to ``eval`` it would say that the library holds nothing on it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.store import Opinion, Verdict
from corpus.ids import key_of
from corpus.library import Library
from corpus.models import COMMON
from retrieval.request import understand

GRADE: Final = 2
"""Of a passage that was praised: on the theme as asked."""
LEAST: Final = 12
"""Characters of a sentence that may stand for its passage."""

_SENTENCE: Final = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")


@dataclass(frozen=True, slots=True)
class Judgments:
    """What an export holds: requests with the strings of their good passages, and how many opinions went into none."""

    relevant: dict[str, dict[str, int]]
    left_out: int

    def lines(self) -> list[dict[str, object]]:
        """Return each request in the form that ``retrieval.evaluate.read_judgments`` reads."""
        return [
            {"id": f"o_{hashlib.sha256(request.encode()).hexdigest()[:12]}", "request": request, "relevant": strings}
            for request, strings in self.relevant.items()
        ]


def judge(opinions: Sequence[Opinion], library: Library) -> Judgments:
    """Sum opinions up by request and passage.

    Left out are opinions on a search that a button had changed in a way its words do not say, and on passages that have
    changed or left the library.
    """
    balance: defaultdict[tuple[str, str], list[Opinion]] = defaultdict(list)
    texts = _texts(opinions, library)
    for opinion in opinions:
        request = asked(opinion)
        if request is not None and texts.get(opinion.passage_id, ("", ""))[0] == opinion.sha256:
            balance[request, opinion.passage_id].append(opinion)
    praised = {place: told for place, told in balance.items() if _balance(told) > 0}
    every = [_bare(row.text) for row in library.index_rows(reader=COMMON)] if praised else []
    relevant: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for request, passage_id in praised:
        relevant[request][distinctive(texts[passage_id][1], every)] = GRADE
    used = sum(one.verdict is Verdict.GOOD for told in praised.values() for one in told)
    return Judgments(dict(relevant), len(opinions) - used)


def asked(opinion: Opinion) -> str | None:
    """Return the words that ask for what was judged; None where no words of the person's do."""
    if opinion.dropped:
        return None
    if opinion.function is None:
        return opinion.request
    request = f"{opinion.request} {opinion.function.value}"
    return request if understand(request).functions == (opinion.function,) else None


def distinctive(text: str, every: Sequence[str]) -> str:
    """Return the sentence of a passage that stands in the fewest of ``every`` text (without white space).

    The first of several; the whole passage where no sentence has ``LEAST`` characters.
    """
    sentences = [found for match in _SENTENCE.finditer(text) if len(found := match[0].strip()) >= LEAST]
    return min(sentences, key=lambda sentence: sum(_bare(sentence) in other for other in every), default=text)


def _texts(opinions: Iterable[Opinion], library: Library) -> dict[str, tuple[str, str]]:
    """Return digest and text of the passages that are still there, by id."""
    keys = list({key_of(opinion.passage_id) for opinion in opinions})
    found = library.passages(keys).values()
    return {one.passage.id: (one.passage.sha256, one.passage.text) for one in found}


def _balance(opinions: Iterable[Opinion]) -> int:
    return sum(1 if opinion.verdict is Verdict.GOOD else -1 for opinion in opinions)


def _bare(text: str) -> str:
    return "".join(text.split())
