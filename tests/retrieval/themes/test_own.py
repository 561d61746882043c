"""An operator's own file of terms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.artifact import words_version
from retrieval.errors import TermsError
from retrieval.themes import configure, digest, load_lexicon, translate
from retrieval.themes.reading import LONGEST, OWN_GROUP, read_themes
from retrieval.themes.spoken import spoken
from retrieval.tokens import words
from tests.retrieval.themes.alike import alike


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A path for the file; afterwards the shipped terms alone are in use again."""
    yield tmp_path / "terms.tsv"
    configure(None)


def test_own_terms_are_used(file: Path) -> None:
    """They are cut as words, expanded, translated and heard in everyday talk."""
    file.write_text("# 本县\n蓝湾行动\t蓝湾计划\t岸线整治\t生态环境\t湾里+不干净\tblue bay drive\n", encoding="utf-8")
    before = words("推进蓝湾行动")
    configure(file)
    assert words("推进蓝湾行动") != before
    assert "蓝湾行动" in words("推进蓝湾行动")
    assert alike("蓝湾计划") == ["蓝湾行动", "岸线整治"]
    assert [theme.term for theme in translate(["blue", "bay", "drives"])[0][1]] == ["蓝湾行动"]
    assert [one.word for one in spoken("湾里不干净")] == ["蓝湾行动"]
    assert load_lexicon().themes[0].group == OWN_GROUP
    configure(None)
    assert words("推进蓝湾行动") == before


def test_an_own_term_adds_to_the_shipped_one(file: Path) -> None:
    """Its words come first; nothing shipped is lost, and the group stays."""
    shipped = load_lexicon().theme("河长制")
    assert shipped is not None
    file.write_text("河长制\t护河责任制\n", encoding="utf-8")
    configure(file)
    theme = load_lexicon().theme("河长制")
    assert theme is not None
    assert theme.synonyms == ("护河责任制", *shipped.synonyms)
    assert (theme.group, theme.near, theme.english) == (shipped.group, shipped.near, shipped.english)
    assert len(load_lexicon().themes) == len({one.term for one in load_lexicon().themes})


def test_other_words_mean_another_index(file: Path) -> None:
    """The version of the words changes with the file's content, and comes back with it."""
    plain = words_version()
    file.write_text("蓝湾行动\n", encoding="utf-8")
    configure(file)
    with_one = words_version()
    file.write_text("蓝湾行动\n金滩行动\n", encoding="utf-8")
    configure(file)
    with_two = words_version()
    configure(None)
    assert len({plain, with_one, with_two}) == 3
    assert words_version() == plain


def test_no_file_adds_nothing(file: Path) -> None:
    """An operator need not have one."""
    before = digest()
    configure(file)
    assert digest() == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("蓝湾 行动", "制表符"),
        ("\t蓝湾", "没有术语"),
        ("蓝湾行动\t蓝湾行动", "与术语相同"),
        ("蓝湾行动\t蓝湾，计划", "不是一个词"),
        ("蓝湾行动\t蓝湾\t蓝湾", "只留一处"),
        ("蓝湾行动\t" + "蓝" * (LONGEST + 1), "口语"),
        ("蓝湾行动\t\t\t\t湾里++脏", "写法不对"),
        ("蓝湾行动\t\t\t\t\t蓝湾", "英文"),
        ("蓝湾行动\t\t\t\t\t\t", "最多 6 栏"),
        ("金滩行动\n金滩行动", "已经有了"),
    ],
)
def test_a_malformed_line_is_named_with_its_remedy(file: Path, line: str, said: str) -> None:
    """The number of the line, what is wrong and what to do; what was in use stays in use."""
    file.write_text("蓝湾行动\n", encoding="utf-8")
    configure(file)
    used, version = load_lexicon(), digest()
    file.write_text(f"# 说明\n碧海行动\n{line}\n", encoding="utf-8")
    with pytest.raises(TermsError, match=said) as caught:
        configure(file)
    assert f"第 {3 + line.count(chr(10))} 行" in str(caught.value)
    assert load_lexicon() is used
    assert digest() == version


def test_all_faults_are_told_at_once(file: Path) -> None:
    """Nobody mends a file line by line."""
    file.write_text("好行动\n\t坏\n坏 的\n", encoding="utf-8")
    with pytest.raises(TermsError) as caught:
        read_themes(file)
    assert "第 2 行" in str(caught.value)
    assert "第 3 行" in str(caught.value)


def test_a_file_of_another_encoding_is_refused(file: Path) -> None:
    """Saved as GBK by an editor: said so, with the remedy."""
    file.write_bytes("蓝湾行动\t蓝湾计划\n".encode("gbk"))
    with pytest.raises(TermsError, match="UTF-8"):
        configure(file)


def test_words_are_normalised(file: Path) -> None:
    """Traditional, full-width and capital letters, as an operator types them; a byte order mark is no fault."""
    file.write_text("\ufeff[數字]\n藍灣ＡＩ\t\t\t\t\tBlue Bay\n", encoding="utf-8")
    (theme,) = read_themes(file)
    assert (theme.term, theme.group, theme.english) == ("蓝湾ai", "數字", ("blue bay",))
