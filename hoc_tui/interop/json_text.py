"""JSON as it was sent: a number keeps its digits, and nothing is read that could mean two things.

Why not `parse_float=Decimal`: it keeps "7.10" but not "1e2" or a number of 10,000 digits, and the text is what
was sent. Why not msgspec: it would be a dependency for the sake of one option that the standard library has.
"""

import json
import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from hoc_tui.domain.incoming import Unreadable

Json: TypeAlias = "bool | str | Number | list[Json] | dict[str, Json] | None"
Gather: TypeAlias = Callable[[list[tuple[str, "Json"]]], dict[str, "Json"]]

_CONSTANTS = {None: "null", True: "true", False: "false"}
_NOT_PLAIN = re.compile(r"[^\x20-\x7e]")


class Number:
    """A number of the file, as its digits."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        """Whether both were written with the same digits."""
        return isinstance(other, Number) and other.text == self.text

    def __hash__(self) -> int:
        """By the digits."""
        return hash(self.text)


def parse(data: bytes) -> Json:
    """Read JSON from bytes.

    Args:
        data: The whole file: UTF-8, with or without a byte order mark.

    Returns:
        The value, its numbers as `Number`.

    Raises:
        Unreadable: It is not UTF-8, not JSON, cut off, nested too deeply, holds NaN or Infinity, or names a field
            twice in one object.
    """
    text = _decoded(data)
    repeated: list[str] = []

    def gathered(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            repeated.append(_first_repeated(pairs))
        return fields

    value = _loaded(text, gathered)
    if repeated:
        place = f"field {as_sent(repeated[0])}"
        message = "A field stands twice in one object, so the file could mean two things."
        raise Unreadable(message, where=place, resources=entries_in(value))
    return value


def entries_in(value: Json) -> int:
    """How many entries a bundle lists; 0 when it is none."""
    listed = value.get("entry") if isinstance(value, dict) else None
    return len(listed) if isinstance(listed, list) else 0


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("The file is not text in UTF-8.", where=f"byte {error.start + 1:,}") from None
    if not text or text.isspace():
        raise Unreadable("The file is empty.")
    return text


def _loaded(text: str, gathered: Gather) -> Json:
    try:
        # Why these hooks cost no exactness: each is given the number's own text, never a float.
        value: Json = json.loads(
            text, parse_float=Number, parse_int=Number, parse_constant=_refused, object_pairs_hook=gathered
        )
    except json.JSONDecodeError as error:
        raise _not_json(text, error) from None
    except RecursionError:
        raise Unreadable("The file is nested too deeply to be read.") from None
    return value


def _refused(constant: str) -> NoReturn:
    raise Unreadable(f"The file holds “{constant}” in the place of a number.")


def _not_json(text: str, error: json.JSONDecodeError) -> Unreadable:
    place = f"line {error.lineno:,}, column {error.colno:,}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return Unreadable("The file ends too early; it seems to have been cut off.", where=place)
    if error.msg.startswith("Extra data"):
        return Unreadable("The file goes on after its end; one file may hold one bundle.", where=place)
    return Unreadable("The file is not JSON.", where=place)


def _first_repeated(pairs: list[tuple[str, Json]]) -> str:
    seen: set[str] = set()
    return next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]


def as_sent(value: Json) -> str:
    """A value as JSON on one line, numbers with their own digits, harmless in a terminal and in any database.

    Characters that show nothing or steer a terminal stand as JSON escapes, so that nothing is lost.

    Args:
        value: What `parse` gave, or a part of it.
    """
    if isinstance(value, Number):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(name)}: {as_sent(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_sent, value)) + "]"
    return _quoted(value) if isinstance(value, str) else _CONSTANTS[value]


def _quoted(text: str) -> str:
    return _NOT_PLAIN.sub(lambda odd: _shown(odd[0]), json.dumps(text, ensure_ascii=False))


def _shown(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
