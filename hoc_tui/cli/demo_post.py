"""What is done in the made-up practice once its people are there: limits judge, and the day's post is taken in."""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from hoc_tui.demo.post import Letter, Post
from hoc_tui.demo.practice import MadeUpPractice
from hoc_tui.domain.counting import ImportReport
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.interop.messages import open_messages
from hoc_tui.services.approving import EVERYTHING, approve
from hoc_tui.services.ports import Desk
from hoc_tui.services.reporting import take_messages

IMPORTER: Final = "demo-gp"
"""The account that takes files in."""
SAFETY_OFFICER: Final = "demo-safety-officer"
"""The account that lets limits judge."""
_MOST: Final = 1_000_000
"""More bytes than a day's post has."""


def furnish(desk: Callable[[str], Desk], practice: MadeUpPractice) -> int:
    """Let every limit judge, and take today's post in.

    Args:
        desk: The desk of an account of the made-up practice.
        practice: Whose people are in the database.

    Returns:
        How many limits judge that nobody has signed for.
    """
    limits = approve(desk(SAFETY_OFFICER), [EVERYTHING], "A made-up practice: nobody in it is real.")
    take_post(desk(IMPORTER), practice)
    return limits


def take_post(desk: Desk, practice: MadeUpPractice) -> ImportReport:
    """Take today's post in, as any file of laboratory messages is taken in.

    Args:
        desk: Where the work is done.
        practice: Whose post it is.

    Returns:
        What became of every part of it.
    """
    report = ImportReport()
    for letter in Post(practice).letters():
        report.add(take_messages(desk, _messages(letter), letter.name))
    return report


def _messages(letter: Letter) -> list[IncomingMessage]:
    messages = open_messages(BytesIO(letter.body), limit_bytes=_MOST)
    assert messages is not None  # noqa: S101  it was written in one of the formats
    return [one for one in messages if isinstance(one, IncomingMessage)]
