"""Changes that may wait on somebody's computer until the database can be reached: which, and how they are written down.

A change waits as the name of its service and its arguments as JSON, and is done again from that. Every service named
here looks in the history for the id of the write before it does anything, so that a write whose outcome is not known
is settled by its id.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final, get_type_hints
from uuid import UUID

from pydantic import JsonValue, TypeAdapter, ValidationError

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.kinds import DRAFTS, ITEMS
from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import AuditAct, ItemKind
from hoc_tui.services import conversation, people, records, settling, visits
from hoc_tui.services.ports import Desk

Arguments = Mapping[str, JsonValue]
"""What a service is called with, by parameter."""


class Unreadable(Refused):
    """What waits was written down by another version of the program, and cannot be done by this one."""


@dataclass(frozen=True)
class Typed:
    """The form that a change was typed in, so that its words can be taken up again."""

    form: str
    """Its name among drafts."""
    title: str
    values: Mapping[str, str]
    version: int = 0


@dataclass(frozen=True)
class Waiting:
    """A change that the database has not acknowledged."""

    op_id: UUID
    verb: str
    """The service's name."""
    arguments: Arguments
    person_id: UUID
    since: datetime
    """When somebody made it."""
    typed: Typed | None = None


@dataclass(frozen=True)
class Queued:
    """A service whose changes may wait."""

    verb: Callable[..., object]
    words: str
    """What it does, for the list of what waits."""
    op: str = "op_id"
    """The parameter that takes the client's id of the write."""
    kind: ItemKind | None = None
    """What its fields are fields of, where no other argument says so."""
    undoable: bool = True
    """Whether it is what the next undo takes back."""


_ALL: Final = (
    Queued(conversation.put_down, "Written down"),
    Queued(conversation.rewrite, "Changed"),
    Queued(conversation.take_out, "Taken out"),
    Queued(conversation.move, "Moved in its list"),
    Queued(conversation.note_plan_at, "Noted on the plan", kind=ItemKind.PLAN),
    Queued(people.correct, "Details corrected", kind=ItemKind.PERSON),
    Queued(people.add_need, "Something to arrange"),
    Queued(people.add_contact, "Somebody beside them"),
    Queued(people.add_condition, "A condition"),
    Queued(people.change_detail, "A detail changed"),
    Queued(people.end_detail, "A detail ended"),
    Queued(visits.book, "A conversation booked"),
    Queued(visits.arrived, "Marked as arrived", undoable=False),
    Queued(visits.reach, "A step of the visit", undoable=False),
    Queued(settling.settle, "Two changes settled"),
    Queued(settling.bring_back, "Earlier words brought back"),
    Queued(records.undo, "Taken back", op="undo_op_id", undoable=False),
)
QUEUED: Final = {one.verb.__name__: one for one in _ALL}
"""The services whose changes may wait, by name."""

NEVER: Final = {
    "agree": "A plan is agreed only while the database can say what stands in it; the plan was kept as it is here.",
    "mark_wrong_record": "A plan is marked only while the database can be reached; try again when it is back.",
    "register": "Nobody is registered while the database cannot say who is here already; what you typed is kept.",
    "take_message": "Messages are taken in only while the database can be reached; run the import again.",
    "take_messages": "Messages are taken in only while the database can be reached; run the import again.",
    "take_in": "Records are taken in only while the database can be reached; run the import again.",
    "release": "A result is released only while the database can be reached; try again when it is back.",
    "keep_back": "What is said of a result is said only while the database can be reached; your words are kept.",
    "act_first": "What is said of a result is said only while the database can be reached; your words are kept.",
    "acknowledge": "What was done is noted only while the database can be reached; your words are kept here.",
    "attach": "Whose a result is can be said only while the database can be reached; your words are kept.",
    "create": "Nobody is registered while the database cannot say who is here already; your words are kept.",
    "reject": "What came is put aside only while the database can be reached; your words are kept.",
    "say_which_test": "Which test it is can be said only while the database can be reached; your words are kept.",
    "approve": "What may judge here is decided only while the database can be reached.",
    "stop": "What may judge here is decided only while the database can be reached.",
    "move_result": "A result is moved only while the database can be reached; your words are kept.",
    "propose": "Two records are joined only while the database can be reached; your words are kept.",
    "confirm": "Two records are joined only while the database can be reached; try again when it is back.",
    "take_back": "Two records are taken apart only while the database can be reached; your words are kept.",
    "enter_results": "A result is written down only while somebody can be told if it cannot wait; your words are kept.",
    "correct_entered": "A result is corrected only while the database can be reached; what you typed is kept.",
    "say_what_was_done": "What was done is noted only while the database can be reached; your words are kept here.",
    "be_here": "Who has a record open is true only now.",
    "be_gone": "Who has a record open is true only now.",
}
"""The services that write and never wait, and one sentence why."""


