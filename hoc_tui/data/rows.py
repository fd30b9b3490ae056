"""Between items of the domain and rows of the tables: one table a kind, columns named like fields."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Table

from hoc_tui.data import tables
from hoc_tui.data.columns import JsonText
from hoc_tui.data.tables import mapped
from hoc_tui.domain.items import Item
from hoc_tui.domain.kinds import ITEMS, ONE_A_PERSON
from hoc_tui.domain.vocabulary import ItemKind

ROWS: dict[ItemKind, type[tables.Base]] = {
    ItemKind.PERSON: tables.PersonRow,
    ItemKind.CONTACT: tables.ContactRow,
    ItemKind.NEED: tables.NeedRow,
    ItemKind.CONDITION: tables.ConditionRow,
    ItemKind.AGENDA: tables.AgendaRow,
    ItemKind.GOAL: tables.GoalRow,
    ItemKind.ACTION: tables.ActionRow,
    ItemKind.DECISION: tables.DecisionRow,
    ItemKind.TARGET: tables.TargetRow,
    ItemKind.LINK: tables.LinkRow,
    ItemKind.PLAN: tables.CarePlanRow,
    ItemKind.VISIT: tables.VisitRow,
    ItemKind.REVIEW: tables.ReviewRow,
}
"""The table of each kind."""


def table_of(kind: ItemKind) -> Table:
    """The table of a kind."""
    return mapped(ROWS[kind])


def values_of(kind: ItemKind, item: Item) -> dict[str, Any]:
    """An item as column values: the fields themselves, JSON columns as plain JSON."""
    table = table_of(kind)
    plain = item.model_dump(mode="json", include=_json_columns(table))
    fields = dict(item) | plain
    return {column.name: fields[column.name] for column in table.columns if column.name in fields}


def item_of(kind: ItemKind, row: RowMapping) -> Item:
    """A row as the item it stands for."""
    fields: dict[str, Any] = {name: value for name, value in row.items() if name in ITEMS[kind].model_fields}
    if kind in ONE_A_PERSON:
        fields["id"] = fields["person_id"]
    return ITEMS[kind].model_validate(fields)


def item_columns(kind: ItemKind) -> list[ColumnElement[Any]]:
    """The columns that make an item of a kind, named like its fields."""
    table = table_of(kind)
    fields = ITEMS[kind].model_fields
    columns: list[ColumnElement[Any]] = [column for column in table.columns if column.name in fields]
    if kind in ONE_A_PERSON:
        columns.append(table.c.person_id.label("id"))
    return columns


def where_item(kind: ItemKind, person_id: UUID, item_id: UUID) -> ColumnElement[bool]:
    """The condition that names one item; always names the person."""
    table = table_of(kind)
    mine = table.c.person_id == person_id
    return mine if kind in ONE_A_PERSON else mine & (table.c.id == item_id)


def _json_columns(table: Table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, JsonText)}
