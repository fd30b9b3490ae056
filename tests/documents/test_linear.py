"""The whole record, line by line, for a screen reader."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from hoc_tui.documents.linear import record_text
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.known import NO_CONTENT
from hoc_tui.domain.people import Contact, Need
from hoc_tui.domain.plan import PlanContent
from hoc_tui.domain.planning import Link, Plan, Target, VersionHead
from hoc_tui.domain.record import BackgroundEntry, BackgroundList, Condition, Record
from hoc_tui.domain.results import Component, Quantity, ReferenceRange, Result
from hoc_tui.domain.vocabulary import (
    Agreement,
    BackgroundKind,
    BackgroundState,
    ContactKind,
    NeedKind,
    Registration,
    ResultStatus,
)
from tests.documents.conftest import AT, HBA1C, item, maggie

TODAY = date(2026, 11, 20)


def text_of(*, clinical: bool = True, private: bool = False, **parts: object) -> str:
    """A record with what is given, as text."""
    record = Record.model_validate({"read_at": AT, "change_seq": 1, "person": maggie(), **parts})
    return record_text(record, NO_CONTENT, today=TODAY, zone="Europe/London", clinical=clinical, private=private)


def result(number: int, value: str | None = "61", taken: str | None = "2026-11-03", **fields: object) -> Result:
    """A result of Maggie's: an HbA1c with the range 20 to 41, unless something else is said."""
    own: dict[str, object] = {
        "source_id": str(number),
        "test_key": HBA1C,
        "name": "HbA1c",
        "status": ResultStatus.FINAL,
    }
    own |= {"id": UUID(int=number), "source_system": "lab", "recorded_at": AT + timedelta(minutes=number)}
    own |= {"ranges": (ReferenceRange(low="20", high="41"),), "taken": PartialDate(taken) if taken else None}
    own |= {"quantity": Quantity(text=value, unit="mmol/mol") if value else None}
    return Result.model_validate(own | fields)


def test_the_banner_says_who_it_is() -> None:
    """Name, likes, birth and age, gender, number and identifier, one to a line, dates in full."""
    assert [
        "JACKSON, Margaret (Mrs)",
        "Likes to be called: Maggie",
        "Born: 4 March 1951, 75 years old",
        "Gender: Female",
        "NHS number: 943 476 5919",
        "Identifier: 00000000-0000-0000-0000-000000000001",
    ] == text_of().splitlines()[:6]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"registration": Registration.DIED, "died": PartialDate("2026-10-02")}, "Has died on 2 October 2026"),
        ({"registration": Registration.DIED, "died": PartialDate("2026")}, "Has died in 2026"),
        ({"registration": Registration.DIED}, "Has died"),
        (
            {"registration": Registration.LEFT, "left_on": date(2026, 5, 1), "moved_to": "Hill Surgery"},
            "Has left this practice on 1 May 2026, now at Hill Surgery",
        ),
        ({"nhs_number": "1234567890"}, "NHS number: 1234567890 (number not valid)"),
        ({"nhs_number": ""}, "NHS number: none"),
        ({"born": None}, "Born: date not known"),
        ({"address": "2 Castle Court\nBarton"}, "Address: 2 Castle Court"),
    ],
)
def test_what_must_be_known_of_the_person_is_said(fields: dict[str, object], line: str) -> None:
    """Died, left, no number, no date of birth: in words, never by a colour or a gap."""
    assert line in text_of(person=maggie(**fields)).splitlines()


def test_somebody_who_has_died_has_no_age() -> None:
    """An age that goes on growing would say that they live."""
    assert "years old" not in text_of(person=maggie(registration=Registration.DIED))


def test_reception_reads_what_it_may_and_nothing_looks_empty() -> None:
    """Needs and contacts are there; clinical parts are said to be hidden, not to be empty."""
    need = item(Need, 10, kind=NeedKind.LONGER_SLOT, text="45 minutes")
    contact = item(Contact, 11, kinds=(ContactKind.CARER,), name="Aisha", phone="01632 960 123", may_be_told="All")
    shown = text_of(clinical=False, needs=(need,), contacts=(contact,))
    assert "NEEDS\nLonger slot: 45 minutes\n" in shown
    assert "CONTACTS\nAisha; 01632 960 123; carer; may be told: “All”\n" in shown
    assert shown.endswith("RESULTS, AGENDA, GOALS AND THE PLAN\nNot shown to your role")
    assert "No results" not in shown


def test_an_empty_record_says_that_it_is_empty() -> None:
    """For a role that may look, silence would be ambiguous."""
    shown = text_of()
    for words in ("Nothing has been written down", "No results", "No goals", "no plan has been agreed yet"):
        assert words in shown
    assert 3 == shown.count("Nothing has been sent")


