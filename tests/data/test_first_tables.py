"""What is read before the first list is declared twice: by name and type alone, and whole."""

import pytest
from sqlalchemy import String, Table, TableClause
from sqlalchemy.types import TypeEngine

from hoc_tui.data.first_tables import AUDIT_EVENT, NEED, PERSON, PRACTICE, STAFF, VISIT
from hoc_tui.data.tables import Base
from hoc_tui.domain.people import Practice, Staff


def _kind(type_: TypeEngine[object]) -> type[object]:
    """The type as the driver is told of it: any text is text, whatever its length."""
    return String if isinstance(type_, String) else type(type_)


@pytest.mark.parametrize("first", [AUDIT_EVENT, NEED, PERSON, PRACTICE, STAFF, VISIT], ids=lambda table: table.name)
def test_both_declarations_agree(first: TableClause) -> None:
    """Every column that is read early has the name and the type of the declared one."""
    declared: Table = Base.metadata.tables[first.name]

    assert {column.name: _kind(declared.c[column.name].type) for column in first.c} == {
        column.name: _kind(column.type) for column in first.c
    }


def test_who_is_working_is_read_whole() -> None:
    """The practice and its staff are read field by field, with none left out."""
    assert [set(Practice.model_fields), set(Staff.model_fields)] == [set(PRACTICE.c.keys()), set(STAFF.c.keys())]


def test_an_entry_is_written_whole() -> None:
    """Only its number is the database's own: a column of the audit that is added must be written, too."""
    assert {"seq"} == set(Base.metadata.tables["audit_event"].c.keys()) - set(AUDIT_EVENT.c.keys())
