"""Plain text, Markdown, RTF and web pages."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import BrokenFile
from corpus.limits import Limits
from corpus.models import Document, MarkKind
from corpus.readers import html, markdown, rtf, txt

LIMITS = Limits()


def marked(document: Document) -> list[tuple[str, str, int]]:
    """What is marked, as (kind, text, level)."""
    return [(mark.kind.value, document.source[mark.start : mark.end], mark.level) for mark in document.marks]


class TestText:
    def test_line_ends_become_line_feeds(self) -> None:
        """CR LF, CR and Unicode's own line ends all end a line."""
        document = txt.read("一\r\n二\r三\u2028四\x0b五".encode(), "a.txt", LIMITS)
        assert document.source == "一\n二\n三\n四\n五"

    def test_all_else_is_kept(self) -> None:
        """Zero-width and full-width blanks, masks and variants of characters are the source's own."""
        text = "\u200b　　**县 XX 釆取\u00a0％ “ \t\n\n"
        assert txt.read(text.encode(), "a.txt", LIMITS).source == text

    def test_paragraphs_on_one_line_are_parted(self) -> None:
        """An indent inside a line begins a paragraph, in place of its first space; nothing is added."""
        text = (
            "在大会上的讲话　　同志们：　　今天开会。　　一、提高认识　　认识要到位。　　二、抓好落实　　（一）责任。"
        )
        source = txt.read(text.encode(), "a.txt", LIMITS).source
        assert source.split("\n　") == [
            "在大会上的讲话",
            "同志们：",
            "今天开会。",
            "一、提高认识",
            "认识要到位。",
            "二、抓好落实",
            "（一）责任。",
        ]
        assert len(source) == len(text)

    def test_a_line_longer_than_a_paragraph_is_parted_at_every_indent(self) -> None:
        """Where several indents stand in a very long line, what stands before them does not matter."""
        text = "　　要求" + "　　".join(["抓实抓细" * 60] * 4)
        assert txt.read(text.encode(), "a.txt", LIMITS).source.count("\n　抓实") == 3

    @pytest.mark.parametrize(
        "text",
        [
            "张　　三",
            "加强　　作风　　建设",
            "时间：　　2024年3月",
            "讲话人：　　王明",
            "县水利局　　　　李某某",
            "1.牵头单位　　县水利局",
            "今天开会。　要抓落实。",
            "完成投资　　1.5亿元",
            "　　今天开会。　　",
        ],
    )
    def test_other_blanks_are_kept(self, text: str) -> None:
        """Blanks in a name, a title, behind a label, between columns and at the edges part no paragraphs."""
        assert txt.read(text.encode(), "a.txt", LIMITS).source == text

    def test_junk_is_a_broken_file(self) -> None:
        """Bytes that are no text are told as such, with what to do."""
        with pytest.raises(BrokenFile, match=r"a\.txt：.*UTF-8"):
            txt.read(bytes(range(256)) * 8, "a.txt", LIMITS)


