"""The plan: what it says, what it still lacks, and versions that nobody can alter unseen."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.content.catalogue import demo_catalogue
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.known import NO_CONTENT
from hoc_tui.domain.people import Person
from hoc_tui.domain.plan import (
    AgreeDraft,
    Frozen,
    PlanContent,
    PlanResult,
    canonical,
    chain_holds,
    content_of,
    freeze,
    thaw,
    unfinished,
)
from hoc_tui.domain.planning import Action, AgendaItem, Goal, Link, Plan, Target
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Quantity, ReferenceRange, Result
from hoc_tui.domain.vocabulary import ActionStatus, AgendaStatus, Agreement, GoalStatus, ItemKind
from tests.support.judging import aim
from tests.support.judging import record as judged_record
from tests.support.judging import result as judged_result

AT = datetime(2026, 3, 5, 9, 0, 0, 1000, tzinfo=UTC)
WHO, NURSE, GP = UUID(int=1), UUID(int=2), UUID(int=3)
TERMS = AgreeDraft(agreement=Agreement.BY_PERSON)


def provenance(number: int, **fields: object) -> dict[str, object]:
    """What every item carries."""
    usual: dict[str, object] = {
        "id": UUID(int=number),
        "person_id": WHO,
        "version": 1,
        "authored_by": NURSE,
        "performed_by": NURSE,
        "occurred_at": AT,
        "recorded_at": AT,
    }
    return usual | fields


PERSON = Person.model_validate(provenance(1, family="Jackson", practice_id=UUID(int=9)))
GOAL = Goal.model_validate(provenance(20, words="Back to the allotment", position=Decimal("1.50")))
WORRY = AgendaItem.model_validate(provenance(10, text="I’m so tired"))


def result(number: int, value: str, test: str = "a|1", **fields: object) -> Result:
    """A result as it stands in a record."""
    usual: dict[str, object] = {
        "id": UUID(int=number),
        "source_id": str(number),
        "source_system": "laboratory",
        "recorded_at": AT,
        "test_key": test,
        "name": f"Test {test}",
        "quantity": Quantity(text=value, unit="mmol/L"),
        "ranges": (ReferenceRange(low="3.0", high="5.0", unit="mmol/L"),),
        "taken": PartialDate.parse("2026-02"),
    }
    return Result.model_validate(usual | fields)


def record(**parts: object) -> Record:
    """A record with some parts."""
    return Record.model_validate({"read_at": AT, "change_seq": 1, "person": PERSON} | parts)


def frozen(number: int = 1, **parts: object) -> Frozen:
    """What is frozen at an agreement."""
    content = content_of(record(staff={NURSE: "Nurse Patel", GP: "Dr Osei"}, **parts), NO_CONTENT)
    return Frozen(person_id=WHO, number=number, agreed_at=AT, agreed_with=NURSE, terms=TERMS, content=content)


# -- What it says -----------------------------------------------------------------------------------------------------


def test_what_has_ended_is_not_in_the_plan() -> None:
    """It is in the history."""
    ended = GOAL.model_copy(update={"ended_at": AT})
    content = content_of(record(goals=(ended,), agenda=(WORRY,)), NO_CONTENT)

    assert ((), (WORRY,)) == (content.goals, content.agenda)


def test_marks_stay_on_what_is_private() -> None:
    """Whoever renders the plan decides who may read what."""
    private = WORRY.model_copy(update={"private": True, "third_party": True})

    assert (private,) == content_of(record(agenda=(private,)), NO_CONTENT).agenda


def test_review_and_reviewer_come_from_the_living_plan() -> None:
    """When there is one."""
    plan = Plan.model_validate(provenance(1, review_on=date(2027, 3, 1), reviewer="Dr Osei"))
    with_plan, without = content_of(record(plan=plan), NO_CONTENT), content_of(record(), NO_CONTENT)

    assert (date(2027, 3, 1), "Dr Osei") == (with_plan.review_on, with_plan.reviewer)
    assert (None, "") == (without.review_on, without.reviewer)


def test_the_results_that_matter_are_in_the_plan() -> None:
    """The newest of each test that is out of range, linked, or has an aim; not every normal one."""
    aim = Target.model_validate(provenance(30, test_key="aimed", test_name="Aimed", high="6.0", unit="mmol/L"))
    link = Link.model_validate(provenance(31, first_kind=ItemKind.GOAL, first_id=GOAL.id, test_key="linked"))
    pair = Link.model_validate(provenance(32, first_test_key="one of two", test_key="other of two"))
    results = (
        result(9, "4.0", "one of two"),
        result(10, "4.0", "other of two"),
        result(1, "9.9", "out", taken=PartialDate.parse("2026-01")),
        result(2, "5.1", "out"),
        result(3, "4.0", "normal"),
        result(4, "4.0", "linked"),
        result(5, "4.0", "aimed"),
        result(6, "4.0", "flagged", flag="H"),
        result(7, "9.9", "was out", taken=PartialDate.parse("2026-01")),
        result(8, "4.0", "was out"),
    )
    whole = record(results=results, targets=(aim,), links=(link, pair))
    shown = {one.test_key: one for one in content_of(whole, NO_CONTENT).results}

    assert {"out", "linked", "aimed", "flagged", "one of two", "other of two"} == set(shown)
    assert ("5.1 mmol/L", "above", "3.0 to 5.0", "range sent") == (
        *(shown["out"].value, shown["out"].standing),
        *(shown["out"].aim, shown["out"].whose_aim),
    )
    assert ("in range", "6.0 mmol/L or under", "their own aim", "3.0 to 5.0") == (
        *(shown["aimed"].standing, shown["aimed"].aim),
        *(shown["aimed"].whose_aim, shown["aimed"].sent_range),
    )


def test_an_aim_and_a_link_of_another_code_are_about_the_same_result() -> None:
    """They were kept under the key of whatever came then; on paper they stand beside the result all the same."""
    older = "http://loinc.org|4548-4"
    target = aim("hba1c", high="58", test_key=older, id=UUID(int=30))
    link = Link.model_validate(provenance(31, first_kind=ItemKind.GOAL, first_id=GOAL.id, test_key=older))
    whole = judged_record(results=(judged_result("hba1c", "53"),), targets=(target,), links=(link,))
    (shown,) = content_of(whole, demo_catalogue()).results

    assert ("hba1c", (older,), "their own aim") == (shown.test_id, shown.also_keys, shown.whose_aim)
    assert shown.is_of(older)
    assert not shown.is_of("http://loinc.org|2823-3")


def test_a_plan_says_the_usual_range_beside_a_met_aim() -> None:
    """An aim never silences on paper either, and the sentence of a version from before stays as it was."""
    whole = judged_record(results=(judged_result("k", "5.6"),), targets=(aim("k", high="5.9", id=UUID(int=30)),))
    (shown,) = content_of(whole, demo_catalogue()).results

    assert ("in range", "above") == (shown.standing, shown.usual_standing)


def test_a_version_sealed_before_there_was_a_catalogue_keeps_its_hash() -> None:
    """Its text is written out again without the fields that came since: this hash was made by an older program."""
    kept = PlanResult(
        result_id=UUID(int=2),
        test_key="a|1",
        name="HbA1c",
        value="61 mmol/mol",
        taken=PartialDate.parse("2026-02"),
        standing="above",
        aim="53 mmol/mol or under",
        whose_aim="their own aim",
        sent_range="20 to 42",
        sent_standing="above",
        flag="H",
    )
    content = content_of(record(), NO_CONTENT).model_copy(update={"results": (kept,), "conditions": ("Asthma",)})
    older = Frozen(person_id=WHO, number=1, agreed_at=AT, agreed_with=NURSE, terms=TERMS, content=content)
    version, body = freeze(older, "")

    assert version.content_hash == "e61dabdc6776c1aaef9fbf9ca056e2d9e6e927233f4e2aaa271cb695dc153f96"
    assert body == canonical(Frozen.model_validate_json(body))


# -- What it lacks ----------------------------------------------------------------------------------------------------


def words_of(**parts: object) -> list[str]:
    """The reminders before agreeing."""
    return [one.words for one in unfinished(content_of(record(**parts), NO_CONTENT))]


def test_an_empty_plan_lacks_everything() -> None:
    """In the order in which it would be talked about, and never as a refusal."""
    assert 4 == len(words_of())
    assert ["nothing the person wanted to talk about", "no goal in the person's words"] == words_of()[:2]


def test_each_thing_that_is_not_finished_is_named_with_its_item() -> None:
    """So that Enter leads there."""
    doubtful = GOAL.model_copy(update={"confidence": 6})
    action = Action.model_validate(provenance(40, what="Walk", goal_id=GOAL.id))
    content = content_of(record(goals=(doubtful,), agenda=(WORRY,)), NO_CONTENT)
    said = {one.words: one.item_id for one in unfinished(content)}

    assert WORRY.id == said["to discuss: I’m so tired"]
    assert GOAL.id == said["confidence 6: Back to the allotment"] == said["no action yet: Back to the allotment"]
    assert "no date: Walk" in words_of(goals=(GOAL,), actions=(action,))


def test_what_is_finished_is_not_asked_for() -> None:
    """Sure enough, with an action that has a date, discussed, reviewed by somebody on a day."""
    plan = Plan.model_validate(provenance(1, review_on=date(2027, 3, 1), reviewer="Dr Osei"))
    action = Action.model_validate(provenance(40, what="Walk", goal_id=GOAL.id, due_on=date(2026, 4, 1)))
    discussed = WORRY.model_copy(update={"status": AgendaStatus.DISCUSSED, "outcome": "I know now."})
    sure = GOAL.model_copy(update={"confidence": 7})

    assert [] == words_of(plan=plan, agenda=(discussed,), goals=(sure,), actions=(action,))


@pytest.mark.parametrize("status", [ActionStatus.REFUSED, ActionStatus.NO_LONGER_NEEDED, ActionStatus.NOT_DONE])
def test_an_action_that_nobody_does_is_none(status: ActionStatus) -> None:
    """A goal whose only action was refused needs another; and a refused one needs no date."""
    action = Action.model_validate(provenance(40, what="Walk", goal_id=GOAL.id, status=status))

    assert "no action yet: Back to the allotment" in words_of(goals=(GOAL,), actions=(action,))
    assert "no date: Walk" not in words_of(goals=(GOAL,), actions=(action,))


def test_a_goal_that_has_ended_well_needs_no_action() -> None:
    """Only those that the person works towards are asked about."""
    achieved = GOAL.model_copy(update={"status": GoalStatus.ACHIEVED})

    assert [] == [words for words in words_of(goals=(achieved,)) if "allotment" in words]


@pytest.mark.parametrize(
    ("terms", "reason", "name"),
    [
        ({"agreement": Agreement.BY_PERSON}, False, False),
        ({"agreement": Agreement.NOT_AGREED}, True, False),
        ({"agreement": Agreement.NOT_AGREED, "difference": " \n"}, True, False),
        ({"agreement": Agreement.WITH_DIFFERENCE, "difference": "less"}, False, False),
        ({"agreement": Agreement.BY_REPRESENTATIVE}, False, True),
        ({"agreement": Agreement.BY_REPRESENTATIVE, "representative": "Aisha, attorney"}, False, False),
    ],
)
def test_what_an_agreement_must_say(terms: dict[str, object], reason: bool, name: bool) -> None:
    """A difference or refusal its reason, a representative a name."""
    draft = AgreeDraft.model_validate(terms)

    assert (reason, name) == (draft.reason_missing, draft.representative_missing)


# -- Frozen -----------------------------------------------------------------------------------------------------------


def test_a_frozen_version_reads_back_equal() -> None:
    """Ids, precision, dates, marks and order; and freezing it again gives the same text."""
    version, body = freeze(frozen(goals=(GOAL,), agenda=(WORRY,), results=(result(1, "7.10"),)), "")
    back = thaw(body, "", version.content_hash)

    assert version == back
    assert body == canonical(Frozen.model_validate(back.model_dump(exclude={"previous_hash", "content_hash"})))
    assert ("7.10 mmol/L", "1.50") == (back.content.results[0].value, str(back.content.goals[0].position))


def test_a_link_to_an_item_is_sealed_in_the_words_of_the_first_plans() -> None:
    """Plans that were sealed before two tests could be linked keep their text; a link of two tests is sealed whole."""
    to_item = Link.model_validate(provenance(31, first_kind=ItemKind.GOAL, first_id=GOAL.id, test_key="a|1"))
    pair = Link.model_validate(provenance(32, first_test_key="a|1", first_test_name="HbA1c", test_key="a|2"))
    version, body = freeze(frozen(links=(to_item, pair)), "")
    item_first, two_tests = json.loads(body)["content"]["links"]

    known = set(Link.model_fields) - {"first_test_key", "first_test_name", "first_result_id"}
    assert known == set(item_first)
    assert known | {"first_test_key", "first_test_name"} == set(two_tests)
    assert (to_item, pair) == thaw(body, "", version.content_hash).content.links
    assert body == canonical(Frozen.model_validate_json(body))


def test_the_text_is_the_same_for_ever() -> None:
    """Sorted keys, no blanks, every character as itself: a later Python or pydantic must make this very text."""
    _, body = freeze(frozen(agenda=(WORRY,)), "")

    assert json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == body
    assert '"text":"I’m so tired"' in body
    assert '"occurred_at":"2026-03-05T09:00:00.001000Z"' in body
    assert '"position":"0"' in body


def test_only_those_who_stand_in_it_are_named() -> None:
    """The doctor wrote nothing and agreed nothing here."""
    version, _ = freeze(frozen(agenda=(WORRY,)), "")

    assert {NURSE: "Nurse Patel"} == version.content.staff


def chain(length: int) -> list[tuple[str, str, str]]:
    """Versions one after the other, as they are kept."""
    kept: list[tuple[str, str, str]] = []
    for number in range(1, length + 1):
        version, body = freeze(frozen(number), kept[-1][2] if kept else "")
        kept.append((version.previous_hash, body, version.content_hash))
    return kept


def test_an_unaltered_chain_holds() -> None:
    """None, one, several."""
    assert all(chain_holds(chain(length)) for length in range(4))


@given(at=st.integers(0, 2), part=st.integers(0, 2), where=st.integers(0, 10_000))
def test_any_alteration_breaks_the_chain(at: int, part: int, where: int) -> None:
    """One character of any text or hash of any version."""
    kept = chain(3)
    altered = list(kept[at])
    text = altered[part] or "0" * 64
    place = where % len(text)
    altered[part] = text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]
    kept[at] = (altered[0], altered[1], altered[2])

    assert not chain_holds(kept)


def test_a_missing_or_moved_version_breaks_the_chain() -> None:
    """The first, one in the middle, or two in another order."""
    kept = chain(3)

    assert not any(map(chain_holds, (kept[1:], [kept[0], kept[2]], [kept[1], kept[0], kept[2]])))


def test_who_when_and_whose_are_under_the_hash() -> None:
    """Not only what was agreed."""
    one = frozen()
    others = (
        one.model_copy(update={"person_id": UUID(int=7)}),
        one.model_copy(update={"agreed_with": GP}),
        one.model_copy(update={"agreed_at": AT.replace(day=6)}),
        one.model_copy(update={"number": 2}),
        one.model_copy(update={"terms": AgreeDraft(agreement=Agreement.WITH_DIFFERENCE, difference="less")}),
    )
    hashes = {freeze(each, "")[0].content_hash for each in (one, *others)}

    assert 6 == len(hashes)


def test_a_plan_is_of_one_person() -> None:
    """Its fields are those of a plan, so that nothing unknown can be slipped in under a hash."""
    with pytest.raises(ValueError, match="extra"):
        PlanContent.model_validate(frozen().content.model_dump() | {"extra": 1})
