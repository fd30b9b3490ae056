"""Other people's text becomes styled text without ever becoming markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from hoc_tui.domain.text import is_harmless
from hoc_tui.text import ASCII, cell, display, glyphs, join, label, plain, quoted, restore_glyphs, use_glyphs

HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "[b]",
                "[/]",
                "[/etc/x]",
                "[@click=app.quit]",
                "[link=http://x]",
                "[red on blue]",
                "$name",
                "${name}",
                "$$",
                "\x1b[31m",
                "\x1b]0;t\x07",
                "\x9b2J",
                "\x00",
                "\u202e",
                "\u2066",
                "\b",
                "\ud800",
                "\t",
                "\r\n",
                "\\",
                "\\[",
                "[",
                "]",
                "👨‍👩‍👧",
                "é",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)


@given(HOSTILE)
def test_displayed_text_is_literal_and_harmless(text: str) -> None:
    """What is displayed is the text made harmless, with brackets as brackets and no style of its own."""
    shown = display(text)
    assert isinstance(shown, Content)
    assert shown.plain == plain(text)
    assert is_harmless(shown.plain)
    assert shown.spans == []


@given(HOSTILE, HOSTILE)
def test_slots_of_a_label_are_literal(one: str, other: str) -> None:
    """Text in a slot is neither markup nor another slot, whatever stands beside it."""
    shown = label("[b]$name[/b] said: $words", name=one, words=other)
    assert shown.plain == f"{plain(one)} said: {plain(other)}"
    assert {str(span.style) for span in shown.spans} <= {"b"}


def test_a_label_without_data_for_a_slot_is_a_mistake() -> None:
    """A screen never shows a bare slot: forgetting its data is an error in the program."""
    with pytest.raises(KeyError, match="words"):
        label("$name said $words", name="Aisha")


def test_a_label_takes_numbers() -> None:
    """Counts and Decimals are written out as they are."""
    assert label("$count of $all discussed", count=2, all=5).plain == "2 of 5 discussed"


@given(HOSTILE)
def test_a_person_s_words_stand_in_quotation_marks(words: str) -> None:
    """Quoting adds the two marks and changes nothing between them."""
    assert quoted(words).plain == plain(f"“{words}”")


def test_quotation_marks_are_ascii_on_an_ascii_terminal() -> None:
    """In ASCII the marks are typewriter quotes, and the person's own letters stay theirs."""
    token = use_glyphs(ASCII)
    try:
        assert quoted("après Siân").plain == '"après Siân"'
    finally:
        restore_glyphs(token)
    assert glyphs().open_quote == "“"


def test_printers_marks_are_typed_on_an_ascii_terminal() -> None:
    """In ASCII nothing that is shown has curly quotes, long dashes or an ellipsis in it; letters stay as they are."""
    token = use_glyphs(ASCII)
    try:
        shown = [display("“Siân’s”…").plain, label("If … – $words", words="‘Siân’").plain, cell("“Siân’s”…").plain]
        assert shown == ['"Siân\'s"...', "If ... - 'Siân'", '"Siân\'s"...']
        assert plain("“Siân’s”…") == "“Siân’s”…"
    finally:
        restore_glyphs(token)
    assert display("“Siân’s”…").plain == "“Siân’s”…"


@given(HOSTILE)
def test_a_cell_is_one_literal_line(text: str) -> None:
    """A table's cell holds every word on one line, without markup and without an extra line end."""
    made = cell(text)
    assert made.plain == plain(text, lines=False)
    assert "\n" not in made.plain
    assert made.plain.split() == plain(text).split()
    assert (made.spans, made.end) == ([], "")


def test_styles_are_ours() -> None:
    """A style applies to the whole text it was given for."""
    assert [(span.start, span.end, span.style) for span in display("high", "bold $signal").spans] == [
        (0, 4, "bold $signal")
    ]
    assert str(cell("high", "bold").style) == "bold"


def test_contents_are_joined_with_our_own_text() -> None:
    """Joining keeps each part's style and puts our text between them."""
    joined = join([display("one", "bold"), quoted("two")], " · ")
    assert joined.plain == "one · “two”"
    assert [(span.start, span.end) for span in joined.spans] == [(0, 3)]


@settings(max_examples=20)
@given(HOSTILE)
def test_text_is_never_cut(text: str) -> None:
    """However long, text is made harmless and not refused, because a screen must show what the record holds."""
    assert len(plain(text * 50)) >= len(plain(text))
