"""The table of cleaning steps, in the order in which they run. Each sees what the earlier ones left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.cleaning import chrome, joins, notices, pages, space, wiki
from corpus.cleaning.furniture import Furniture
from corpus.cleaning.view import Span, View


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of what is no speech.

    Attributes:
        name: What a cut carries; also what ``show --removed`` prints.
        reason: Why such text may go, in one line.
        find: The spans to cut, in offsets of the view's text; they may overlap and come in any order.
        drops: Whether it drops words. Steps that trim white space or join lines do not.
    """

    name: str
    reason: str
    find: Callable[[View], Iterable[Span]]
    drops: bool = True


STEPS: tuple[Step, ...] = (
    Step("invisible", "Characters without a shape mean nothing and break search.", space.invisible, drops=False),
    Step("wiki-licence", "The licence of a wiki page is not spoken.", wiki.licence),
    Step("wiki-markup", "Markup that a wiki page left behind.", wiki.markup),
    Step("wiki-template", "A template of a wiki page tells of the page.", wiki.templates),
    Step("wiki-sign", "Signs that make a heading, bold letters, a link or a note in a wiki.", wiki.inline),
    Step("footnote-mark", "Marks that lead to footnotes interrupt the sentence they stand in.", wiki.footnote_marks),
    Step("contents", "A table of contents repeats the headings.", pages.contents),
    Step("running-head", "The head of a page is repeated on every page.", pages.running_heads),
    Step("page-number", "Numbers of pages cut sentences in two.", pages.page_numbers),
    Step("breadcrumb", "The way to a web page.", chrome.breadcrumb),
    Step("page-title", "The title once more, with the name of the web site.", chrome.page_title),
    Step("caption", "A caption or a report tells of the speaker, who does not say it.", chrome.caption),
    Step("related-links", "Links to other pages, and what a page repeats below them.", chrome.related_links),
    Step("byline", "Source, time and editor of a web page.", chrome.byline),
    Step("signature", "A credit that an editor put behind the last sentence.", chrome.signatures),
    Step("page-tools", "Buttons of a web page.", chrome.dropping(Furniture.TOOLS)),
    Step("site-footer", "Operator, address and licence numbers of a web site.", chrome.dropping(Furniture.FOOTER)),
    Step("advertisement", "Those who sell speeches advertise in them.", notices.advertisements),
    Step("notice", "Notices on the use of a file are not spoken.", notices.notices),
    Step("broken-line", "A line feed inside a sentence, a name or a number.", joins.broken_lines, drops=False),
    Step("edge-space", "White space at the edges of a line.", space.edges, drops=False),
    Step("empty-line", "Empty lines: one line feed parts two paragraphs.", space.empty_lines, drops=False),
)