class TestMarkdown:
    def test_front_matter_is_metadata(self) -> None:
        """All fields are taken, whatever YAML makes of a date or a number; the body begins after the block."""
        text = (
            "---\ntitle: 在动员会上的讲话\ndate: 2024-03-01\noccasion: 动员会\nspeaker: 某某\n"
            "themes: [作风建设, 2024]\nlicence: CC0-1.0\n---\n\n同志们：\n"
        )
        document = markdown.read(text.encode(), "a.md", LIMITS)
        metadata = document.metadata
        assert (metadata.title, metadata.occasion, metadata.speaker) == ("在动员会上的讲话", "动员会", "某某")
        assert (metadata.date, metadata.year) == (date(2024, 3, 1), 2024)
        assert (metadata.themes, metadata.licence) == (("作风建设", "2024"), "CC0-1.0")
        assert document.source == "\n同志们：\n"

    @pytest.mark.parametrize(
        ("line", "day", "year"),
        [
            ("date: 2024年3月1日", date(2024, 3, 1), 2024),
            ("date: 2024-13-41", None, None),
            ("year: 2023", None, 2023),
            ("year: 2023年", None, 2023),
            ("date: 去年", None, None),
        ],
    )
    def test_dates_in_chinese_and_bad_dates(self, line: str, day: date | None, year: int | None) -> None:
        """A date is read in both forms; one that does not exist is unknown, not an error."""
        metadata = markdown.read(f"---\ntitle: 讲话\n{line}\n---\n文\n".encode(), "a.md", LIMITS).metadata
        assert (metadata.date, metadata.year) == (day, year)

    @pytest.mark.parametrize("text", ["---\n同志们：\n---\n文\n", "---\na: [\n---\n文\n", "---\n没有结尾\n"])
    def test_what_is_no_front_matter_stays_text(self, text: str) -> None:
        """A line of dashes at the start is not enough."""
        assert markdown.read(text.encode(), "a.md", LIMITS).source == text

    def test_headings_are_marked_without_their_signs(self) -> None:
        """The one heading above all others is the title, and the next level is the first."""
        text = "# 在会上的讲话\n\n##一、形势 ##\n文\n### （一）成绩\n## 二、任务\n"
        document = markdown.read(text.encode(), "a.md", LIMITS)
        assert document.source == "在会上的讲话\n\n一、形势\n文\n（一）成绩\n二、任务\n"
        assert marked(document) == [
            ("title", "在会上的讲话", 0),
            ("heading", "一、形势", 1),
            ("heading", "（一）成绩", 2),
            ("heading", "二、任务", 1),
        ]

    def test_a_numbered_heading_is_no_title(self) -> None:
        """A speech without a title may have one section alone."""
        document = markdown.read("## 一、形势\n文\n".encode(), "a.md", LIMITS)
        assert marked(document) == [("heading", "一、形势", 1)]

    @pytest.mark.parametrize(
        ("line", "kept"),
        [
            ("**县召开会议，**同志讲话", "**县召开会议，**同志讲话"),
            ("* 县", "* 县"),
            ("1. 抓学习", "1. 抓学习"),
            ("#5楼", "#5楼"),
            ("——抓落实", "——抓落实"),
            ("- 抓落实", "抓落实"),
            ("> 引文", "引文"),
            ("____同志", "____同志"),
            ("文<!-- 注 -->字", "文字"),
        ],
    )
    def test_masks_and_numbers_are_no_markup(self, line: str, kept: str) -> None:
        """Only what is markup beyond doubt goes."""
        assert markdown.read(line.encode(), "a.md", LIMITS).source == kept

    @pytest.mark.parametrize(
        ("line", "kept"),
        [
            ("[详见](http://x.example)附件", "详见附件"),
            ('见[《条例》](https://x.example/a_b "题")和[下文](#x)。', "见《条例》和下文。"),
            ("![合影](img/a.png)", ""),
            ("开会。![合影](./a.png)", "开会。"),
            ("[注](见附件)", "[注](见附件)"),
            ("[1]同上", "[1]同上"),
            ("要抓好**科技创新**，用好**人才**。", "要抓好科技创新，用好人才。"),
            ("**一是压实责任。**要层层传导。", "一是压实责任。要层层传导。"),
            ("## **一、提高认识**", "一、提高认识"),
            ("- **深化改革**：再加力", "深化改革：再加力"),
        ],
    )
    def test_links_and_bold_words_lose_their_signs(self, line: str, kept: str) -> None:
        """The words of a link and of bold letters stay, addresses and asterisks go."""
        assert markdown.read(line.encode(), "a.md", LIMITS).source == kept

    @pytest.mark.parametrize(
        ("line", "kept"),
        [
            ("**同志们：**", "同志们："),
            ("**各位企业家、同志们：**", "各位企业家、同志们："),
            ("**同志们**：", "同志们："),
            ("**同志们**", "同志们"),
            ("**同志们：**今天开个会。", "同志们：今天开个会。"),
            ("**同志：**", "**同志：**"),
            ("由**同志们：**", "由**同志们：**"),
            ("**同志们：**县的事要办好。", "**同志们：**县的事要办好。"),
        ],
    )
    def test_a_bold_form_of_address(self, line: str, kept: str) -> None:
        """The asterisks around a form of address at the start of a line go, others where they may be a mask stay."""
        assert markdown.read(line.encode(), "a.md", LIMITS).source == kept

    def test_tables(self) -> None:
        """The rule goes, rows lose the pipes at their ends and are marked; a pipe in a sentence makes no row."""
        text = "单位|任务\n---|---\n水利局|清淤\n\n| 单位 | 任务 |\n|:--|--:|\n| 城管局 | **保洁** |\n| | |\n\n甲|乙\n"
        document = markdown.read(text.encode(), "a.md", LIMITS)
        rows = ["单位|任务", "水利局|清淤", "单位 | 任务", "城管局 | 保洁"]
        assert marked(document) == [("table", row, 0) for row in rows]
        assert document.source == "\n".join([*rows[:2], "", *rows[2:], "", "甲|乙", ""])

    def test_contents_and_footnotes_are_left_out(self) -> None:
        """The place for a table of contents, footnotes with the lines set in below them, and their marks go."""
        text = "[TOC]\n同志们：\n要抓好[^1]落实[^注]。\n[^1]: 一处说明。\n    接着说明。\n[^注]: 又一处。\n谢谢大家！\n"
        assert markdown.read(text.encode(), "a.md", LIMITS).source == "同志们：\n要抓好落实。\n谢谢大家！\n"

    @pytest.mark.parametrize(
        "line",
        [
            "**县",
            "**县召开会议，**同志讲话",
            "**县委书记**同志",
            "由**同志和**同志负责",
            "要向**学习**同志看齐",
            "投资**亿元，增长**个百分点",
            "****同志",
            "增长****倍，**科技创新**",
            "**科技创新",
            "**科技创新*",
            "**科技创新**和**县域经济",
            "** 科技创新 **",
        ],
    )
    def test_asterisks_that_may_be_masks_stay(self, line: str) -> None:
        """One doubtful pair on a line, and all asterisks of the line stay."""
        assert markdown.read(line.encode(), "a.md", LIMITS).source == line


