"""The stages of the conversation: where we are, what was shared, how long we have; they never block."""

from datetime import date, datetime

from hoc_tui.domain.dates import short
from hoc_tui.domain.record import Visit
from hoc_tui.domain.vocabulary import Stage
from hoc_tui.text import Content, display, glyphs, join, label
from hoc_tui.text.statuses import STAGE
from hoc_tui.widgets.flow import Laid, flow

ORDER = tuple(Stage)


class Stages(Laid):
    """One line: the stages with the present one in brackets, the quiet clock, and what was prepared if it fits."""

    DEFAULT_CSS = "Stages { height: auto; padding: 0 1; color: $quiet; }"

    def show_stage(self, stage: Stage, visit: Visit | None, started: datetime, now: datetime) -> None:
        """Show where the conversation is.

        Args:
            stage: The present stage.
            visit: Today's visit, if there is one.
            started: When the conversation was opened.
            now: The time.
        """
        facts = [_line(stage), *_clock(visit, started, now), *_prepared(visit)]
        self.lay(lambda width: flow(facts, width, most=1))


def _line(stage: Stage) -> Content:
    parts = [label("[b]\\[$word][/b]", word=STAGE[one]) if one is stage else display(STAGE[one]) for one in ORDER]
    return join(parts, f" {glyphs().rule} ")


def _prepared(visit: Visit | None) -> list[Content]:
    if visit is None:
        return []
    return [*_dated("results shared", visit.results_shared_on), *_dated("reflections back", visit.reflections_on)]


def _dated(words: str, on: date | None) -> list[Content]:
    return [label("$words $on", words=words, on=short(on)[:6])] if on else []


def _clock(visit: Visit | None, started: datetime, now: datetime) -> list[Content]:
    minutes = int((now - started).total_seconds() // 60)
    if visit is None or minutes < 1:
        return []
    return [label("$minutes of $all min", minutes=minutes, all=visit.minutes)]
