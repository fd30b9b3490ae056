"""How a command ends: the exit codes that other programs rely on, and which error gives which."""

from enum import IntEnum

from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable, HocError, MigrationNeeded


class ExitCode(IntEnum):
    """The exit codes; a contract with other programs."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    CONFIGURATION = 3
    UNREACHABLE = 4
    MIGRATION = 5
    REJECTED = 6


_CODES: dict[type[HocError], ExitCode] = {
    ConfigurationMissing: ExitCode.CONFIGURATION,
    DatabaseUnavailable: ExitCode.UNREACHABLE,
    MigrationNeeded: ExitCode.MIGRATION,
}


def code_of(error: HocError) -> ExitCode:
    """The exit code for an error; 1 unless the contract has one of its own for it."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), ExitCode.ERROR)