class TestRtf:
    def read(self, body: str, encoding: str = "ascii") -> str:
        text = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}}{\info{\title 题}}"
        return rtf.read((text + body + "}").encode(encoding, "replace"), "a.rtf", LIMITS).source

    def test_chinese_in_all_three_ways(self) -> None:
        """Escaped bytes, Unicode escapes with bytes to skip, and raw bytes all give the same."""
        escaped = "".join(rf"\'{byte:02x}" for byte in "作风".encode("gbk"))
        assert (
            self.read(rf"\f1 {escaped}\par {{\uc2\u20316\'d7\'f7\u-26418\'b7\'e7}}\par 作风", "gbk")
            == "作风\n作风\n作风"
        )

    def test_chinese_bytes_in_a_western_font(self) -> None:
        """The code page of the document wins over a font that only names Western letters."""
        assert self.read(r"\f0 \'d7\'f7\'b7\'e7") == "作风"

    def test_deleted_and_hidden_text_is_left_out(self) -> None:
        """What is struck out under "track changes" is not read, and what follows it is."""
        assert self.read(r"A{\revised B}{\deleted\revauthdel1 C}{\v D}E") == "ABE"

    @pytest.mark.parametrize("word", ["listtext", "pntext"])
    def test_drawn_numbers_are_kept_and_bullets_are_not(self, word: str) -> None:
        """Both generations of Word write the number that they draw."""
        number = rf"{{\{word}\pard\plain  \u19968?\u12289?\tab}}"
        bullet = rf"{{\{word}\pard\f3 \'b7\tab}}"
        assert self.read(rf"{number}A\par{bullet}B") == "一、A\nB"

    def test_half_a_file_is_broken(self) -> None:
        """RTF that does not end with its last bracket was cut off."""
        with pytest.raises(BrokenFile, match="不完整"):
            rtf.read(rb"{\rtf1\ansi A\par B", "a.rtf", LIMITS)

    def test_links_and_tables(self) -> None:
        """A link gives its text alone; cells are joined by tabs."""
        link = r'{\field{\*\fldinst{HYPERLINK "http://a.example"}}{\fldrslt{site}}}'
        assert self.read(link) == "site"
        assert self.read(r"A\cell B\cell\row C") == "A\tB\t\nC"

    def test_characters_beyond_the_first_plane(self) -> None:
        """Two escapes make one character; half a pair is shown as damaged."""
        assert self.read(r"\u-10187?\u-8995?") == "\U0001d4dd"
        assert self.read(r"A\u-10187?B") == "A\ufffdB"


