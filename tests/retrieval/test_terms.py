"""The terms of the field."""

from __future__ import annotations

from retrieval.terms import load_terms, near, translate


def test_the_table_is_well_formed() -> None:
    """Every term stands once, has an English name in lower case, and is not near to itself."""
    terms = load_terms()
    assert len(terms) >= 400
    assert len({term.chinese for term in terms}) == len(terms)
    for term in terms:
        assert term.english, term
        assert all(name == name.lower().strip() for name in term.english), term
        assert term.chinese not in term.near, term
        assert len(set(term.near)) == len(term.near), term


def test_the_longest_name_is_read() -> None:
    """The rule of law is one name, though other names begin with the same words."""
    found = translate(["strengthening", "the", "rule", "of", "law"])
    assert [(name, [term.chinese for term in terms][:1]) for name, terms in found] == [
        ("strengthening", []),
        ("the", []),
        ("rule of law", ["依法治国"]),
    ]


def test_hyphens_and_plurals_make_no_difference() -> None:
    """Anti-corruption, anti corruption; hazards, hazard."""
    assert translate(["anti-corruption"])[0][1] == translate(["anti", "corruption"])[0][1] != ()
    assert translate(["safety-hazards"])[0][1] == translate(["safety", "hazard"])[0][1] != ()


def test_an_unknown_name_has_no_terms() -> None:
    """Nothing is guessed."""
    assert translate(["quantum", "error"]) == [("quantum", ()), ("error", ())]


def test_near_words_go_both_ways() -> None:
    """A near word is near to the term that it stands under, and to its sisters there."""
    assert "厉行节约" in near("过紧日子")
    assert "过紧日子" in near("厉行节约")
    assert near("不担当") == ("不作为", "推诿扯皮", "庸懒散")
    assert near("不存在的词语") == ()
