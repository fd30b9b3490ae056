"""Changes that wait on somebody's computer: which may, how they are written down, and that none is done twice."""

import ast
import importlib
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import hoc_tui.services
from hoc_tui.domain.clash import Clashed, Side
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.people import ContactDraft, NeedDraft, Person
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, GoalDraft
from hoc_tui.domain.record import ConditionDraft, Record, VisitDraft
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, NeedKind, Role, Step
from hoc_tui.services import conversation, people, records, settling, visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from hoc_tui.services.waiting import NEVER, QUEUED, Unreadable, Waiting, do_again, let_go, put_aside, written
from tests.support.desks import NINE_O_CLOCK, Surgery, register

INSIDE = {"saving"}
"""Modules of what the verbs are made of; no screen calls those."""
BY_THEIR_PARTS = {"note_plan": "note_plan_at"}
"""Verbs that wait under the name of what they call: what they are given is far more than they need."""


def test_every_service_that_writes_waits_or_says_why_not() -> None:
    """Nobody can add a service that writes and forget what becomes of it while the database is lost."""
    known = QUEUED.keys() | NEVER.keys() | BY_THEIR_PARTS.keys()
    assert known == _writers()
    assert set(BY_THEIR_PARTS.values()) <= QUEUED.keys()
    assert not QUEUED.keys() & NEVER.keys()


def test_nothing_that_must_not_wait_waits() -> None:
    """Agreeing, registering and marking a plan are never put aside; each says why in a sentence."""
    assert {"agree", "register", "mark_wrong_record"} <= NEVER.keys()
    assert all(sentence.endswith(".") for sentence in NEVER.values())


def _writers() -> set[str]:
    """The public services that come to a unit of work that writes, however far down."""
    functions: dict[str, set[str]] = {}
    public: set[str] = set()
    for module in pkgutil.iter_modules(hoc_tui.services.__path__):
        source = Path(str(importlib.import_module(f"hoc_tui.services.{module.name}").__file__)).read_text()
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                functions[node.name] = _called(node)
                takes = [argument.arg for argument in node.args.args]
                inside = "work" in takes or module.name in INSIDE or node.name.startswith("_")
                if takes[:1] == ["desk"] and not inside:
                    public.add(node.name)
    writing = {"desk.writing"}
    while True:
        more = {name for name, calls in functions.items() if calls & writing} | writing
        if more == writing:
            # What does a waiting change again is not one more of them.
            return (public & writing) - {"do_again"}
        writing = more