class TestHtml:
    def read(self, body: str, head: str = "") -> Document:
        return html.read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html", LIMITS)

    def test_blocks_are_lines_and_inline_markup_vanishes(self) -> None:
        """Paragraphs and breaks end lines; entities are decoded; blanks of the layout fold, full-width ones stay."""
        body = "<div>\n <p>　　全县<b>作风</b>建设&nbsp;&amp;\n落实</p><p>第一行<br>第二行</p>文</div>"
        assert self.read(body).source == "　　全县作风建设\u00a0& 落实\n第一行\n第二行\n文"

    def test_chrome_is_dropped_and_text_is_not(self) -> None:
        """Scripts, menus and search forms go; a form around the whole page, as old sites have it, stays."""
        speech = "群众的事没有小事，件件都要有着落。" * 40
        body = (
            "<nav>首页</nav><script>var a</script><style>p{}</style><form>搜索</form>"
            f"<form><p>{speech}</p></form><footer>版权</footer>"
        )
        assert self.read(body, "<title>站名</title>").source == speech

    def test_headings(self) -> None:
        """The one h1 is the title; h2 and h3 are levels 1 and 2."""
        document = self.read("<p>来源：本站</p><h1>在会上的讲话</h1><h2>一、形势</h2><p>文</p><h3>（一）成绩</h3>")
        assert marked(document) == [
            ("title", "在会上的讲话", 0),
            ("heading", "一、形势", 1),
            ("heading", "（一）成绩", 2),
        ]

    def test_a_table_of_data_and_one_of_layout(self) -> None:
        """Rows of values become lines with tabs; a page laid out by a table keeps its paragraphs."""
        data = self.read("<table><tr><th>项目</th><th>数量</th></tr><tr><td><p>桥</p></td><td>3</td></tr></table>")
        assert data.source == "项目\t数量\n桥\t3"
        assert {mark.kind for mark in data.marks} == {MarkKind.TABLE}
        long = "坚持问题导向，把整改落到实处。" * 20
        layout = self.read(f"<table><tr><td>栏目</td><td><p>{long}</p><p>第二段</p></td></tr></table>")
        assert layout.source == f"栏目\n{long}\n第二段"

    @pytest.mark.parametrize("encoding", ["gb2312", "big5", "utf-16"])
    def test_encodings(self, encoding: str) -> None:
        """The encoding is taken from the page or found."""
        page = f'<html><head><meta charset="{encoding}"></head><body><p>全民健身</p></body></html>'
        assert html.read(page.encode(encoding), "a.html", LIMITS).source == "全民健身"

    def test_preformatted_text_keeps_its_lines(self) -> None:
        """Line ends count inside ``pre``."""
        assert self.read("<pre>第一行\n第二行</pre>").source == "第一行\n第二行"

    def test_lines_of_the_code_are_no_blanks_in_chinese(self) -> None:
        """A paragraph wrapped in the page's code is one line; Latin words keep their blank."""
        assert self.read("<p>全县作风\n  建设，\r\n抓落实 work\nstyle</p>").source == "全县作风建设，抓落实 work style"

    def test_deep_nesting_is_no_danger(self) -> None:
        """A page nested ten thousand deep is read, not a crash."""
        assert self.read("<div>" * 10_000 + "文").source == "文"
