"""Reading the lists that stand beside this module: each once, checked against what it should hold."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator

from hoc_tui.domain.model import Value

Read = TypeVar("Read", bound=Value)


def _parted(text: object) -> object:
    return tuple(part.strip() for part in text.split(",")) if isinstance(text, str) else text


Names = Annotated[tuple[str, ...], BeforeValidator(_parted)]
"""Names in one line of a list, with commas between."""


@cache
def table(name: str) -> dict[str, Any]:
    """A list as it stands in its file.

    Args:
        name: The file's name without ".toml".
    """
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def entries(name: str, key: str, type_: type[Read]) -> tuple[Read, ...]:
    """The entries of an array in a list.

    Args:
        name: The file's name without ".toml".
        key: The array.
        type_: What each entry must be.
    """
    return tuple(type_.model_validate(entry) for entry in table(name)[key])
