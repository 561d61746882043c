"""Taking a part of a request out again: by its button, or by a message such as 不限年份 (去掉条件)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.asking import again
from bot.desk import Desk
from bot.keys import PARTS
from bot.person import Person
from bot.refusals import own, stale
from bot.replies import Line, Outcome, Reply
from bot.store import SavedSearch
from bot.texts import LANGUAGES, texts_for
from bot.understood import understood
from retrieval.models import Form, Function, Length, Part, Request
from retrieval.normalize import normalize

LONGEST: Final = 80
"""Characters of such a message; a longer one is a request."""

KINDS: Final[dict[Part, str]] = {
    Part.FUNCTION: "功能 作用 部分 位置 function functions role roles part place",
    Part.FORM: "形式 手法 写法 修辞 form forms device devices",
    Part.COUNT: "段数 数量 几段 number count",
    Part.LENGTH: "长短 篇幅 长度 字数 length size",
    Part.YEARS: "年份 年代 年限 时间 日期 哪年 哪一年 year years date dates time",
    Part.KIND: "文种 体裁 文体 类型 kind kinds type types genre",
    Part.SOURCE: "来源 出处 地区 地方 哪里 哪篇 source sources region regions",
    Part.MUST: "必含 须含 必含的词 须含的词",
    Part.WITHOUT: "不含 排除 不含的词 排除的词 exclusions",
    Part.CORRECTION: "改正 纠正 纠错 更正 correction corrections",
}
"""What the parts are called by kind."""

VALUES: Final[dict[Function | Form | Length, str]] = {
    Function.OPENING: "开头 开篇 beginning",
    Function.CLOSING: "收尾 结束语 ending",
    Length.SHORT: "短的 短点 短一点 短一些 短些 简短 简短的 shorter",
    Length.LONG: "长的 长点 长一点 长一些 长些 longer",
}
"""What a value is called beside its name in ``texts``."""

_CUES: Final = (
    re.compile(
        r"(?:不限[制定于]?|去掉|去除|取消|不管|别管|不论|(?:any|drop|remove|ignore|no limits? on)(?: the)?(?= ))"
        r" *(\S.*?)(?:的?(?:限制|限定|条件|要求)|都行|都可以| (?:limit|filter|condition)s?)?"
        r"(?:了|吧|,? please| is fine| will do)?[ 。.!~]*"
    ),
    re.compile(r"(\S.*?) *(?:也|都)?(?:不限[制定]?|无所谓|都行|都可以)(?:了|吧)?[ 。.!~]*"),
)
_AND: Final = re.compile(r" *[、,和与] *| and | or ")
_QUOTES: Final = "“”\"'‘’「」『』《》 "
_YEARS: Final = re.compile(
    r"(?:近|最近|过去)?(?:[\d一二两三四五六七八九十几]+)年.{0,4}|[今去前]年.{0,2}|(?:since |before |after )?\d{4}"
)
_COUNT: Final = re.compile(r"[\d一二两三四五六七八九十]+[段条篇个]|\w+ (?:passage|paragraph)s?")


def take_out(desk: Desk, person: Person, search: int, part: int) -> Outcome:
    """Search once more without a part of the request, in place; pressed twice it is out once."""
    saved = own(desk, person, search)
    gone = next((one for one, number in PARTS.items() if number == part), None)
    if gone is None or gone not in _parts(saved.request):
        raise stale(desk, person)
    without = saved.dropped | {gone}
    return again(desk, person, saved, without=without, replaces=True)


def put_back(desk: Desk, person: Person, search: int) -> Outcome:
    """Search once more with every part that was taken out of the request, in place."""
    saved = own(desk, person, search)
    return again(desk, person, saved, without=frozenset(), replaces=True)


def spoken(desk: Desk, person: Person, text: str) -> Outcome | None:
    """Answer a message that takes parts out of the person's latest search; None for any other message.

    A message that names a part by kind (不限年份) can mean nothing else: where there is no such part, it says so. One
    that names a value (不限结尾) is a request of its own unless the latest search holds that value, or held it.
    """
    if len(text) > LONGEST:
        return None
    said = normalize(text).strip()
    cues = [match[1] for cue in _CUES if (match := cue.fullmatch(said))]
    if not cues:
        return None
    saved = desk.store.searches.current(person.id)
    meant = next((parts for what in cues if (parts := _meant(what, saved))), None)
    if meant is None:
        return None
    texts = texts_for(person.language)
    if saved is None:
        return Outcome((Reply((Line(texts.nothing_asked),)),))
    gone = meant & _parts(saved.request)
    if not gone:
        told = texts.joint.join(texts.names.parts[part] for part in Part if part in meant)
        return Outcome((Reply((Line(texts.nothing_to_take_out.format(part=told)),)),))
    return again(desk, person, saved, without=saved.dropped | gone, language=person.language)


def _meant(what: str, saved: SavedSearch | None) -> frozenset[Part]:
    """Return the parts that the words name, one or several; none unless all of the words do."""
    names = dict(_kinds())
    if saved is not None:
        names |= {name: part for name, part in _values() if part in saved.dropped}
        names |= {name.strip(_QUOTES): part for name, part in _held(saved.request)} if saved.request else {}

    def part(words: str) -> Part | None:
        words = words.strip(_QUOTES)
        return names.get(words) or (_pattern(words, saved.request) if saved and saved.request else None)

    whole = part(what)
    several = [whole] if whole else [part(piece) for piece in _AND.split(what)]
    return frozenset(one for one in several if one) if all(several) else frozenset()


@cache
def _kinds() -> dict[str, Part]:
    names = {name: part for part, words in KINDS.items() for name in words.split()}
    told = {texts.names.parts[part]: part for texts in LANGUAGES.values() for part in Part}
    return told | names


@cache
def _values() -> tuple[tuple[str, Part], ...]:
    """Every name of every function, form and length."""
    return tuple(
        (name, part)
        for part, values in ((Part.FUNCTION, Function), (Part.FORM, Form), (Part.LENGTH, Length))
        for value in values
        for name in _names(value)
    )


def _held(request: Request) -> Iterator[tuple[str, Part]]:
    """What this request's own values are called."""
    for function in (*request.functions, *request.functions_without):
        yield from ((name, Part.FUNCTION) for name in _names(function))
    for form in (*request.forms, *request.forms_without):
        yield from ((name, Part.FORM) for name in _names(form))
    if request.length:
        yield from ((name, Part.LENGTH) for name in _names(request.length))
    words = {
        Part.KIND: (request.kind,) if request.kind else (),
        Part.SOURCE: request.sources + request.sources_without,
        Part.MUST: request.must,
        Part.WITHOUT: request.without,
        Part.CORRECTION: tuple(word for pair in request.corrections for word in pair),
    }
    for part, held in words.items():
        yield from ((normalize(word), part) for word in held)
    for texts in LANGUAGES.values():
        yield from ((normalize(one.words), one.part) for one in understood(texts, request))


def _names(value: Function | Form | Length) -> Iterator[str]:
    yield from VALUES.get(value, "").split()
    for texts in LANGUAGES.values():
        match value:
            case Function():
                yield texts.names.functions[value]
            case Form():
                yield texts.names.forms[value]
            case Length():
                yield texts.names.lengths[value]


def _pattern(words: str, request: Request) -> Part | None:
    """Return the part where it is named by a number: 近两年, 2023年以来, 两段."""
    if (request.years or request.years_without) and _YEARS.fullmatch(words):
        return Part.YEARS
    return Part.COUNT if request.count and _COUNT.fullmatch(words) else None


def _parts(request: Request | None) -> frozenset[Part]:
    return frozenset(one.part for one in understood(texts_for("zh"), request)) if request else frozenset()
