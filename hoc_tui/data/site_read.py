"""What a practice has decided about reviewed content, as it comes with every record; the newest word counts."""

import json
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from hoc_tui.data.columns import json_array
from hoc_tui.data.tables import ContentApprovalRow, TestMappingRow, mapped
from hoc_tui.domain.site import Approval, SiteContent, TestMapping


def site_columns() -> list[tuple[str, Table, json_array]]:
    """For each kind of decision: its name, its table, and the SQL expression for one of them."""
    approvals, mappings = mapped(ContentApprovalRow), mapped(TestMappingRow)
    return [
        ("approvals", approvals, _array(approvals, "approved_at", "id", "entry_id", "digest", "enabled")),
        ("mappings", mappings, _array(mappings, "decided_at", "id", "test_key", "unit", "test_id")),
    ]


def _array(table: Table, *names: str) -> json_array:
    return json_array(*(table.c[name] for name in names))


def site_of(approvals: Iterable[str], mappings: Iterable[str]) -> SiteContent:
    """A site's decisions from what the database sent.

    Args:
        approvals: One JSON array for each approval.
        mappings: One JSON array for each mapping.
    """
    entries = _newest(approvals, lambda entry_id, _digest, _enabled: entry_id)
    codes = _newest(mappings, lambda test_key, unit, _test_id: (test_key, unit))
    return SiteContent(
        approvals=tuple(Approval(entry_id=one[0], digest=one[1], enabled=bool(one[2])) for one in entries),
        mappings=tuple(TestMapping(test_key=one[0], unit=one[1], test_id=one[2]) for one in codes),
    )


def _newest(bodies: Iterable[str], about: Callable[..., Hashable]) -> list[list[Any]]:
    """The newest decision about each thing, in one order whichever way the rows came."""
    rows = json.loads(f"[{','.join(bodies)}]")
    decided = sorted(rows, key=lambda row: (datetime.fromisoformat(row[0]), row[1]))
    newest = {about(*said): said for _at, _id, *said in decided}
    return sorted(newest.values())
