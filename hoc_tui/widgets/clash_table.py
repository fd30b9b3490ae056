"""What two people made of the same words, side by side: as both had read it, as it stands now, as it was wanted."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.clash import Clash, FieldClash
from hoc_tui.text import Content, display, join, label
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.field_words import UNSAID, called, value_words
from hoc_tui.widgets.flow import Layout

COLUMNS = (Column(""), Column(""), Column(""))


def who_and_when(clash: Clash, staff: Mapping[UUID, str], zone: str) -> tuple[str, str]:
    """Who wrote what stands now, and at what time.

    Args:
        clash: What was changed.
        staff: Names by id.
        zone: The practice's time zone.
    """
    who = staff.get(clash.by, "Somebody who no longer works here")
    return who, f"{clash.at.astimezone(ZoneInfo(zone)):%H:%M}"


def clash_table(clash: Clash, staff: Mapping[UUID, str], zone: str) -> Layout:
    """The fields somebody has to choose for.

    Args:
        clash: What was changed.
        staff: Names by id.
        zone: The practice's time zone.

    Returns:
        Three columns, and a heading for each field; what is wanted besides stands below.
    """
    who, at = who_and_when(clash, staff, zone)
    titles = (display("When you began", "bold"), label("[b]$who, $at[/b]", who=who, at=at), display("You", "bold"))

    def lay(width: int) -> Content:
        lines = [Row(COLUMNS, titles)(width)]
        for one in clash.fields:
            lines += [display(called(one.name), "$quiet"), Row(COLUMNS, _cells(one, staff, ZoneInfo(zone)))(width)]
        return join([*lines, *_besides(clash, staff, ZoneInfo(zone))], "\n")

    return lay


def _cells(one: FieldClash, staff: Mapping[UUID, str], zone: ZoneInfo) -> tuple[Content, Content, Content]:
    if one.name in UNSAID:
        return display("as it was"), display("changed"), display("changed")
    base, theirs, mine = (display(value_words(each, staff, zone)) for each in (one.base, one.theirs, one.mine))
    return base, theirs, mine


def _besides(clash: Clash, staff: Mapping[UUID, str], zone: ZoneInfo) -> list[Content]:
    said = {name: value for name, value in clash.besides.items() if name not in UNSAID}
    if not said or clash.ended:
        return []
    words = [
        label("$called: $value", called=called(name), value=value_words(value, staff, zone))
        for name, value in said.items()
    ]
    return [display("Saved as you wrote it, whatever you choose:", "$quiet"), *words]
