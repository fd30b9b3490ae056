"""Which plan it is, and two plans compared: what has changed in words, or the two sheets side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.plan import OtherComparison
from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.dates import counted
from hoc_tui.domain.people import Practice
from hoc_tui.domain.plan import PlanContent, PlanVersion, content_of
from hoc_tui.domain.plan_heading import PlanHeading
from hoc_tui.domain.record import Record
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import changed_items
from hoc_tui.text import Content, display, label
from hoc_tui.widgets.flow import Facts, Laid
from hoc_tui.widgets.hanging import Hang, Hanging
from hoc_tui.widgets.plan_changes import PlanChanges, for_sharing
from hoc_tui.widgets.reader import Page
from hoc_tui.widgets.sheet import Sheet

WIDE = 120
"""From here on two sheets stand side by side."""


@dataclass(frozen=True)
class ReadPlan:
    """A plan as it is read on a screen that others look at, too."""

    heading: PlanHeading
    """Which it is, with all that is printed above it."""
    content: PlanContent
    """Without what is private or told by or about somebody else (hazard H12)."""
    left_out: int = 0
    """How many notes that takes away."""
    version: PlanVersion | None = None

    @classmethod
    def of_draft(cls, record: Record, practice: Practice) -> "ReadPlan":
        """The plan as it stands in a record."""
        newest = record.versions[-1].number if record.versions else 0
        content = content_of(record, catalogue_for(record.site))
        return cls(PlanHeading.of_draft(newest, made_up=practice.demo), *_shared(content))

    @classmethod
    def of_version(cls, version: PlanVersion, record: Record, practice: Practice) -> "ReadPlan":
        """An agreed version.

        Args:
            version: As it was frozen.
            record: The record it stands in, which knows whether it was agreed in the wrong one.
            practice: Where it was agreed.
        """
        error = next((head.in_error for head in record.versions if head.number == version.number), "")
        on = agreed_on(version, practice.zone)
        heading = PlanHeading.of_version(version, on, in_error=error, made_up=practice.demo)
        return cls(heading, *_shared(version.content), version)


def agreed_on(version: PlanVersion, zone: str) -> date:
    """The day on the practice's wall when a version was agreed."""
    return version.agreed_at.astimezone(ZoneInfo(zone)).date()


def _shared(content: PlanContent) -> tuple[PlanContent, int]:
    shared = for_sharing(content)
    return shared, _notes(content) - _notes(shared)


def _notes(content: PlanContent) -> int:
    return len(content.agenda) + len(content.goals) + len(content.actions)


def changes_between(before: PlanContent, after: PlanContent) -> PlanChanges:
    """What differs between two plans as they may be read aloud.

    Args:
        before: The older.
        after: The newer.
    """
    old, new = for_sharing(before), for_sharing(after)
    return PlanChanges(old, new, changed_items(old, new))


class CompareScreen(ClinicalScreen[None]):
    """Two plans of one person.

    Args:
        work: What every screen works with.
        record: Whose plans.
        before: The older plan.
        after: The newer.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = (OtherComparison, GoBack)
    TITLE_WORDS = "Two plans compared"
    DEFAULT_CSS = """
    CompareScreen #which { padding: 0 1; text-style: bold; }
    CompareScreen #sheets, CompareScreen.-sheets #changes { display: none; }
    CompareScreen.-sheets #sheets { display: block; }
    CompareScreen #sheets Horizontal { height: auto; }
    CompareScreen #sheets Sheet { width: 1fr; max-width: 100%; padding: 0 1; }
    CompareScreen #changed { padding: 0 1; }
    """

    def __init__(self, work: Workplace, record: Record, before: ReadPlan, after: ReadPlan) -> None:
        super().__init__(work)
        self.record = record
        self._before, self._after = before, after

    def page(self) -> ComposeResult:
        """Which plans, how much has changed, and both ways of looking at it."""
        yield Laid(id="which")
        yield Facts(id="summary")
        yield Page(Laid(id="changed"), id="changes")
        yield Page(Horizontal(Sheet(id="then"), Sheet(id="now")), id="sheets")

    def begin(self) -> None:
        """Show the comparison that fits the window."""
        self.show_whose(self.record)
        changes = changes_between(self._before.content, self._after.content)
        which = [Hang(self._named("Then", self._before)), Hang(self._named("Now", self._after))]
        self.query_one("#which", Laid).lay(Hanging(which))
        self.query_one("#summary", Facts).show(changes.summary)
        nothing = [Hang(display("Both say the same."))]
        self.query_one("#changed", Laid).lay(Hanging(changes.paragraphs() or nothing))
        for name, plan in (("#then", self._before), ("#now", self._after)):
            self.query_one(name, Sheet).show(writer(self.work, plan))
        self.set_class(self.app.size.width >= WIDE, "-sheets")
        self._focus_page()

    @staticmethod
    def _named(when: str, plan: ReadPlan) -> Content:
        hidden = f" ({counted(plan.left_out, 'note')} not shown here)" if plan.left_out else ""
        return label("$when: $heading$hidden", when=when, heading=plan.heading.words, hidden=hidden)

    @on(OtherComparison)
    def _other(self) -> None:
        self.toggle_class("-sheets")
        self._focus_page()

    def _focus_page(self) -> None:
        self.query_one("#sheets" if self.has_class("-sheets") else "#changes", Page).reader.focus()


def writer(work: Workplace, plan: ReadPlan) -> Callable[[int], str]:
    """What writes a plan for a width.

    Args:
        work: What every screen works with.
        plan: Which plan.
    """
    return lambda width: work.render_plan(plan.content, plan.heading, width)
