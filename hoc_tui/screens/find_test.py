"""Find a test: any plain word leads to it; what this person has had comes first, then what content knows besides."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.find_test import FINDING_TESTS
from hoc_tui.commands.lists import OpenIt
from hoc_tui.domain.finding_tests import FoundTest, fitting, words_of
from hoc_tui.domain.results import Result
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, KeyWord, display
from hoc_tui.widgets.cards import Card, CardList
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.conversation.result_cards import standing_words
from hoc_tui.widgets.conversation.view import TEST, ConversationView, JudgedSeries
from hoc_tui.widgets.course import course_of
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import LineEntry
from hoc_tui.widgets.result_words import unbroken

_COLUMNS = (Column("", share=4), Column("", share=4), Column("", share=3))
NOTHING = "No test is called that. Try another word, or fewer letters."
NOT_HERE = "not measured here yet"
COUNTS_NO_MORE = "nothing counts any more"


class FindTestScreen(VerbModal[str | None]):
    """Finds a test; gives the key of its card, or nothing.

    Args:
        work: What every screen works with.
        view: The record in which to look.
        beside: The key of a test for which another is chosen, to be drawn with it; empty to find any.
    """

    DEFAULT_CSS = """
    FindTestScreen { align: center middle; }
    FindTestScreen > #finding { width: 78; max-width: 100%; height: 100%; padding: 0 1; background: $background;
                                border: $frame $focus; }
    FindTestScreen #heading, FindTestScreen #box, FindTestScreen #problem { height: auto; }
    FindTestScreen #question { width: 1fr; text-style: bold; }
    FindTestScreen #box > Static { width: 8; }
    FindTestScreen #typed { width: 1fr; }
    FindTestScreen CardList { height: 1fr; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = FINDING_TESTS
    TITLE_WORDS = "Find a test"

    def __init__(self, work: Workplace, view: ConversationView, *, beside: str = "") -> None:
        super().__init__()
        self._view = view
        self._beside = beside
        self._series = {one.key: one for one in view.series}
        self._tests = _drawable(view, beside) if beside else [*_had(view), *_had_once(view), *_others(view)]
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """The question, the box, and what fits."""
        with Vertical(id="finding"):
            with Horizontal(id="heading"):
                yield Static(display("Which test beside it?" if self._beside else self.TITLE_WORDS), id="question")
                yield DemoMark()
            with Horizontal(id="box"):
                yield Static(display("Find"))
                yield LineEntry(id="typed", compact=True)
            yield Static(display("Type the start of any word for it: sugar, kidney, wee."), id="problem")
            yield CardList(id="tests", empty=NOTHING)

    def on_mount(self) -> None:
        """Start in the box, with everything there is below."""
        self.query_one(Input).focus()
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        found = fitting(typed, self._tests)
        keys = [one.key or f"-{one.name}" for one in found]
        self._cards.show([Card(key, self._row(one)) for key, one in zip(keys, found, strict=True)])

    def _row(self, one: FoundTest) -> Row:
        series = self._series.get(one.key)
        if series is None:
            said = display(COUNTS_NO_MORE if one.key else NOT_HERE, "$quiet")
            return Row(_COLUMNS, (display(one.name), said, display("")))
        standing = standing_words(series.judgement)
        mark = "bold $signal" if series.judgement.out else ""
        value: Content = display(unbroken(series.series.value_words), "bold")
        return Row(_COLUMNS, (display(one.name), value, display(standing, mark)))

    @property
    def _cards(self) -> CardList:
        return self.query_one(CardList)

    def hint_keys(self) -> list[KeyWord]:
        """Enter too, which the box takes before the screen can."""
        return [("Enter", OpenIt.WORD), *(one for one in super().hint_keys() if one[0] != "Enter")]

    def key_down(self) -> None:
        """Go from the box into the list, past the first, which Enter in the box opens."""
        self._cards.focus()

    @on(Input.Submitted)
    @on(OpenIt)
    @on(CardList.Chosen)
    def _chosen(self) -> None:
        key = self._cards.key
        if key is not None and key.startswith(TEST):
            self.dismiss(key)
        elif key is not None:
            self.query_one("#problem", Static).update(display(f"{key[1:]} was not measured here yet."))

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)


def _had(view: ConversationView) -> list[FoundTest]:
    """Every test of this person that counts, by its card, with what the senders called it."""
    return [_found(one, view) for one in sorted(view.series, key=lambda one: one.name.casefold())]


def _found(one: JudgedSeries, view: ConversationView) -> FoundTest:
    test = view.known.catalogue.test(one.series.test_id or "")
    sent = tuple(sorted({result.name for result in one.series.results}))
    known = words_of(test, view.naming.groups) if test else (view.naming.groups.get(one.group, ""),)
    return FoundTest(key=one.key, name=one.name, words=(one.name, *known, *sent))


def _had_once(view: ConversationView) -> list[FoundTest]:
    """Tests of which everything was withdrawn or moved: their history can still be read (H01)."""
    counting = {key for one in view.series for key in one.series.keys}
    gone = {one.test_key: one for one in view.record.results if one.test_key not in counting}
    return [_gone(key, one, view) for key, one in sorted(gone.items())]


def _gone(test_key: str, result: Result, view: ConversationView) -> FoundTest:
    test = view.known.test_of(result)
    known = words_of(test, view.naming.groups) if test else ()
    return FoundTest(key=f"{TEST}{test_key}|", name=test.name if test else result.name, words=(*known, result.name))


def _others(view: ConversationView) -> list[FoundTest]:
    """What reviewed content knows besides, never measured here."""
    had = {test.id for one in view.record.results if (test := view.known.test_of(one)) is not None}
    tests = sorted(view.known.catalogue.tests, key=lambda test: test.name.casefold())
    groups = view.naming.groups
    return [FoundTest(key="", name=one.name, words=words_of(one, groups)) for one in tests if one.id not in had]


def _drawable(view: ConversationView, beside: str) -> Sequence[FoundTest]:
    """Tests with a number on a day, other than the one they are to stand beside."""
    others = [one for one in view.series if one.key != beside and course_of(one.series, one.judgement).moments]
    return [_found(one, view) for one in others]
