"""Keys of buttons: short, strict, and the same for ever."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keys import FUNCTIONS, MAX_BYTES, NUMBERS, PARTS, Act, Key, decode, encode, named, number_of, speech_of
from retrieval.models import Function, Part

numbers = st.integers(min_value=0, max_value=10**12)


@given(st.data(), st.sampled_from(Act))
def test_round_trip(data: st.DataObject, act: Act) -> None:
    """What was written is read again, and fits Telegram's 64 bytes."""
    values = data.draw(st.tuples(*(st.integers(-(10**6), 10**12) for _ in NUMBERS[act])))
    key = encode(act, *values)
    assert decode(key) == Key(act, values)
    assert len(key.encode()) <= MAX_BYTES
    assert re.fullmatch(r"[\x21-\x7e]+", key)


@given(st.one_of(st.text(max_size=80), st.text(alphabet=string.ascii_lowercase + "0123456789:-", max_size=20)))
def test_only_what_was_written_is_read(text: str) -> None:
    """Anything that is read at all is exactly what ``encode`` would write: no second spelling of a key."""
    key = decode(text)
    assert key is None or encode(key.act, *key.numbers) == text


@pytest.mark.parametrize(
    "text",
    ["", "1", "1n", "1n:1", "1n:1:2:3", "1n:1:2:3:4:5", "2n:1:2:0:0", "1n:01:2:0:0", "1n:-0:2:0:0", "1n:1:2:0:0 ",
     "1CF:1:2", "1n:1:2:0:0\n", "1n:+1:2:0:0", "1n:１:2:0:0", "1z:1", "1cz:1", "1cfx:1:2", "1ffv:1",
     "1fz", "1Fv:1:0", "1a:" + "9" * 40, "1a:9999999999999999999", "n:1", "next"],
)  # fmt: skip
def test_garbage_is_unknown(text: str) -> None:
    """Old versions, wrong counts, odd digits and huge numbers are no keys."""
    assert decode(text) is None


def test_letters_never_change() -> None:
    """People hold keys for years: a letter that means something else would open the wrong thing."""
    of_cards, of_favourites, of_speeches = "ftudn", "vostabcdenfghijklmqpxyzwru", "lopdrybcwx"
    letters = {
        *"nsrchwkjmafoduvxltpegib",
        *(f"c{letter}" for letter in of_cards),
        *(f"f{letter}" for letter in of_favourites),
        *(f"m{letter}" for letter in of_speeches),
        "lc",
    }
    assert {act.value for act in Act} == letters
    assert encode(Act.SHOW, 42, 3, 0, 0) == "1n:42:3:0:0"
    assert encode(Act.CONTEXT, 42, 3, 0, -2, -1) == "1c:42:3:0:-2:-1"
    assert encode(Act.SAVE, 7, 0, 0, 0) == "1s:7:0:0:0"
    assert encode(Act.OPEN, 5, 0) == "1o:5:0"
    assert encode(Act.OPEN_TAG, 5, 0) == "1fh:5:0"
    assert encode(Act.EXPORT_AS, 0, 3) == "1fy:0:3"
    assert encode(Act.TAKE_OUT, 7, PARTS[Part.YEARS]) == "1t:7:4"
    assert encode(Act.FUNCTION, 7, FUNCTIONS[Function.CLOSING]) == "1cf:7:7"


def test_numbers_in_keys_never_change() -> None:
    """A part that got another number, or a theme, would make an old button take out or ask for the wrong thing."""
    assert {part.value: number for part, number in PARTS.items()} == {
        "function": 0, "form": 1, "count": 2, "length": 3, "years": 4,
        "kind": 5, "source": 6, "must": 7, "without": 8, "correction": 9,
    }  # fmt: skip
    assert set(PARTS) == set(Part)
    assert {function.name: number for function, number in FUNCTIONS.items()} == {
        "OPENING": 0, "SIGNIFICANCE": 1, "ACHIEVEMENTS": 2, "PROBLEMS": 3,
        "GOALS": 4, "MEASURES": 5, "REQUIREMENTS": 6, "CLOSING": 7,
    }  # fmt: skip
    assert set(FUNCTIONS) == set(Function)
    assert named("作风建设") == 27671402696370897
    assert decode(encode(Act.THEME, named("作风建设"))) == Key(Act.THEME, (named("作风建设"),))


def test_the_number_of_a_speech_is_its_id() -> None:
    """All 64 bits of it, with a sign, in a key that is read again; what is no id has no number."""
    for speech in ("s_0000000000000000", "s_7fffffffffffffff", "s_8000000000000001", "s_ffffffffffffffff"):
        key = encode(Act.SPEECH_DROPPED, named("tg:1001"), number_of(speech), 12)
        read = decode(key)
        assert read is not None
        assert speech_of(read.numbers[1]) == speech
    for other in ("", "s_", "p_0000000000000000", "s_00000000000000000", "s_000000000000000G"):
        with pytest.raises(ValueError, match="speech"):
            number_of(other)


def test_a_wrong_count_is_refused() -> None:
    """A key that could not be read again is not written."""
    with pytest.raises(ValueError, match="ASK_AGAIN"):
        encode(Act.ASK_AGAIN)
