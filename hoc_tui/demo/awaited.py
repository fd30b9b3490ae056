"""What the record of two people leaves to today's post: one's results are still to come, one's are to be corrected."""

from dataclasses import replace

from hoc_tui.demo.courses import listed_tests
from hoc_tui.demo.laboratory import as_sent
from hoc_tui.domain.results import Result
from hoc_tui.domain.whole import WholeRecord

CORRECTED = "HbA1c"
"""The test whose result is corrected, which is also what it is ordered as."""


def key_of(result: Result) -> str:
    """The key of the test in the list of tests."""
    return result.source_id.rsplit("-", 1)[-1]


def newest_blood_test(record: WholeRecord) -> list[Result]:
    """What the laboratory measured of the newest sample."""
    measured = [one for one in record.results if one.specimen and one.quantity and not one.superseded_by]
    last = max((one.recorded_at for one in measured), default=None)
    return [one for one in measured if one.recorded_at == last and _as_usual(one)]


def _as_usual(result: Result) -> bool:
    """Whether nothing went wrong between the laboratory and the record: that is for other people's results."""
    return bool(result.quantity and result.quantity.unit == listed_tests()[key_of(result)].unit)


def without_newest(record: WholeRecord) -> WholeRecord:
    """The record of somebody whose newest blood test has not come yet."""
    waiting = {one.id for one in newest_blood_test(record)}
    return replace(record, results=[one for one in record.results if one.id not in waiting])


def newest_to_correct(record: WholeRecord) -> Result | None:
    """The newest result that may turn out to have been another's."""
    found = [one for one in newest_blood_test(record) if one.name == CORRECTED]
    return found[0] if found else None


def with_correctable(record: WholeRecord) -> WholeRecord:
    """The record of somebody with a result that came in a message, so that a later one can correct it."""
    wrong = newest_to_correct(record)
    results = [as_sent(one, CORRECTED) if wrong is one else one for one in record.results]
    return replace(record, results=results)
