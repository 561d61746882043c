"""Traditional characters read as Simplified ones."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

import corpus
from corpus.simplified import simplified

MATCHING = ("frame", "headings", "numbering", "numerals", "people", "points", "salutations", "structure")
HAN = [chr(code) for code in range(0x4E00, 0xA000)]


@cache
def pairs() -> dict[str, str]:
    """Every Traditional character and its Simplified one, as OpenCC has them."""
    convert = OpenCC("t2s").convert
    return {character: convert(character) for character in HAN if len(convert(character)) == 1}


def words(module: str) -> set[str]:
    """The characters of the strings in a module's code, docstrings left out."""
    tree = ast.parse((Path(corpus.__path__[0]) / f"{module}.py").read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return {character for node in constants if isinstance(node.value, str) for character in node.value}


def test_every_character_of_our_words_is_known_in_its_traditional_form() -> None:
    """A word of the patterns is matched in Traditional characters, too: the table lacks none and has no more."""
    used = set().union(*map(words, MATCHING))
    expected = {traditional: plain for traditional, plain in pairs().items() if plain in used and plain != traditional}
    assert {character: simplified(character) for character in HAN if simplified(character) != character} == expected


@given(st.text())
def test_offsets_hold(text: str) -> None:
    """The copy is as long as the text, and reading it once more changes nothing."""
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)


def test_a_simplified_text_is_handed_back_as_it_is() -> None:
    """No copy is made where nothing is to be read otherwise."""
    text = "同志们，在全县干部大会上的讲话"
    assert simplified(text) is text
    assert simplified("同志們，在全縣幹部大會上的講話") == text