def test_a_series_says_value_standing_change_and_everything_before() -> None:
    """The newest result first, judged; then the change, and the earlier ones with what was wrong with them."""
    shown = text_of(
        results=(
            result(1, "38", "2024-11-01"),
            result(2, "54", "2025-11", flag="H", comment="fasting"),
            result(3, "61", flag="HH"),
        )
    )
    assert (
        "RESULTS\n"
        "HbA1c\n"
        "   Latest: 61 mmol/mol, on 3 November 2026\n"
        "     Above: range sent, 20 to 41\n"
        "     It came marked: HH\n"
        "   Change: up 7 since 1 November 2025\n"
        "   Before: 54 mmol/mol, in November 2025\n"
        "     Above: range sent, 20 to 41\n"
        "     It came marked: H\n"
        "     Comment: fasting\n"
        "   Before: 38 mmol/mol, on 1 November 2024\n"
        "     In range: range sent, 20 to 41\n" in shown
    )


def test_a_target_does_not_silence_the_range_that_was_sent() -> None:
    """Within the person's own aim, and still said to be above the range of the laboratory."""
    aim = item(Target, 60, test_key=HBA1C, test_name="HbA1c", high="70", unit="mmol/mol")
    shown = text_of(results=(result(1),), targets=(aim,))
    assert "     In range: their own aim, 70 mmol/mol or under\n     By the range sent: above\n" in shown


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"status": ResultStatus.NOT_SENT}, "   Latest: 61 mmol/mol, on 3 November 2026, status not sent"),
        ({"status": ResultStatus.PRELIMINARY}, "   Latest: 61 mmol/mol, on 3 November 2026, preliminary"),
        ({"taken": None}, "   Latest: 61 mmol/mol, date not sent"),
        ({"quantity": None, "comment": "Haemolysed"}, "   Latest: see comment, on 3 November 2026"),
        ({"quantity": None, "ranges": ()}, "     No target set"),
        (
            {
                "quantity": None,
                "components": tuple(
                    Component(name=name, quantity=Quantity(text=text, unit="mmHg"))
                    for name, text in (("Systolic", "142"), ("Diastolic", "84"))
                ),
            },
            "   Latest: 142/84 mmHg, on 3 November 2026",
        ),
    ],
)
def test_a_result_is_said_as_it_was_sent(fields: dict[str, object], line: str) -> None:
    """Status, missing date, missing value, parts: what was sent and what was not."""
    assert line in text_of(results=(result(1).model_copy(update=fields),)).splitlines()


def test_what_is_out_of_range_comes_first() -> None:
    """Whoever listens hears it before everything that is well."""
    fine = result(1, "38", test_key="a", name="A test that is well")
    out = result(2, "61", test_key="z", name="Z test that is not")
    shown = text_of(results=(fine, out))
    assert shown.index("Z test that is not") < shown.index("A test that is well")


def test_a_test_says_which_others_it_is_linked_with() -> None:
    """Below its newest result, by the name the other had when they were linked."""
    ends = {"first_test_key": HBA1C, "first_test_name": "HbA1c", "test_key": "kg", "test_name": "Body weight"}
    shown = text_of(results=(result(1),), links=(item(Link, 80, **ends),))
    assert "This goes with: Body weight\n" in shown


def test_results_that_no_longer_count_are_counted() -> None:
    """A corrected and a withdrawn result are not read out as if they stood, and not passed over."""
    gone = (result(1, superseded_by=UUID(int=3)), result(2, status=ResultStatus.ENTERED_IN_ERROR))
    shown = text_of(results=(*gone, result(3)))
    assert "2 results corrected or withdrawn since, not shown here" in shown
    assert "Before:" not in shown


def test_private_notes_are_counted_and_shown_only_when_asked(plan: PlanContent) -> None:
    """The room hears that there are notes; their words come only with --private, and are marked."""
    parts = {name: getattr(plan, name) for name in ("agenda", "goals", "actions", "links")}
    shown = text_of(**parts)
    assert "4 notes not shown here" in shown
    assert not any(secret in shown for secret in ("Ted", "drink"))
    opened = text_of(private=True, **parts)
    assert "“Lonely since Ted died”\n   Private: not to be shown to others\n" in opened
    assert "“Ted's brother drinks”\n   About or from somebody else: not to be shown or read aloud\n" in opened
    assert "not shown here" not in opened


def test_the_person_is_named_where_something_is_theirs_to_do(plan: PlanContent) -> None:
    """A clinician listens: "me" would be somebody else."""
    shown = text_of(agenda=plan.agenda, goals=plan.goals, actions=plan.actions, staff=plan.staff)
    assert "WHAT MATTERS TO MAGGIE" in shown
    assert "     Who: Maggie\n" in shown
    assert "     Who: Nurse Patel\n" in shown


