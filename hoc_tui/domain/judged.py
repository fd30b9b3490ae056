"""A person's series, each with what may be said of it; made once for a record and looked at by everything."""

from dataclasses import dataclass

from hoc_tui.domain.judging import Judgement, judge_series
from hoc_tui.domain.known import Known
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Series
from hoc_tui.domain.series import series_in


@dataclass(frozen=True)
class Judged:
    """A series with what may be said of its newest value."""

    series: Series
    judgement: Judgement


def judged_in(record: Record, known: Known) -> tuple[Judged, ...]:
    """Every series of a record, judged, in order of test key.

    Args:
        record: As read.
        known: Reviewed content and who the person is.
    """
    targets = tuple(target for target in record.targets if not target.ended)
    return tuple(Judged(one, judge_series(one, targets, known)) for one in series_in(record.results, known))
