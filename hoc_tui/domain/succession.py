"""Which of several copies of one result is in force, in whatever order they arrive.

A sender says the same result several times: preliminary, final, corrected, withdrawn. What was issued stands over what
was preliminary; of two that were issued the later by the sender's own clock, and where that says nothing, the one that
has come further.
"""

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.vocabulary import ResultStatus

_ISSUED = 2
_RANKS = {
    ResultStatus.REGISTERED: 0,
    ResultStatus.PRELIMINARY: 1,
    ResultStatus.NOT_SENT: _ISSUED,
    ResultStatus.FINAL: _ISSUED,
    ResultStatus.AMENDED: 3,
    ResultStatus.CORRECTED: 3,
    ResultStatus.CANCELLED: 4,
    ResultStatus.ENTERED_IN_ERROR: 4,
}
"""How far a copy has come. A status that was not sent counts as final, as everywhere."""


def older(
    status: ResultStatus, reported: PartialDate | None, than_status: ResultStatus, than_reported: PartialDate | None
) -> bool:
    """Whether one copy of a result is plainly older than another, so that it never takes its place.

    Why the clock comes before the status among issued copies: a laboratory that withdraws a result and later issues it
    again must not have its number hidden behind the withdrawal (hazard H05).

    Args:
        status: The copy's status.
        reported: When its sender issued it.
        than_status: The other copy's status.
        than_reported: When that was issued.

    Returns:
        False when nothing tells them apart: then what arrives later counts.
    """
    rank, than_rank = _RANKS[status], _RANKS[than_status]
    if min(rank, than_rank) >= _ISSUED or rank == than_rank:
        earlier = _compared(reported, than_reported)
        return earlier < 0 if earlier else rank < than_rank
    return rank < than_rank


def _compared(one: PartialDate | None, other: PartialDate | None) -> int:
    """-1, 0 or 1; 0 also when one is missing, or they differ only in what the less precise one does not say."""
    if one is None or other is None:
        return 0
    precise = min(len(one.sort_key), len(other.sort_key))
    first, second = one.sort_key[:precise], other.sort_key[:precise]
    return (first > second) - (first < second)
