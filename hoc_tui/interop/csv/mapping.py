"""The mapping file: which column of a CSV file means what, how its dates are written, and what is always the same.

docs/csv-mapping.md describes it for whoever writes one.
"""

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.model import Value
from hoc_tui.domain.text import sanitise
from hoc_tui.interop.csv.dates import DateForm

FIELDS = frozenset(
    {
        "nhs_number",
        "person_id",
        "family",
        "given",
        "born",
        "test_code",
        "test_system",
        "test_name",
        "value",
        "unit",
        "low",
        "high",
        "flag",
        "comment",
        "status",
        "taken",
        "reported",
        "specimen",
        "source_id",
        "lab",
    }
)
"""What a column can mean."""
_DATES = ("born", "taken", "reported")
_ISO = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
_LONGEST = 100


class WrongMapping(HocError):
    """A mapping file that does not say clearly what a CSV file means."""


class Delimiter(StrEnum):
    """What may stand between two columns."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"


class CsvMapping(Value):
    """What the columns of a CSV file mean."""

    sender: str
    """Who sends the file: the namespace of its ids."""
    columns: dict[str, str]
    """The column's title in the file, by what it means."""
    fixed: dict[str, str]
    """What is the same for every row, by what it means."""
    dates: dict[str, tuple[DateForm, ...]]
    """The ways in which a date may be written, by which date it is; tried in order."""
    delimiter: Delimiter | None = None
    """None: whichever of the three shows the mapped columns."""
    decimal_comma: bool = False


def read_mapping(data: bytes) -> CsvMapping:
    """Read a mapping file.

    Args:
        data: What is in it: TOML.

    Raises:
        WrongMapping: It says something that is not known, or too little, in one sentence.
    """
    try:
        sent = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise WrongMapping("The mapping file is not TOML.") from None
    _only_known(sent, ("sender", "delimiter", "decimal_comma", "columns", "fixed", "dates"), "")
    columns, fixed = _texts(sent, "columns"), _texts(sent, "fixed")
    _enough(columns, fixed)
    return CsvMapping(
        sender=_text(sent.get("sender"), "sender"),
        columns=columns,
        fixed=fixed,
        dates=_dates(_table(sent, "dates")),
        delimiter=_delimiter(sent.get("delimiter", "auto")),
        decimal_comma=_yes_or_no(sent.get("decimal_comma", False), "decimal_comma"),
    )


def _only_known(table: Mapping[str, Any], known: Iterable[str], of: str) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        place = f"[{of}] of the mapping file" if of else "the mapping file"
        raise WrongMapping(f"“{_quoted(unknown)}” means nothing in {place}.")


def _quoted(text: str) -> str:
    return sanitise(text[:_LONGEST], lines=False)


def _table(sent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = sent.get(key, {})
    if not isinstance(table, dict):
        raise WrongMapping(f"“{key}” in the mapping file is not a table.")
    return table


def _texts(sent: Mapping[str, Any], key: str) -> dict[str, str]:
    table = _table(sent, key)
    _only_known(table, FIELDS, key)
    return {name: _text(value, name) for name, value in table.items()}


def _text(value: object, key: str) -> str:
    text = sanitise(value[: 4 * _LONGEST], lines=False) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST:
        raise WrongMapping(f"“{key}” in the mapping file must be a text of up to {_LONGEST} characters.")
    return text


def _yes_or_no(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise WrongMapping(f"“{key}” in the mapping file must be true or false.")
    return value


def _delimiter(value: object) -> Delimiter | None:
    names = {"auto": None, **{one.name.casefold(): one for one in Delimiter}}
    if not isinstance(value, str) or value not in names:
        raise WrongMapping("“delimiter” in the mapping file must be auto, comma, semicolon or tab.")
    return names[value]


def _dates(table: Mapping[str, Any]) -> dict[str, tuple[DateForm, ...]]:
    _only_known(table, _DATES, "dates")
    return {name: tuple(map(DateForm.parse, _forms(table.get(name, _ISO), name))) for name in _DATES}


def _forms(value: object, name: str) -> list[str]:
    forms = [value] if isinstance(value, str) else value
    if not isinstance(forms, list | tuple) or not forms or not all(isinstance(form, str) for form in forms):
        raise WrongMapping(f"“{name}” in [dates] of the mapping file must be a date's format, or a list of them.")
    return list(forms)


def _enough(columns: Mapping[str, str], fixed: Mapping[str, str]) -> None:
    twice = next((field for field in columns if field in fixed), None)
    if twice:
        raise WrongMapping(f"“{twice}” stands in both [columns] and [fixed] of the mapping file.")
    said = {*columns, *fixed}
    if "value" not in columns:
        raise WrongMapping("The mapping file does not say which column holds the value.")
    if not {"nhs_number", "family", "person_id"} & {*columns}:
        raise WrongMapping("The mapping file does not say which column tells whom a row is about.")
    if not {"test_code", "test_name"} & said:
        raise WrongMapping("The mapping file does not say which test a row is of.")
    if "test_code" in said and "test_system" not in said:
        raise WrongMapping("The mapping file gives test codes without saying of which system (“test_system”).")