def put_aside(
    desk: Desk, verb: Callable[..., object], arguments: tuple[object, ...], keywords: Mapping[str, object]
) -> Waiting:
    """Write down a call of a service, made now, under the id it was given or a new one.

    Args:
        desk: Where it is made.
        verb: One of `QUEUED`.
        arguments: Its arguments after the desk.
        keywords: Its keywords.
    """
    queued = QUEUED[verb.__name__]
    bound = inspect.signature(verb).bind(desk, *arguments, **keywords).arguments
    told = {name: _put(queued, name, value, bound) for name, value in bound.items() if name not in {"desk", queued.op}}
    return Waiting(bound.get(queued.op) or desk.new_id(), verb.__name__, told, _whose(bound), desk.now())


def _whose(bound: Mapping[str, Any]) -> UUID:
    """Whose record a call is for."""
    named: UUID | None = bound.get("person_id")
    first = next((bound[name] for name in ("spot", "clash", "person") if name in bound), None)
    return named or (first or bound["items"][0]).person_id


def do_again(desk: Desk, waiting: Waiting) -> object:
    """Do a change that waited, or find that it was done; it happened when it was made.

    Args:
        desk: Where the work is done.
        waiting: What waits.

    Returns:
        What its service returns.

    Raises:
        Unreadable: This version of the program does not know it.
        HocError: What its service raises.
    """
    queued = QUEUED.get(waiting.verb)
    if queued is None:
        raise Unreadable("This version of the program does not know this change.")
    try:
        read = {name: _take(queued, name, value, waiting.arguments) for name, value in waiting.arguments.items()}
        inspect.signature(queued.verb).bind(None, **read)
    except (ValidationError, LookupError, TypeError, ValueError):
        raise Unreadable("This version of the program cannot read this change.") from None
    return queued.verb(replace(desk, happened=waiting.since), **read, **{queued.op: waiting.op_id})


def let_go(desk: Desk, waiting: Waiting, reason: str) -> None:
    """Enter into the audit that a change which could not be sent is let go of, and why; its words are not in there.

    Args:
        desk: Where the work is done.
        waiting: Which.
        reason: Why.

    Raises:
        Refused: No reason was given.
        DatabaseUnavailable: It could not be entered; the change stays.
    """
    if not reason.strip():
        raise Refused("Say why it is let go of.")
    words = f"a change that could not be sent ({waiting.verb}): {reason.strip()}"
    desk.trail.note(AuditAct.LET_GO, waiting.person_id, words=words)


def what_waits(waiting: Waiting) -> str:
    """What a change does, in words."""
    queued = QUEUED.get(waiting.verb)
    return (waiting.typed.title if waiting.typed else "") or (queued.words if queued else "A change")


def written(waiting: Waiting) -> Sequence[tuple[str, JsonValue]]:
    """What somebody wrote in a change: each field and its value, whole."""
    found: list[tuple[str, JsonValue]] = []
    for name, value in waiting.arguments.items():
        if name == "draft" and isinstance(value, dict):
            found += list(_fields_in(value.get("fields")))
        elif name in {"fields", "anew"}:
            found += list(_fields_in(value))
        elif name in {"reason", "step"} and value:
            found.append((name, value))
    return found


def _fields_in(value: JsonValue) -> Sequence[tuple[str, JsonValue]]:
    return [(name, one) for name, one in value.items() if one not in (None, "")] if isinstance(value, dict) else []


# -- Arguments as JSON and back ---------------------------------------------------------------------------------------

_KIND_OF: Final = {draft: kind for kind, draft in DRAFTS.items()}


def _put(queued: Queued, name: str, value: Any, bound: Mapping[str, Any]) -> JsonValue:  # noqa: ANN401  each is its own
    match name:
        case "draft":
            fields = value.model_dump(mode="json", exclude_unset=True)
            return {"kind": _KIND_OF[type(value)].value, "fields": fields}
        case "fields":
            return _put_fields(DRAFTS[queued.kind or bound["spot"].kind], value)
        case "items":
            return [item.model_dump(mode="json") for item in value]
        case _:
            plain: JsonValue = _adapter(queued.verb, name).dump_python(value, mode="json")
            return plain


def _put_fields(draft: type[Value], fields: Mapping[str, Any]) -> JsonValue:
    """Fields as a draft of theirs would write them; what is JSON already stays so."""
    known = {name: value for name, value in fields.items() if name in draft.model_fields}
    plain = draft.model_construct(**known).model_dump(mode="json", include=set(known), warnings=False)
    anything = TypeAdapter[Any](Any)
    return plain | {
        name: anything.dump_python(value, mode="json") for name, value in fields.items() if name not in known
    }


def _take(queued: Queued, name: str, value: Any, arguments: Mapping[str, Any]) -> object:  # noqa: ANN401  JSON
    match name:
        case "draft":
            return DRAFTS[ItemKind(value["kind"])].model_validate(value["fields"])
        case "fields":
            # As JSON values, which every service takes: what they must be is checked against the whole item.
            return value
        case "items":
            return tuple(ITEMS[ItemKind(arguments["kind"])].model_validate(item) for item in value)
        case _:
            return _adapter(queued.verb, name).validate_python(value)


@cache
def _adapter(verb: Callable[..., object], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(verb)[name])
