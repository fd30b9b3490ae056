"""Looking at a record: the view of a conversation, with reviewed content as it may judge at the record's site."""

from collections.abc import Iterable, Mapping
from datetime import date

from hoc_tui.content.site import catalogue_for
from hoc_tui.content.tests import GROUPS, group_of
from hoc_tui.domain.known import known_of
from hoc_tui.domain.links import in_families
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code
from hoc_tui.widgets.conversation.view import ConversationView


class ReviewedNaming:
    """The body stories of reviewed content."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The body stories in their usual order, with their plain titles."""
        return GROUPS

    def group_of(self, codes: Iterable[Code]) -> str:
        """The body story of a test that content has no words for."""
        return group_of(codes)


def look_at(record: Record, today: date) -> ConversationView:
    """A record as the panes see it, judged by what its site has approved.

    Args:
        record: As it was read.
        today: For ages.
    """
    known = known_of(record, catalogue_for(record.site))
    return ConversationView(in_families(record, known), today, ReviewedNaming(), known)