def test_the_plan_says_where_it_stands_and_which_versions_there_are() -> None:
    """Draft or not, review, each version with its day on the practice's wall and whether it is in error."""
    heads = (
        VersionHead(
            number=1, agreed_at=AT.replace(month=7, hour=23, minute=30), agreement=Agreement.BY_PERSON, content_hash="0"
        ),
        VersionHead(number=2, agreed_at=AT, agreement=Agreement.NOT_AGREED, content_hash="0", in_error="not hers"),
    )
    plan = item(Plan, 1, review_on=date(2027, 11, 1), reviewer="Nurse Patel")
    shown = text_of(versions=heads, plan=plan)
    assert (
        "THE CARE PLAN\nDraft after plan 2\nTo be looked at again: 1 November 2027\nWith: Nurse Patel\n"
        "Plan 1, agreed 13 July 2026\n"
        "Plan 2, not agreed 12 November 2026, in error, wrong record: not hers\n"
        "Not finished: nothing the person wanted to talk about\n" in shown
    )


def test_the_background_says_what_each_source_knows() -> None:
    """Each source's newest word on a list, then its entries; never taken for the prescribing record."""
    own = {"source_system": "EMIS", "recorded_at": AT}
    medicine = BackgroundEntry(
        id=UUID(int=90),
        kind=BackgroundKind.MEDICINES,
        name="Metformin 500 mg",
        detail="1 twice a day\nwith food",
        status="active",
        started=PartialDate("2019-05"),
        **own,  # type: ignore[arg-type]
    )
    earlier = BackgroundList(
        kind=BackgroundKind.ALLERGIES, state=BackgroundState.NOT_RECORDED, source_system="EMIS", recorded_at=AT
    )
    later = earlier.model_copy(
        update={"state": BackgroundState.NONE_KNOWN, "note": "asked", "recorded_at": AT + timedelta(days=1)}
    )
    condition = item(Condition, 91, name="Type 2 diabetes", onset=PartialDate("2012"), note="diet only at first")
    shown = text_of(background=(medicine,), background_lists=(later, earlier), conditions=(condition,))
    assert "CONDITIONS\nType 2 diabetes, since 2012; diet only at first\n" in shown
    assert (
        "MEDICINES (NOT THE PRESCRIBING RECORD)\nMetformin 500 mg\n   1 twice a day\n     with food\n"
        "   Status: active\n   From: May 2019\n" in shown
    )
    assert shown.endswith("ALLERGIES (NOT THE PRESCRIBING RECORD)\nNone known, as EMIS sent it; asked")


def test_what_does_not_hold_is_read_apart() -> None:
    """An allergy that was ruled out or ended is never read as one in force; a mistaken one is counted (H28)."""
    statuses = {"Penicillin": "active", "Peanut": "resolved", "Latex": "active (refuted)"}
    statuses["Aspirin"] = "entered-in-error"
    entries = tuple(
        BackgroundEntry(
            id=UUID(int=90 + at),
            kind=BackgroundKind.ALLERGIES,
            name=name,
            status=status,
            source_system="EMIS",
            recorded_at=AT,
        )
        for at, (name, status) in enumerate(statuses.items())
    )
    assert text_of(background=entries).endswith(
        "ALLERGIES (NOT THE PRESCRIBING RECORD)\nPenicillin\n   Status: active\n"
        "Not in force: allergies that have ended or were ruled out\n"
        "No longer in force: Peanut\n   Status: resolved\nRuled out: Latex\n   Status: active (refuted)\n"
        "Not shown: 1 entry that the sender marked as entered in error"
    )


def test_words_since_a_number_are_the_latest_and_the_number_stays_out_of_range() -> None:
    """A sample that was not analysed comes first, the number before it with its day; nothing is lost."""
    older = result(1).model_copy(update={"taken": PartialDate("2026-03-01")})
    spoilt = result(2).model_copy(
        update={"quantity": None, "comment": "Clotted", "taken": PartialDate("2026-05-01"), "ranges": ()}
    )
    shown = text_of(results=(older, spoilt))
    assert shown.index("Latest: see comment, on 1 May 2026") < shown.index(f"Before: {older.value_words}, on 1 March")
    assert "Comment: Clotted" in shown


def test_nothing_is_drawn(plan: PlanContent) -> None:
    """No box, bar or colour: a screen reader would read each of their characters out."""
    shown = text_of(results=(result(1),), agenda=plan.agenda, goals=plan.goals, actions=plan.actions)
    assert not any("\u2500" <= character <= "\u28ff" or character in "|+=_\x1b\t" for character in shown)
