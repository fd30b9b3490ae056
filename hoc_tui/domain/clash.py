"""Two people changed the same words: what it said when they began, what each made of it, and how it is settled."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from hoc_tui.domain.errors import Changed
from hoc_tui.domain.history import Revision
from hoc_tui.domain.kinds import TOGETHER, clashing
from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import ItemKind


class Side(StrEnum):
    """Whose words are taken."""

    THEIRS = "theirs"
    MINE = "mine"


class FieldClash(Value):
    """One field as both had read it, as it stands now, and as it was wanted."""

    name: str
    base: JsonValue
    theirs: JsonValue
    mine: JsonValue


class Clash(Value):
    """A change that was not made because of somebody else's; its words are in the history, too."""

    kind: ItemKind
    person_id: UUID
    item_id: UUID
    version: int
    """The version that stands now: what settles the clash is written against it."""
    op_id: UUID
    """The write that was not made."""
    fields: tuple[FieldClash, ...]
    """The fields somebody has to choose for; those that mean something only together all stand here."""
    besides: Mapping[str, JsonValue]
    """What the same change wanted for fields that nobody else touched: it is written whoever is right."""
    by: UUID
    """Who wrote what stands now."""
    at: datetime
    """When they wrote it."""
    ended: bool = False
    """Whether they took the item out of the record."""
    ended_reason: str = ""


class Clashed(Changed):
    """Somebody else changed the same words; both are kept, and somebody has to choose.

    Args:
        clash: What was changed, and by whom.
    """

    def __init__(self, clash: Clash) -> None:
        super().__init__("Somebody else changed the same words meanwhile.", hint="Yours are kept in the history (h).")
        self.clash = clash
        """What was changed, and by whom."""


def as_read(held: Mapping[str, JsonValue], since: Sequence[Revision]) -> dict[str, JsonValue]:
    """An item's fields as somebody had read them.

    Args:
        held: As they stand now.
        since: Changes that were made after it was read, oldest first.
    """
    undone = {name: change.before for one in reversed(since) for name, change in one.changes.items() if name in held}
    return dict(held) | undone


def changes_since(version: int, revisions: Sequence[Revision]) -> list[Revision]:
    """The changes that were made to an item after a version.

    Args:
        version: The version that was read.
        revisions: All of the item's, oldest first.
    """
    return [one for one in revisions if one.takes_effect and one.item_version > version]


def clash_of(lost: Revision, revisions: Sequence[Revision], held: Mapping[str, JsonValue], version: int) -> Clash:
    """What a change that was not made looks like beside what stands now.

    Args:
        lost: The change that was not made.
        revisions: All of the item's, oldest first.
        held: The item's fields as they stand now.
        version: The item's version now.
    """
    since = changes_since(lost.base_version, revisions)
    base = as_read(held, since)
    mine = {name: change.after for name, change in lost.changes.items() if name in held}
    theirs = {name for name in held if held[name] != base[name]}
    contested = _contested(lost.item_kind, mine.keys(), theirs)
    endings = [one for one in since if "ended" in one.changes]
    newest = since[-1] if since else lost
    return Clash(
        kind=lost.item_kind,
        person_id=lost.person_id,
        item_id=lost.item_id,
        version=version,
        op_id=lost.op_id,
        fields=tuple(
            FieldClash(name=name, base=base[name], theirs=held[name], mine=mine.get(name, base[name]))
            for name in held
            if name in contested
        ),
        besides={name: value for name, value in mine.items() if name not in contested and value != held[name]},
        by=newest.by,
        at=newest.at,
        ended=bool(endings) and bool(endings[-1].changes["ended"].after),
        ended_reason=endings[-1].reason if endings else "",
    )


def _contested(kind: ItemKind, mine: AbstractSet[str], theirs: AbstractSet[str]) -> frozenset[str]:
    """What has to be chosen as one: my fields that clash, and all that means something only with them.

    Why the whole group: my limit with their unit would be an aim that nobody set.
    """
    clash = clashing(kind, mine, theirs)
    groups = [group for group in TOGETHER.get(kind, ()) if group & clash]
    return clash.union(*((group & (mine | theirs)) for group in groups))


def settlement(clash: Clash, side: Side, anew: Mapping[str, str] | None = None) -> dict[str, JsonValue]:
    """The fields to write when somebody has chosen.

    Args:
        clash: What was changed.
        side: Whose words are taken for the fields that clash.
        anew: A third text for some of them.

    Returns:
        New values of fields; empty when everything stays as it stands.
    """
    chosen = {one.name: one.mine for one in clash.fields} if side is Side.MINE else {}
    now = {one.name: one.theirs for one in clash.fields}
    wanted = chosen | dict(anew or {})
    return dict(clash.besides) | {
        name: value for name, value in wanted.items() if name not in now or value != now[name]
    }
