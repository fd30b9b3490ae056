"""Settings: a site's file, then the user's, then HOC_* in the environment; later ones win, setting by setting.

Imports nothing of ours, so that it can be read before anything else is loaded; and reads nothing until it is asked.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

SITE_FILE: Final = Path("/etc/hoc-tui/config.toml")
"""What an administrator settles for everybody on this machine."""

_IN_FILES_ONLY: Final = frozenset({"keys"})

_NAME: Final = "hoc-tui"
_ENVIRONMENT: Final = "HOC_"
_WHERE: Final = re.compile(r"\(at (.*)\)")


class SettingsWrong(Exception):
    """A settings file or variable cannot be used; nothing was guessed in its place.

    Args:
        message: What is wrong and where, as one plain sentence without the value, which may be a password.
        hint: What to do about it, as one plain sentence.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        """What is wrong."""
        self.hint = hint
        """What to do about it."""


class Settings(BaseModel):
    """What can be settled before the program starts; each key is also HOC_ and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = ""
    """The SQLAlchemy address of the one shared database; empty means that nobody has named one."""
    theme: str = ""
    """The name of a theme; empty means the first that the terminal can show."""
    import_max_mb: Annotated[int, Field(ge=1, le=100_000)] = 200
    """The largest file that is imported, in millions of bytes."""
    records: Path = Path("../shared/records")
    """Where `hoc-tui demo` looks for records to import beside the made-up people."""
    keys: dict[str, str] = Field(default_factory=dict)
    """Keys that somebody wants instead of ours, by the command's name: "f3" for "find"; in files only."""


def read_settings(environment: Mapping[str, str], *, site: Path = SITE_FILE, user: Path | None = None) -> Settings:
    """Read the settings in force.

    Args:
        environment: The process's environment.
        site: The administrator's file.
        user: The user's file; None means its usual place.

    Returns:
        The settings; what nobody has settled has its default.

    Raises:
        SettingsWrong: A file cannot be read, holds an unknown key, or a value does not fit.
    """
    settled: dict[str, Any] = {}
    keys: dict[str, str] = {}
    for path in (site, user or user_file()):
        said = _checked(_from_file(path), str(path))
        keys |= said.get("keys", {})
        settled |= said
    names = Settings.model_fields.keys() - _IN_FILES_ONLY
    settled |= _checked(_from_environment(environment, names), "The environment", _variable)
    return Settings.model_validate(settled | {"keys": keys})


def user_file() -> Path:
    """Where a user's own settings are."""
    return platformdirs.user_config_path(_NAME) / "config.toml"


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        # Why not its own words: they can quote the line, and the line can hold a password.
        place = _WHERE.search(str(error))
        where = f" ({place[1]})" if place else ""
        raise SettingsWrong(f"{path} is not valid TOML{where}.", "Correct it, or move it away.") from None
    except UnicodeDecodeError:
        raise SettingsWrong(f"{path} is not UTF-8 text.", "Save it as UTF-8, or move it away.") from None
    except OSError:
        raise SettingsWrong(f"{path} cannot be read.", "Look at its permissions, or move it away.") from None


def _from_environment(environment: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """What the environment says; empty means not set, and other programs' HOC_ variables are theirs."""
    said = {name: environment.get(_variable(name), "") for name in names}
    return {name: value for name, value in said.items() if value}


def _variable(name: str) -> str:
    return _ENVIRONMENT + name.upper()


def _checked(said: dict[str, Any], where: str, called: Callable[[str], str] = str) -> dict[str, Any]:
    """What one place says, if every key is known and every value fits."""
    try:
        Settings.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
        raise _refusal(first["type"], called(str(first["loc"][0])), where) from None
    return said


def _refusal(kind: str, name: str, where: str) -> SettingsWrong:
    if kind == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return SettingsWrong(f"{where}: there is no setting “{name}”.", f"There are: {known}.")
    return SettingsWrong(f"{where}: the value of “{name}” does not fit.", "See docs/cli.md for what it may be.")
