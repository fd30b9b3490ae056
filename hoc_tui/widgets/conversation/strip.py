"""The plan strip: what is in the one plan now, what is not finished, when it was last saved."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical

from hoc_tui.domain.dates import counted, short
from hoc_tui.domain.plan import unfinished
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import AgendaStatus
from hoc_tui.text import Content, display, glyphs, label
from hoc_tui.widgets.conversation.view import ConversationView
from hoc_tui.widgets.field_words import called
from hoc_tui.widgets.flow import Facts


class PlanStrip(Vertical):
    """Two lines that are always there."""

    DEFAULT_CSS = """
    PlanStrip { height: auto; max-height: 4; background: $panel; color: $text; }
    """

    def compose(self) -> ComposeResult:
        """What is in the plan above, what is left below."""
        yield Facts(id="in-the-plan", gap=f" {glyphs().separator} ")
        yield Facts(id="left-to-do", gap=f" {glyphs().separator} ")

    def show(
        self,
        view: ConversationView,
        saved: datetime | None,
        zone: str,
        merged: Sequence[str] = (),
        others: Sequence[str] = (),
    ) -> None:
        """Show the plan's state.

        Args:
            view: The conversation.
            saved: When something was last saved here; None before the first change.
            zone: The practice's time zone.
            merged: Fields that somebody else had changed meanwhile, and that save was put together with.
            others: Who else has the record open.
        """
        self.query_one("#in-the-plan", Facts).show(_in_the_plan(view))
        said = [*_saved(saved, zone), *_merged(merged), *_others(others), *_review(view.record), *_left(view)]
        self.query_one("#left-to-do", Facts).show(said)


def _in_the_plan(view: ConversationView) -> list[Content]:
    record = view.record
    discussed = sum(item.status is not AgendaStatus.OPEN for item in view.agenda)
    return [
        label("[b]The care plan[/b]"),
        _draft_words(record),
        label("$done of $all discussed", done=discussed, all=len(view.agenda)),
        display(counted(len(view.goals), "goal")),
    ]


def _draft_words(record: Record) -> Content:
    if not record.versions:
        return display("draft of the first plan")
    newest = record.versions[-1]
    return label("draft after plan $number ($on)", number=newest.number, on=short(newest.agreed_at.date()))


def _saved(saved: datetime | None, zone: str) -> list[Content]:
    return [label("saved $at", at=saved.astimezone(ZoneInfo(zone)).strftime("%H:%M"))] if saved else []


def _merged(fields: Sequence[str]) -> list[Content]:
    names = ", ".join(dict.fromkeys(called(name).lower() for name in fields))
    return [label("with somebody else's change to: $names", names=names)] if names else []


def _others(names: Sequence[str]) -> list[Content]:
    verb = "has" if len(names) == 1 else "have"
    words = label("$names also $verb this record open", names=" and ".join(names), verb=verb)
    return [words] if names else []


def _review(record: Record) -> list[Content]:
    on = record.plan.review_on if record.plan else None
    return [label("review $on", on=short(on))] if on else []


def _left(view: ConversationView) -> list[Content]:
    left = [one.words.partition(":")[0] for one in unfinished(view.content)]
    if not left:
        return [display("Nothing is left before agreeing")]
    counts = {kind: left.count(kind) for kind in left}
    first, *others = (_counted_kind(kind, count) for kind, count in counts.items())
    return [display(f"Before agreeing: {first}"), *map(display, others)]


def _counted_kind(kind: str, count: int) -> str:
    return f"{count} {kind}" if count > 1 or kind == "to discuss" else kind
