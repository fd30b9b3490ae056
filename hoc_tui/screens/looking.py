"""Looking at a record: the view of a conversation, with the words that reviewed content has for its tests."""

from collections.abc import Iterable, Mapping
from datetime import date

from hoc_tui.content.tests import GROUPS, TestWords, group_of, words_for
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code
from hoc_tui.widgets.conversation.view import ConversationView


class ReviewedNaming:
    """The names and body stories of reviewed content."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The body stories in their usual order, with their plain titles."""
        return GROUPS

    def words_for(self, codes: Iterable[Code]) -> TestWords | None:
        """The words for a test, found by its codes."""
        return words_for(codes)

    def group_of(self, codes: Iterable[Code]) -> str:
        """The body story of a test."""
        return group_of(codes)


def look_at(record: Record, today: date) -> ConversationView:
    """A record as the panes see it.

    Args:
        record: As it was read.
        today: For ages.
    """
    return ConversationView(record, today, ReviewedNaming())
