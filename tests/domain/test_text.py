"""The text boundary: nothing that steers a terminal or hides text gets in, and no word gets lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from rich.cells import get_character_cell_size

from hoc_tui.domain.text import CONTROLS, TextTooLong, is_harmless, sanitise
from hoc_tui.domain.text_types import Line, Words
from tests.domain.hostile import any_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I'm so tired by 3 o'clock", "I'm so tired by 3 o'clock"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2Jgone", "2Jgone"),
        ("a\x00b\x7fc", "abc"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("diabetes\vasthma\fgout", "diabetes\nasthma\ngout"),
        ("one\u2028two\u2029three\x85four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a    b"),
        ("safe\u202etxt.exe\u202c", "safetxt.exe"),
        ("\u2066a\u2069\u200eb\u200fc\u061c", "abc"),
        ("\ufeffa\u00adb\u200bc\u2060", "abc"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("a\ufff9b\ufffac\ufffb", "abc"),
        ("half \ud83d and whole \ud83d\ude00", "half \ufffd and whole \U0001f600"),
        ("e\u0301", "\u00e9"),
        ("[b]bold[/b] [@click=app.quit]x[/]", "[b]bold[/b] [@click=app.quit]x[/]"),
    ],
)
def test_sanitise_drops_what_shows_nothing_and_keeps_every_word(text: str, kept: str) -> None:
    """Controls, marks of direction and tags go; letters, brackets and line ends stay."""
    assert sanitise(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f52c",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u845b\U000e0100\u57ce",
        "\u2764\ufe0f",
        "caf\u00e9 \u00a0 na\u00efve",
    ],
)
def test_sanitise_keeps_joiners_that_shape_letters_and_emoji(text: str) -> None:
    """A scientist, a Persian verb, an Indic cluster and a Japanese name keep the joiner they are written with."""
    assert sanitise(text) == text


@pytest.mark.parametrize(
    ("text", "kept"), [("mar\u200dgaret", "margaret"), ("\u200cali", "ali"), ("a\u200c\u200d", "a")]
)
def test_sanitise_drops_joiners_that_only_hide_a_difference(text: str, kept: str) -> None:
    """Two names in Latin letters that look the same are the same."""
    assert sanitise(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [("  12 High St \r\n\n Leeds ", "12 High St Leeds"), ("a\tb", "a b"), ("a \n b", "a b"), ("\n", "")],
)
def test_one_line_fields_fold_line_ends_to_spaces(text: str, kept: str) -> None:
    """An address pasted over several lines becomes one line with its words apart."""
    assert sanitise(text, lines=False) == kept


def test_long_text_is_refused_and_never_cut() -> None:
    """One character too many is refused with both figures in the sentence; the most allowed is kept whole."""
    assert sanitise("x" * 4000) == "x" * 4000
    with pytest.raises(TextTooLong, match=r"4,001 characters, and 4,000 is the most"):
        sanitise("x" * 4001)
    with pytest.raises(TextTooLong):
        sanitise("\x00" * 17, limit=4)


@given(any_text, st.booleans())
def test_sanitising_twice_changes_nothing_more(text: str, lines: bool) -> None:
    """Text can pass the edge any number of times and stays what it became the first time."""
    once = sanitise(text, lines=lines)
    assert sanitise(once, lines=lines) == once


def test_sanitising_settles_where_joiners_and_marks_depend_on_each_other() -> None:
    """Taking one joiner out can make another stray, and both go in one call."""
    once = sanitise("a\u0315\u200d\u1ab0\u200d")
    assert sanitise(once) == once


@given(any_text, st.booleans())
def test_nothing_that_steers_a_terminal_survives(text: str, lines: bool) -> None:
    """Of control characters only the line end is left, and of nothing else that hides or reorders text."""
    kept = sanitise(text, lines=lines)
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c != "\n"]
    assert not [
        c for c in kept if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "PDI"}
    ]
    assert [c for c in kept if ord(c) in CONTROLS and c != "\n"] == []
    assert unicodedata.is_normalized("NFC", kept)
    assert lines or "\n" not in kept
    kept.encode()


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=40))
def test_letters_digits_and_punctuation_are_never_lost(text: str) -> None:
    """What people read stays, but for Unicode's own composed form."""
    assert sanitise(text) == unicodedata.normalize("NFC", text)


@given(any_text)
def test_is_harmless_says_whether_sanitising_would_change_a_text(text: str) -> None:
    """Harmless is exactly what sanitise leaves alone."""
    assert is_harmless(text) == (sanitise(text) == text)


@given(any_text)
def test_the_paint_table_leaves_nothing_that_steers(text: str) -> None:
    """After the paint-time table no control, half pair or mark of direction is left, whatever came past the edge."""
    painted = text.translate(CONTROLS)
    assert not [c for c in painted if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set("\u202a\u202e\u2066\u2069\u200e\u200f\u061c") & set(painted)


def test_the_paint_table_changes_no_width() -> None:
    """Rich has measured a line before it is painted, so each character is replaced by as many cells as it had."""
    changed = [
        f"U+{code:04X}"
        for code, instead in CONTROLS.items()
        if get_character_cell_size(chr(code)) != sum(map(get_character_cell_size, instead or ""))
    ]
    assert changed == []


class _Note(BaseModel):
    words: Words = ""
    line: Line = ""


def test_fields_of_models_hold_sanitised_text() -> None:
    """A model cannot hold hostile text, not even half a surrogate pair."""
    note = _Note(words="a\x1b[2J\r\nb\ud800", line=" one\ntwo ")
    assert (note.words, note.line) == ("a[2J\nb\ufffd", "one two")


def test_a_field_refuses_long_text_without_repeating_it() -> None:
    """The refusal is the plain sentence, not pydantic's, which would quote what somebody wrote."""
    with pytest.raises(TextTooLong) as refusal:
        _Note(line="secret" * 60)
    assert "secret" not in str(refusal.value)


def test_a_field_still_refuses_what_is_no_text() -> None:
    """Numbers are not turned into words."""
    with pytest.raises(ValidationError):
        _Note.model_validate({"words": 5})
