"""What styles and numbering of a Word document say of a paragraph (样式)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.readers.numbering import Counter, Level

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Built-in styles have English names in the file, whatever Word shows; other programs write Chinese ones.
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題|文档标题", re.IGNORECASE)
_DEEPEST = 20  # styles that are based on one another in a circle


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is by its style and its own properties.

    Attributes:
        heading: Level from 1, or 0 for body text.
        is_title: The title of the document.
        numbering: List and level from 0, or None where it has no number.
    """

    heading: int = 0
    is_title: bool = False
    numbering: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document by their id; ``default`` is that of paragraphs that name none."""

    known: Mapping[str, Style]
    default: Style

    def of(self, properties: _Element | None) -> Style:
        """Return what a paragraph with these ``w:pPr`` is."""
        if properties is None:
            return self.default
        style = self.known.get(value(properties.find(f"{W}pStyle")) or "", self.default)
        return _with_properties(style, properties)


def value(element: _Element | None, name: str = "val") -> str | None:
    """Return the attribute ``w:name`` of ``element``, or None."""
    return None if element is None else element.get(f"{W}{name}")


def on(element: _Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not turned off."""
    return element is not None and value(element) not in {"0", "false", "off"}


def _number(element: _Element | None, otherwise: int, name: str = "val") -> int:
    text = value(element, name)
    return int(text) if text and text.lstrip("-").isdigit() else otherwise


def read_styles(document: WordDocument) -> Styles:
    """Resolve every paragraph style through those it is based on."""
    elements: dict[str, _Element] = {}
    default_id = ""
    for element in document.styles.element.iterchildren(f"{W}style"):
        if value(element, "type") == "paragraph":
            style_id = value(element, "styleId") or ""
            elements[style_id] = element
            if value(element, "default") in {"1", "true", "on"}:
                default_id = style_id
    known = {style_id: _resolve(style_id, elements) for style_id in elements}
    return Styles(known, known.get(default_id, Style()))


def _resolve(style_id: str, elements: Mapping[str, _Element], depth: int = 0) -> Style:
    element = elements.get(style_id)
    if element is None or depth > _DEEPEST:
        return Style()
    base = _resolve(value(element.find(f"{W}basedOn")) or "", elements, depth + 1)
    style = replace(base, is_title=False)
    name = value(element.find(f"{W}name")) or ""
    heading = _HEADING.fullmatch(name)
    if heading:
        style = replace(style, heading=int(heading[1]))
    elif _TITLE.fullmatch(name):
        style = replace(style, is_title=True)
    properties = element.find(f"{W}pPr")
    return style if properties is None else _with_properties(style, properties)


def _with_properties(style: Style, properties: _Element) -> Style:
    outline = properties.find(f"{W}outlineLvl")
    if outline is not None:
        level = _number(outline, 9)
        style = replace(style, heading=level + 1 if 0 <= level <= 8 else 0)
    listed = properties.find(f"{W}numPr")
    if listed is not None:
        inherited_id, inherited_level = style.numbering or ("0", 0)
        number_id = value(listed.find(f"{W}numId")) or inherited_id
        level = _number(listed.find(f"{W}ilvl"), inherited_level)
        style = replace(style, numbering=None if number_id == "0" else (number_id, level))
    return style


def read_numbering(document: WordDocument) -> Counter:
    """Return a counter over the lists that the document defines; one without lists counts nothing."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return Counter({}, {}, {})
    root: _Element = part.element  # type: ignore[attr-defined]  # python-docx types the part by its base class
    abstract = {value(element, "abstractNumId") or "": element for element in root.iterchildren(f"{W}abstractNum")}
    numbers = {value(element, "numId") or "": element for element in root.iterchildren(f"{W}num")}
    levels: dict[str, tuple[Level, ...]] = {}
    groups: dict[str, str] = {}
    restarts: dict[str, dict[int, int]] = {}
    for number_id, element in numbers.items():
        group = _group(value(element.find(f"{W}abstractNumId")) or "", abstract)
        if group not in abstract:
            continue
        own = _levels(abstract[group])
        begun: dict[int, int] = {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            depth = _number(override, 0, "ilvl")
            start = override.find(f"{W}startOverride")
            if start is not None:
                begun[depth] = _number(start, 1)
            if (level := override.find(f"{W}lvl")) is not None:
                own[depth] = _level(level)
        levels[number_id] = tuple(own.get(depth, Level("none", "")) for depth in range(9))
        groups[number_id] = group
        restarts[number_id] = begun
    return Counter(levels, groups, restarts)


def _group(group: str, abstract: Mapping[str, _Element]) -> str:
    """Follow a link to the list that a list style defines."""
    element = abstract.get(group)
    link = value(element.find(f"{W}numStyleLink")) if element is not None else None
    if link is None:
        return group
    named = (key for key, other in abstract.items() if value(other.find(f"{W}styleLink")) == link)
    return next(named, group)


def _levels(element: _Element) -> dict[int, Level]:
    return {_number(level, 0, "ilvl"): _level(level) for level in element.iterchildren(f"{W}lvl")}


def _level(element: _Element) -> Level:
    restart = element.find(f"{W}lvlRestart")
    return Level(
        number_format=value(element.find(f"{W}numFmt")) or "decimal",
        pattern=value(element.find(f"{W}lvlText")) or "",
        start=_number(element.find(f"{W}start"), 0),
        restart=None if restart is None else _number(restart, 0),
        arabic=on(element.find(f"{W}isLgl")),
    )
