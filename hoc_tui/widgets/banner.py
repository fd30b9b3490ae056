"""The person's banner: who this record is about, in the NHS CUI's order, on every single-person screen.

Source: NHS CUI patient banner (PAB-0016, NUM-0001, NID-0005; domain reference 8.4). No fact in it is ever cut.
"""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from hoc_tui.domain.dates import short
from hoc_tui.domain.people import Person
from hoc_tui.domain.vocabulary import Registration
from hoc_tui.text import Content, display, glyphs, label, together
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.flow import Facts

A_WHOLE_DAY = len("2026-02-10")
"""A date of death known only by its month or year gives no certain age."""


class Banner(Vertical):
    """Two zones: identity, and what to know before speaking."""

    DEFAULT_CSS = """
    Banner { height: auto; background: $panel; color: $text; }
    Banner > #who { height: auto; }
    Banner #identity { width: 1fr; text-style: bold; }
    Banner.-gone #identity { text-style: bold reverse; }
    Banner DemoMark { margin: 0 1; }
    """

    def compose(self) -> ComposeResult:
        """Identity above, with the mark of a made-up practice; what to know below."""
        with Horizontal(id="who"):
            yield Facts(id="identity")
            yield DemoMark()
        yield Facts(id="to-know", gap=f" {glyphs().separator} ")

    def show(self, person: Person, today: date, to_know: Sequence[str] = ()) -> None:
        """Show whose record this is.

        Args:
            person: The person.
            today: For the age.
            to_know: Needs and who is here, in words everybody in the room may read.
        """
        self.query_one("#identity", Facts).show(identity_of(person, today))
        called = [f"Likes to be called {person.preferred}"] if person.preferred else []
        self.query_one("#to-know", Facts).show([display(words) for words in [*called, *to_know]])
        self.set_class(person.deceased or person.registration is Registration.JOINED, "-gone")


def identity_of(person: Person, today: date) -> list[Content]:
    """The facts of the first zone, in the order and the formats of the NHS CUI.

    Args:
        person: The person.
        today: For the age.
    """
    number = person.number
    digits = "Not Known" if number is None else f"{number.display}{'' if number.valid else ' (number not valid)'}"
    facts = [display(person.name), _born(person, today), label("Gender $gender", gender=person.gender.value)]
    return [*facts, label("NHS No. $digits", digits=together(digits)), *_gone(person)]


def whose_words(person: Person) -> str:
    """Whose record a form writes to, with two identifiers, because a form may cover the banner.

    Args:
        person: The person.
    """
    number = person.number
    born = f"Born {short(person.born)}" if person.born else "Born Not Known"
    return f"{person.name}, {born}, NHS No. {together(str(number)) if number else 'Not Known'}"


def _born(person: Person, today: date) -> Content:
    if person.born is None:
        return label("Born Not Known")
    if person.deceased:
        return label("Born $born", born=short(person.born))
    return label("Born $born ($age y)", born=short(person.born), age=person.age(today))


def _gone(person: Person) -> list[Content]:
    if person.deceased:
        when = person.died.short if person.died else "date not known"
        age = person.age(person.died.first_day) if person.died and len(person.died.text) >= A_WHOLE_DAY else None
        at_death = [label("Age at Death $age", age=age)] if age is not None else []
        return [label("Died $when", when=when), *at_death]
    if person.registration is Registration.JOINED:
        return [label("Goes on in another record: $where", where=person.moved_to)]
    if person.left_on is not None:
        return [label("Left this practice $when", when=short(person.left_on))]
    return []