def _called(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


# -- Every verb, put aside and done again -----------------------------------------------------------------------------


@dataclass
class Scene:
    """A record with something of everything in it, read by a nurse."""

    desk: Desk
    record: Record

    @property
    def person(self) -> Person:
        return self.record.person

    def spot(self, kind: ItemKind) -> Spot:
        one = {
            ItemKind.AGENDA: self.record.agenda,
            ItemKind.NEED: self.record.needs,
            ItemKind.VISIT: self.record.visits,
        }
        return Spot.of(kind, one[kind][0])


def _scene(desk: Desk) -> Scene:
    person = register(desk)
    for text in ("Tired", "Sore feet", "The stairs"):
        conversation.put_down(desk, person.id, AgendaDraft(text=text))
    conversation.put_down(desk, person.id, GoalDraft(words="Dance"))
    people.add_need(desk, person.id, NeedDraft(kind=NeedKind.FORMAT, text="Large print"))
    visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    return Scene(desk, records.open_record(desk, person.id))


Call = tuple[Callable[..., object], tuple[object, ...], dict[str, object]]


def _clashing(scene: Scene) -> Call:
    """Mine lost to somebody else's, who then took the item out; now mine is taken after all."""
    spot = scene.spot(ItemKind.AGENDA)
    conversation.rewrite(scene.desk, spot, {"text": "Tired all day"})
    conversation.take_out(scene.desk, Spot(spot.kind, spot.person_id, spot.item_id, 2), "by mistake")
    with pytest.raises(Clashed) as lost:
        conversation.rewrite(scene.desk, spot, {"text": "Tired at night"})
    return settling.settle, (lost.value.clash, Side.MINE, None), {}


def _undoing(scene: Scene) -> Call:
    spot = scene.spot(ItemKind.AGENDA)
    saved = conversation.rewrite(scene.desk, spot, {"text": "Tired all day"})
    return records.undo, (spot.person_id, saved.op_id), {}


def _bringing_back(scene: Scene) -> Call:
    spot = scene.spot(ItemKind.AGENDA)
    first = records.history_of(scene.desk, spot.person_id, spot.item_id)[0]
    conversation.rewrite(scene.desk, spot, {"text": "Tired all day"})
    return settling.bring_back, (Spot(spot.kind, spot.person_id, spot.item_id, 2), first.id), {}


def _simple(verb: Callable[..., object], *arguments: object, **keywords: object) -> Call:
    return verb, arguments, keywords


CALLS: dict[str, Callable[[Scene], Call]] = {
    "put_down": lambda s: _simple(
        conversation.put_down,
        s.person.id,
        ActionDraft(what="Walk", goal_id=s.record.goals[0].id, due_on=date(2026, 4, 1)),
    ),
    "rewrite": lambda s: _simple(
        conversation.rewrite, s.spot(ItemKind.AGENDA), {"text": "Very tired", "position": Decimal("2.5")}, reason="x"
    ),
    "take_out": lambda s: _simple(conversation.take_out, s.spot(ItemKind.AGENDA), "said twice"),
    "move": lambda s: _simple(conversation.move, ItemKind.AGENDA, s.record.agenda, 0, 1),
    "note_plan_at": lambda s: _simple(
        conversation.note_plan_at, s.person.id, 0, {"reviewer": "Dr Osei", "review_on": date(2027, 3, 5)}
    ),
    "correct": lambda s: _simple(
        people.correct, s.person, {"phone": "01632 960 222", "born": date(1951, 3, 5)}, reason="misread"
    ),
    "add_need": lambda s: _simple(people.add_need, s.person.id, NeedDraft(kind=NeedKind.FORMAT, text="Braille")),
    "add_contact": lambda s: _simple(people.add_contact, s.person.id, ContactDraft(name="Aisha")),
    "add_condition": lambda s: _simple(
        people.add_condition, s.person.id, ConditionDraft(name="Asthma", onset=PartialDate.parse("2014-05"))
    ),
    "change_detail": lambda s: _simple(people.change_detail, s.spot(ItemKind.NEED), {"text": "Larger print"}),
    "end_detail": lambda s: _simple(people.end_detail, s.spot(ItemKind.NEED), "no longer"),
    "book": lambda s: _simple(visits.book, s.person.id, VisitDraft(starts_at=NINE_O_CLOCK + timedelta(days=1))),
    "arrived": lambda s: _simple(visits.arrived, s.spot(ItemKind.VISIT)),
    "reach": lambda s: _simple(visits.reach, s.spot(ItemKind.VISIT), Step.LETTER_SENT),
    "settle": _clashing,
    "bring_back": _bringing_back,
    "undo": _undoing,
}


@pytest.mark.parametrize("verb", QUEUED)
def test_what_waited_is_done_once_and_the_same(verb: str, surgery: Surgery) -> None:
    """Each verb goes to JSON and back, and done three times by its id it changes the record once."""
    scene = _scene(surgery.desk(Role.NURSE))
    service, arguments, keywords = CALLS[verb](scene)
    before = len(_history(scene))
    waiting = _through_json(put_aside(scene.desk, service, arguments, keywords))

    do_again(scene.desk, waiting)
    once = _history(scene)
    do_again(scene.desk, waiting)
    do_again(surgery.desk(Role.NURSE), waiting)

    assert once == _history(scene)
    added = [one for one in once[before:] if one.takes_effect]
    assert added
    assert waiting.op_id in {one.op_id for one in added}
    assert scene.person.id == waiting.person_id


def test_what_was_done_and_not_acknowledged_is_not_done_again(surgery: Surgery) -> None:
    """The database has the change, the answer was lost: sent again, it is found by its id."""
    scene = _scene(surgery.desk(Role.NURSE))
    waiting = put_aside(scene.desk, conversation.put_down, (scene.person.id, AgendaDraft(text="My knee")), {})
    conversation.put_down(scene.desk, scene.person.id, AgendaDraft(text="My knee"), op_id=waiting.op_id)

    do_again(scene.desk, waiting)

    after = records.open_record(scene.desk, scene.person.id)
    assert 1 == sum(item.text == "My knee" for item in after.agenda)


def test_it_happened_when_it_was_made(sqlite_surgery: Surgery) -> None:
    """Somebody who arrived at nine and was sent an hour later arrived at nine; it was recorded at ten."""
    scene = _scene(sqlite_surgery.desk(Role.NURSE))
    waiting = put_aside(scene.desk, visits.arrived, (scene.spot(ItemKind.VISIT),), {})
    sqlite_surgery.clock.at += timedelta(hours=1)

    do_again(scene.desk, waiting)

    (visit,) = records.open_record(scene.desk, scene.person.id).visits
    assert waiting.since == visit.arrived_at
    assert visit.recorded_at - waiting.since >= timedelta(hours=1)


def test_every_word_can_be_read(sqlite_surgery: Surgery) -> None:
    """What somebody wrote in a change that waits can be shown field by field."""
    scene = _scene(sqlite_surgery.desk(Role.NURSE))
    add = put_aside(scene.desk, conversation.put_down, (scene.person.id, AgendaDraft(text="My knee")), {})
    change = put_aside(scene.desk, conversation.rewrite, (scene.spot(ItemKind.AGENDA), {"text": "Worn out"}), {})
    end = put_aside(scene.desk, conversation.take_out, (scene.spot(ItemKind.AGENDA), "said twice"), {})

    assert [("text", "My knee")] == written(add)
    assert [("text", "Worn out")] == written(change)
    assert [("reason", "said twice")] == written(end)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"verb": "of_another_version"},
        {"arguments": {"person_id": "nobody", "draft": {}}},
        {"arguments": {"person_id": str(UUID(int=1)), "draft": {"kind": "agenda", "fields": {"unheard": 1}}}},
        {"arguments": {}},
    ],
)
def test_what_another_version_wrote_is_refused_in_a_sentence(spoilt: dict[str, Any], sqlite_surgery: Surgery) -> None:
    """A change that this program cannot read does not crash it, and is not half done."""
    desk = sqlite_surgery.desk(Role.NURSE)
    waiting = put_aside(desk, conversation.put_down, (register(desk).id, AgendaDraft(text="My knee")), {})

    with pytest.raises(Unreadable, match="This version"):
        do_again(desk, Waiting(**{**vars(waiting), **spoilt}))


def test_letting_go_says_why_and_stays_in_the_audit(surgery: Surgery) -> None:
    """Without a reason nothing is let go of; with one the audit has it, without the words."""
    desk = surgery.desk(Role.NURSE)
    waiting = put_aside(desk, conversation.put_down, (register(desk).id, AgendaDraft(text="My knee")), {})

    with pytest.raises(Refused, match="Say why"):
        let_go(desk, waiting, " ")
    let_go(desk, waiting, "written again by hand")

    with desk.reading() as work:
        entry = work.audit_of(desk.practice.id, waiting.person_id)[-1]
    assert AuditAct.LET_GO is entry.act
    assert "written again by hand" in entry.words
    assert "My knee" not in entry.words


def _history(scene: Scene) -> list[Any]:
    with scene.desk.reading() as work:
        return work.revisions(scene.person.id)


def _through_json(waiting: Waiting) -> Waiting:
    return Waiting(**{**vars(waiting), "arguments": json.loads(json.dumps(waiting.arguments))})
