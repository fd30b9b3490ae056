"""A light record: who somebody is, what they need and what they live with. A million of these fill a large practice."""

from collections.abc import Iterator
from functools import lru_cache

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.health import conditions, draw_conditions
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.needing import draw_needs
from hoc_tui.demo.scribe import new_item
from hoc_tui.demo.surgery import Surgery
from hoc_tui.domain.dates import PartialDate, age_on
from hoc_tui.domain.model import Value
from hoc_tui.domain.record import ConditionDraft
from hoc_tui.domain.vocabulary import ItemKind, Role
from hoc_tui.domain.whole import WholeRecord, Written


def light_record(surgery: Surgery, person: int, fields: Fields, background: str, chance: Chance) -> WholeRecord:
    """A record without results and without a plan.

    Args:
        surgery: Where they are registered.
        person: Their number there.
        fields: Who they are.
        background: Where their name comes from.
        chance: The stream that made them; it makes the rest as well, because beginning another takes longer.
    """
    ids = surgery.ids_from(chance, person)
    who = surgery.register(person, fields, ids)
    written = [Written(ids(), ItemKind.PERSON, who, who.authored_by)]
    authors = {ItemKind.NEED: who.authored_by, ItemKind.CONDITION: surgery.team[Role.GP].id}
    for kind, draft in _drafts(surgery, chance, age_on(fields["born"], surgery.today), background):
        item = new_item(kind, draft, who.id, ids(), by=authors[kind], at=who.recorded_at)
        written.append(Written(ids(), kind, item, authors[kind]))
    return WholeRecord(who, written)


def _drafts(surgery: Surgery, chance: Chance, age: int, background: str) -> Iterator[tuple[ItemKind, Value]]:
    for need in draw_needs(chance, age, background):
        yield ItemKind.NEED, need
    for key in draw_conditions(chance, age, most=2):
        yield ItemKind.CONDITION, _condition(key, surgery.today.year - chance.whole(1, 12))


@lru_cache(maxsize=1024)
def _condition(key: str, year: int) -> ConditionDraft:
    return ConditionDraft(name=conditions()[key].name, onset=PartialDate(f"{year}"))
