"""What can go wrong, said so that the person at the screen knows what to do next."""


class HocError(Exception):
    """The root of everything hoc-tui raises on purpose.

    Args:
        message: What happened, as one plain sentence without data from a driver.
        hint: What to do next, as one plain sentence; empty when the message says it all.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        """What happened, in one sentence."""
        self.hint = hint
        """What to do next, in one sentence; may be empty."""

    def __str__(self) -> str:
        """The message, and the hint after it when there is one."""
        return f"{self.message} {self.hint}".strip()


class NotFound(HocError):
    """The thing asked for is not in this database."""


class Refused(HocError):
    """A rule of care planning forbids the change; nothing was written."""


class Changed(HocError):
    """Somebody else changed the same words since they were read; nothing was written."""


class Crossed(Changed):
    """Somebody else wrote in the same place at the same moment; nothing was written, and it may be tried again."""


class DatabaseUnavailable(HocError):
    """The database cannot be reached or did not answer in time."""


class ConfigurationMissing(HocError):
    """No database has been named, or the one named has not been set up."""


class MigrationNeeded(HocError):
    """The database has another schema version than this program understands."""
