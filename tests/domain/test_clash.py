"""Two people change the same words: what each of them sees, and what every choice writes."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.clash import Clash, Side, as_read, clash_of, settlement
from hoc_tui.domain.history import FieldChange, Revision
from hoc_tui.domain.kinds import TOGETHER
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome

NURSE, GP = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TARGET = {"test_key": "a", "test_name": "HbA1c", "low": None, "high": "53", "unit": "mmol/mol", "owner": "person"}


def revision(version: int, changes: dict[str, tuple[object, object]], *, base: int, lost: bool = False) -> Revision:
    """A change to one target, to its `version`."""
    return Revision(
        id=UUID(int=100 + version + 50 * lost),
        person_id=UUID(int=9),
        seq=version + lost,
        item_kind=ItemKind.TARGET,
        item_id=UUID(int=8),
        item_version=version,
        base_version=base,
        op_id=UUID(int=200 + version + 50 * lost),
        outcome=RevisionOutcome.CONFLICT if lost else RevisionOutcome.APPLIED,
        changes={name: FieldChange.model_validate({"before": a, "after": b}) for name, (a, b) in changes.items()},
        by=NURSE if lost else GP,
        at=NOON,
    )


def clash(theirs: dict[str, object], mine: dict[str, object]) -> Clash:
    """The clash of two changes to the same target, of which the second lost."""
    held = TARGET | theirs
    made = revision(2, {name: (TARGET[name], value) for name, value in theirs.items()}, base=1)
    lost = revision(2, {name: (held[name], value) for name, value in mine.items()}, base=1, lost=True)
    return clash_of(lost, [made, lost], held, 2)  # type: ignore[arg-type]


def test_the_three_texts_stand_side_by_side() -> None:
    """What both had read, what stands now, and what was wanted; with who wrote it and when."""
    one = clash({"high": "58"}, {"high": "48"})

    assert [("high", "53", "58", "48")] == [(each.name, each.base, each.theirs, each.mine) for each in one.fields]
    assert (GP, NOON, 2, {}) == (one.by, one.at, one.version, dict(one.besides))


def test_a_limit_never_gets_the_others_unit() -> None:
    """Fields that mean something only together are chosen as one, whoever touched which of them."""
    one = clash({"high": "7.5", "unit": "%"}, {"low": "42"})

    assert {"low", "high", "unit"} == {each.name for each in one.fields}
    assert {} == settlement(one, Side.THEIRS)
    assert {"low": "42", "high": "53", "unit": "mmol/mol"} == settlement(one, Side.MINE)


def test_what_nobody_else_touched_is_written_whoever_is_right() -> None:
    """A change to another field of the same form does not fall with the one that clashed."""
    one = clash({"high": "58"}, {"high": "48", "owner": "clinician"})

    assert {"owner": "clinician"} == settlement(one, Side.THEIRS)
    assert {"owner": "clinician", "high": "48"} == settlement(one, Side.MINE)
    assert {"owner": "clinician", "high": "50"} == settlement(one, Side.MINE, {"high": "50"})


def test_a_third_text_is_written_also_where_nobody_disagrees_any_more() -> None:
    """It clashed twice, the second time over another field: the words written for the first are not dropped."""
    one = clash({"high": "58"}, {"high": "48"})

    assert {"high": "50", "owner": "clinician"} == settlement(one, Side.MINE, {"high": "50", "owner": "clinician"})


values = st.dictionaries(st.sampled_from(sorted(TARGET)), st.text(max_size=3), min_size=1)


@given(theirs=values, mine=values)
def test_every_choice_leaves_a_state_that_somebody_wrote(theirs: dict[str, object], mine: dict[str, object]) -> None:
    """Of fields that mean something together all are theirs or all are mine; no text of mine is out of sight."""
    one = clash(theirs, mine)
    held = TARGET | theirs
    together = TOGETHER[ItemKind.TARGET][0]
    for side in Side:
        after = held | settlement(one, side)
        group = {name: after[name] for name in together}
        assert group in ({name: held[name] for name in together}, {name: (TARGET | mine)[name] for name in together})
    wanted = {name: value for name, value in mine.items() if value != held[name]}
    seen = {each.name: each.mine for each in one.fields} | dict(one.besides)
    assert wanted.items() <= seen.items()


@given(st.lists(values, max_size=5))
def test_what_somebody_had_read_is_made_again_from_the_history(steps: list[dict[str, object]]) -> None:
    """Undoing every later change gives back exactly the state before them."""
    state: dict[str, object] = dict(TARGET)
    made = []
    for number, step in enumerate(steps, 2):
        made.append(revision(number, {name: (state[name], value) for name, value in step.items()}, base=number - 1))
        state |= step
    assert as_read(state, made) == TARGET  # type: ignore[arg-type]
