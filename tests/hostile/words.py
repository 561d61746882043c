"""What a stranger may write and press: generated texts, entities, keys and kinds of messages (恶意输入)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from bot.commands import WORDS, Command
from bot.keys import NUMBERS, VERSION, Act
from tests.botapi.server import BOT_NAME

TEXT_LIMIT = 4096
"""UTF-16 units that Telegram lets a person write."""

CONTROLS = "".join(map(chr, (*range(32), 127, *range(0x80, 0xA0))))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u2800\u3164\u115f\u180e\U000e0041\ufe0f\u2028\u2029\ufffc"
HALVES = "\ud800\udbff\udc00\udfff"
MARKS = "\u0300\u0336\u0489\u20dd\u0e47\u1ab0\u3099"
_HOSTILE = st.sampled_from(
    CONTROLS + BIDI + UNSEEN + HALVES + MARKS + "<>&\"'`*_[]()~|{}$%\\/@#;:，。\U0001f525\U00020000党"
)

INJECTIONS = (
    "<b>x</b>",
    "</blockquote><a href='tg://user?id=1'>x</a>",
    "<script>alert(1)</script>",
    "<!-- -->",
    "&lt;&#0;&nbsp;&amp",
    "<![CDATA[x]]>",
    "**x** __y__ [z](http://127.0.0.1/) `c` ~~s~~ ||h||",
    "'; DROP TABLE favourites; --",
    '" OR 1=1 /*',
    "%' ESCAPE '\\",
    "x' UNION SELECT token FROM settings --",
    "(a+)+$",
    "[[:alpha:]](?P<x",
    ".*" * 40,
    "(" * 60,
    "\\",
    "{}",
    "{0.__class__.__mro__}",
    "{id!r:>99999999}",
    "%s%n%d%(x)s",
    "%999999999d",
    "${jndi:ldap://127.0.0.1/x}",
    "$(reboot) `id` | cat",
    "../../etc/passwd",
    "file:///etc/passwd",
    "\x1b[2J\x1b]0;x\x07",
    "NaN",
    "1e999",
    "-0",
    "null",
    "title:x AND body:(* TO ]",
    '"unbalanced',
    "a:b^1e9~~",
)
NUMERALS = (
    "0",
    "-1",
    "99999999999999999999",
    "9" * 300,
    "１２３",
    "٣",
    "²",
    "Ⅷ",
    "零",
    "亿亿亿亿亿",
    "一百万亿",
    "-9223372036854775808",
    "1.5",
    "00",
)
PIECES = ("\U0001f525", "👩\u200d👩\u200d👧\u200d👦", "🇨🇳", "党", "a", "a\u0301", "́", "\u202e", "\u200b", " ", "\n", "\t", "\0", "﷽", "<b>",
          "&", "_*", "。", "，不要x", "出自", "/", "第", "一", "1", "“", "\ud83d", "{}", "的", "。\n", "与", "www.", "@x ")  # fmt: skip

_real = st.sampled_from(
    (
        "作风建设",
        "给我一段关于安全生产的话",
        "来两段作风建设的结尾，短一点",
        "永远在路上",
        "party conduct",
        "做风",
        "项目",
    )
)
_short = st.one_of(st.text(_HOSTILE, max_size=24), st.text(max_size=24), st.sampled_from(INJECTIONS))
_number = st.one_of(st.sampled_from(NUMERALS), st.integers().map(str))
_flood = st.builds(lambda piece, share: piece * max(1, share * TEXT_LIMIT // 100 // len(piece)), st.sampled_from(PIECES), st.sampled_from((1, 3, 12, 100)))  # fmt: skip
_ASKING = (
    "{}", "作风建设{}", "{}作风建设", "给我一段关于{}的话", "作风建设，不要{}", "作风建设，提到{}", "作风建设，出自{}", "{}的结尾",
    "搜索{}", "收藏里找{}", "打标签 {}", "打标签 {}、{}", "去掉标签 {}", "备注：{}", "正在写：{}", "不限{}", "去掉{}", "save {}",
)  # fmt: skip
_COUNTING = (
    "来{}段作风建设", "第{}段", "收藏第{}段", "{}年以来的作风建设", "{}年到{}年的作风建设", "取消收藏第{}段", "打开收藏第{}条",
    "作风建设，{}字以内", "第{}段的出处", "上下文{}", "/save {}", "/more {}", "/context {}", "再来{}段",
)  # fmt: skip
_FOLLOWING = (
    "再来一段", "换一批", "下一段", "上一段", "第二段", "上下文", "出处", "全文", "收藏", "取消收藏", "收藏夹", "短一点", "长一点",
    "导出收藏", "写完了", "取消", "标签", "忘记我", "撤销", "中文", "english", "主题", "库",
)  # fmt: skip
_commands = st.builds(
    lambda name, at, gap, rest: f"/{name}{at}{gap}{rest}",
    st.sampled_from(
        (
            *Command,
            *(word for word in WORDS if word.isascii()),
            "mine",
            "stats",
            "allow",
            "block",
            "reindex",
            "backup",
            "language",
            "more",
            "save",
            "START",
            "x" * 300,
            "",
            "/",
            "забыть",
            "_",
            "\u202e",
        )
    ),
    st.sampled_from(("", "", "", f"@{BOT_NAME}", "@other_bot", "@")),
    st.sampled_from((" ", " ", "\n", "\u3000", "\0")),
    st.one_of(_short, _number, _flood, st.just("")),
)
_links = st.builds(lambda rest: f"/start {rest}", st.one_of(st.text(max_size=64), st.builds(
    lambda first, rest: f"{first}{rest}", st.sampled_from(("p", "p-", "p_", "s", "f", "q", "inline", "p0", "p-1")),
    st.one_of(_number, st.text("0123456789abcdef_-", max_size=64)))))  # fmt: skip


def _filled(template: str, first: str, second: str) -> str:
    return (
        first.join(template.split("{}", 1))
        if template.count("{}") < 2
        else template.replace("{}", first, 1).replace("{}", second, 1)
    )


texts = st.one_of(
    _short,
    _flood,
    _commands,
    _links,
    st.sampled_from(_FOLLOWING),
    _real,
    st.builds(_filled, st.sampled_from(_ASKING), st.one_of(_short, _flood), _short),
    st.builds(_filled, st.sampled_from(_COUNTING), _number, _number),
    st.builds(lambda first, words, last: first + words + last, _short, _real, _short),
).map(lambda text: text.encode("utf-16-le", "surrogatepass")[: 2 * TEXT_LIMIT].decode("utf-16-le", "surrogatepass"))

_span = st.sampled_from((-(2**31), -1, 0, 0, 0, 1, 2, 5, 40, 4095, 5000, 2**31))
entities = st.lists(
    st.builds(
        lambda kind, offset, length: {"type": kind, "offset": offset, "length": length},
        st.sampled_from(
            ("mention", "bot_command", "bold", "url", "text_link", "custom_emoji", "blockquote", "nothing_known")
        ),
        _span,
        _span,
    ),
    max_size=3,
)

_media = {"file_id": "f0", "file_unique_id": "u0", "file_size": 10}
kinds: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (
        {"photo": [{**_media, "width": 1, "height": 1}]},
        {"voice": {**_media, "duration": 1}},
        {"sticker": {**_media, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
        {"dice": {"emoji": "🎲", "value": 6}},
        {"location": {"latitude": 91.0, "longitude": -999.0}},
        {"contact": {"phone_number": "<b>1</b>", "first_name": "\u202e{}"}},
        {"poll": {"id": "1", "question": "<b>?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}},
        {"video_note": {**_media, "duration": 1, "length": 1}},
        {"document": {**_media, "file_name": "\u202etxt.exe", "mime_type": "x/\0", "file_size": 10**12}},
        {"document": {**_media, "file_name": "../../x.json", "file_size": 10**12}},
        {"document": {**_media, "file_name": "\u202e<b>{}.JSON"}},
        {"document": {**_media, "file_id": "half.json", "file_name": "x.json"}},
        {"document": {**_media, "file_size": 2**63}},
        {"new_chat_title": "\u202e<b>"},
        {"story": {"chat": {"id": 1, "type": "private"}, "id": 1}},
        {"some_kind_of_next_year": {"x": [1, {"y": None}]}},
    )
)  # fmt: skip

_near = st.integers(-2, 12)
_far = st.sampled_from((-(2**63), 2**63 - 1, 2**63, -(2**64), 10**18, 10**25, -1))
_OLD = ("n:1:0:0", "1:n", "1n:1", "1n:1:0:0:0:0", "1n:1:0:0:01", "1n:1:0:0:+1", "1n:1:0:0:-0", "１n:1:0:0:0", "1n:1:0:0:٠", "1zz",
        "1N:1:0:0:0", "1n:1:0:0:0\n", " 1n:1:0:0:0", "1:▶", "noop", "page_2", "callback:1", "x" * 64, "", "\0", "{\"a\":1}")  # fmt: skip


@st.composite
def _keys(draw: st.DrawFn) -> str:
    act: Act = draw(st.sampled_from(Act))
    number = _near if draw(st.integers(0, 4)) else _far
    version: str = draw(st.sampled_from((VERSION,) * 8 + ("0", "2", "9", "")))
    return version + act.value + "".join(f":{draw(number)}" for _ in NUMBERS[act])


keys = st.one_of(_keys(), _keys(), _keys(), st.sampled_from(_OLD), st.text(max_size=64))


@dataclass(frozen=True)
class Deed:
    """One thing that somebody does.

    Attributes:
        who: Number of the person in the list of those who are there.
        where: Number of the chat: their own, or a group.
        what: ``say`` and ``edit`` with ``text``, ``entities`` and perhaps a ``kind`` of message; ``press`` with a key
            in ``text``, or the ``shown``-th button that anybody sees where it is None; ``ask`` in inline mode.
        under: What a pressed button stands under: a message of ours that is there, one that is gone, one too old to be
            told, one that was chosen in inline mode.
        offset: What an inline query says of its page.
    """

    who: int
    where: int
    what: str
    text: str | None
    entities: tuple[dict[str, Any], ...] = ()
    kind: dict[str, Any] | None = None
    shown: int = 0
    under: str = "there"
    reply: bool = False
    offset: str = ""

    def __repr__(self) -> str:
        """Short enough for forty of them in the report of a failure."""
        return f"<{self.who}/{self.where} {self.what} {self.text!a:.90} {self.entities} {self.kind} {self.shown} {self.under}>"


_who = st.sampled_from((0, 0, 1, 1, 2, 3))
_where = st.sampled_from((0, 0, 0, 1, 2))
_spoken = st.builds(
    Deed,
    who=_who,
    where=_where,
    what=st.sampled_from(("say", "say", "say", "edit")),
    text=texts,
    entities=entities.map(tuple),
    reply=st.booleans(),
)
_sent = st.builds(
    Deed, who=_who, where=_where, what=st.just("say"), text=st.one_of(st.none(), texts), kind=kinds, reply=st.booleans()
)
_pressed = st.builds(
    Deed,
    who=_who,
    where=_where,
    what=st.just("press"),
    text=keys,
    under=st.sampled_from(("there", "there", "there", "gone", "old", "inline")),
)
_pressed_shown = st.builds(
    Deed, who=_who, where=_where, what=st.just("press"), text=st.none(), shown=st.integers(0, 400)
)
_asked = st.builds(
    Deed,
    who=_who,
    where=st.just(0),
    what=st.just("ask"),
    text=texts.map(lambda text: text[:256]),
    offset=st.one_of(
        st.just(""), _number, st.text(max_size=64), st.sampled_from(("12", "24", "36", "48", "-12", "1.0", "०"))
    ),
)
deeds = st.one_of(
    _spoken,
    _spoken,
    _spoken,
    _pressed,
    _pressed,
    _pressed,
    _pressed_shown,
    _pressed_shown,
    _pressed_shown,
    _sent,
    _asked,
)
