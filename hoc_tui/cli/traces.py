"""What a command did to a whole practice, in the audit of that practice's database."""

from hoc_tui.cli.printing import tell
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.vocabulary import AuditAct


def enter_act(url: str, act: AuditAct, words: str) -> None:
    """Enter that somebody took all records out or put them back; a database that takes no entry is said to.

    Why only said: a backup of a standby or with a login that may only read is a good backup.

    Args:
        url: The database.
        act: What was done.
        words: Which file or database, without passwords.
    """
    from hoc_tui.cli.opening import account, place, reached

    try:
        with reached(url) as database:
            database.enter_act(account(), act, words, place=place())
    except HocError:
        tell("This could not be entered in the audit of the database.")
