"""Taking files in: whose they are, what is new, what stays, and every resource counted out."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hoc_tui.data.tables import Base, QuarantineRow, ResultRow, SourceMessageRow
from hoc_tui.domain.counting import ImportReport
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError, Refused
from hoc_tui.domain.incoming import IncomingAllergy, IncomingCondition, IncomingMedicine, IncomingRecord, Puzzle
from hoc_tui.domain.people import Person
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code, series_of
from hoc_tui.domain.vocabulary import BackgroundKind, Gender, ItemKind, NeedKind, Registration, ResultStatus, Role
from hoc_tui.interop import read_file
from hoc_tui.services import conversation, importing, lists, people, records
from hoc_tui.services.importing import IMPORTED
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import Surgery, register
from tests.support.incoming import person, record_of, result

NUMBER = "943 476 5919"


@pytest.fixture
def desk(surgery: Surgery) -> Desk:
    """A doctor's desk."""
    return surgery.desk(Role.GP)


def _take(desk: Desk, incoming: IncomingRecord, body: bytes = b"{}", **options: bool) -> ImportReport:
    report = importing.take_in(desk, incoming, "record.json", body, **options)
    assert incoming.resources == report.resources, "every resource in is counted out"
    return report


def _counts(report: ImportReport) -> dict[str, int]:
    return {name: count for name in ImportReport.COUNTED if (count := getattr(report, name))}


def _read(desk: Desk, typed: str = "jackson") -> Record:
    [found] = lists.find(desk, typed)
    return records.open_record(desk, found.person_id)


def _rows(surgery: Surgery) -> dict[str, int]:
    with surgery.database_engine().connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
            if name != "audit_event"  # that somebody came, and took a file in once more, is always new
        }


WHOLE = record_of(
    result("r1"),
    result("r2", "48"),
    conditions=(IncomingCondition(source_id="c1", name="Asthma"),),
    medicines=(IncomingMedicine(source_id="m1", name="Metformin"),),
    allergies=(IncomingAllergy(source_id="a1", name="Penicillin"),),
    puzzles=(Puzzle(where="Bundle.entry[7]", reason="two values", raw="{}"),),
)

# -- The same again ---------------------------------------------------------------------------------------------------


def test_a_new_file_and_the_same_again(surgery: Surgery, desk: Desk) -> None:
    """What is new is added; the second time nothing changes, not a row, and everything is counted as unchanged."""
    new, before = _take(desk, WHOLE), _rows(surgery)
    again = _take(desk, WHOLE)

    assert {"people_added": 1, "results_added": 2, "other_added": 3, "quarantined": 1} == _counts(new)
    assert {"people_matched": 1, "results_unchanged": 2, "other_unchanged": 3, "quarantined": 1} == _counts(again)
    assert before == _rows(surgery)


def test_a_rehearsal_counts_and_keeps_nothing(surgery: Surgery, desk: Desk) -> None:
    """`--dry-run` says what would happen."""
    before = _rows(surgery)
    rehearsed = _take(desk, WHOLE, keep=False)

    assert before == _rows(surgery)
    assert _counts(rehearsed) == _counts(_take(desk, WHOLE))


def test_the_bytes_are_kept_as_they_came_and_once(surgery: Surgery, desk: Desk) -> None:
    """Whoever asks later sees the file itself; the same bytes again are the same message."""
    body = b"\xef\xbb\xbf{\x00\xff}\r\n"
    for _ in range(2):
        _take(desk, record_of(result()), body)
    _take(desk, record_of(result()), body + b" ")

    with surgery.database_engine().connect() as connection:
        kept = connection.execute(select(SourceMessageRow.body, SourceMessageRow.name)).all()
    assert sorted([(body, "record.json"), (body + b" ", "record.json")]) == sorted(tuple(row) for row in kept)


def test_puzzles_are_put_aside_once_for_each_place(surgery: Surgery, desk: Desk) -> None:
    """People work through them; nothing is dropped."""
    puzzles = tuple(Puzzle(where=f"entry[{at}]", reason="two values", raw=f"raw {at}") for at in range(2))
    for _ in range(2):
        _take(desk, record_of(puzzles=puzzles))

    with surgery.database_engine().connect() as connection:
        kept = connection.execute(select(QuarantineRow.place, QuarantineRow.raw).order_by(QuarantineRow.position)).all()
    assert [("entry[0]", "raw 0"), ("entry[1]", "raw 1")] == [tuple(row) for row in kept]


# -- Corrected --------------------------------------------------------------------------------------------------------


def test_a_corrected_result_replaces_and_the_old_one_stays(desk: Desk) -> None:
    """The series shows the new one; the old one is in the record, pointing to what replaced it."""
    _take(desk, record_of(result("r1", "530"), result("r2", "48")), b"1")
    corrected = _take(desk, record_of(result("r1", "53", status=ResultStatus.CORRECTED), result("r2", "48")), b"2")

    read = _read(desk)
    old, new = sorted((one for one in read.results if one.source_id == "r1"), key=lambda one: one.counts)
    assert {"people_matched": 1, "results_corrected": 1, "results_unchanged": 1} == _counts(corrected)
    assert ("530", new.id, "53", None) == (
        *(old.quantity and old.quantity.text, old.superseded_by),
        *(new.quantity and new.quantity.text, new.superseded_by),
    )
    assert [["53 mmol/mol", "48 mmol/mol"]] == [
        sorted((one.value_words for one in series.results), reverse=True) for series in series_of(read.results)
    ]


def test_a_result_corrected_back_is_corrected(desk: Desk) -> None:
    """What it once said before is not "unchanged"."""
    reports = [_take(desk, record_of(result("r1", value)), value.encode()) for value in ("53", "54", "53")]

    assert {"people_matched": 1, "results_corrected": 1} == _counts(reports[-1])
    assert ["53 mmol/mol"] == [one.value_words for one in _read(desk).results if one.counts]
    assert 3 == len(_read(desk).results)


def test_a_withdrawn_result_leaves_the_series(desk: Desk) -> None:
    """It stays in the record with its status."""
    _take(desk, record_of(result("r1")), b"1")
    _take(desk, record_of(result("r1", status=ResultStatus.ENTERED_IN_ERROR)), b"2")

    assert ((), 2) == (series_of(_read(desk).results), len(_read(desk).results))


SNOMED = "http://snomed.info/sct"


def test_medicines_and_allergies_keep_codes_and_dates_as_sent(desk: Desk) -> None:
    """A medicine's and an allergy's codes are there, and an allergy began when it began, not when it was written."""
    metformin = Code(system=SNOMED, code="325278007", display="Metformin 500 mg tablets")
    penicillin = Code(system=SNOMED, code="91936005", display="Allergy to penicillin")
    onset, recorded = PartialDate.parse("1988-05"), PartialDate.parse("2012-03-01")
    allergy = IncomingAllergy(
        source_id="a1", name="Penicillin", codes=(penicillin,), reaction="rash", onset=onset, recorded=recorded
    )
    medicine = IncomingMedicine(source_id="m1", name="Metformin", codes=(metformin,))
    _take(desk, record_of(medicines=(medicine,), allergies=(allergy,)))

    found = {entry.kind: entry for entry in _read(desk).background}
    assert (metformin,) == found[BackgroundKind.MEDICINES].codes
    kept = found[BackgroundKind.ALLERGIES]
    assert ((penicillin,), onset) == (kept.codes, kept.started)
    assert "rash\nWritten down by the sender 01-Mar-2012" == kept.detail


def test_a_date_is_not_said_twice_and_none_is_made_up(desk: Desk) -> None:
    """Written down on the day it began says no more; without an onset there is none."""
    day = PartialDate.parse("2012-03-01")
    both = IncomingAllergy(source_id="a1", name="Latex", onset=day, recorded=day)
    one = IncomingCondition(source_id="c1", name="Asthma", recorded=day)
    _take(desk, record_of(allergies=(both,), conditions=(one,)))

    found = {entry.name: (entry.started, entry.detail) for entry in _read(desk).background}
    assert {"Latex": (day, ""), "Asthma": (None, "Written down by the sender 01-Mar-2012")} == found


def test_background_taken_in_before_codes_were_kept_is_taken_in_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file again mends the lines that an older program made of it, and no result is touched."""
    with monkeypatch.context() as older:
        older.setattr("hoc_tui.data.intake._ENTRY_LAYOUT", 1)
        _take(desk, WHOLE)
    assert {"people_matched": 1, "results_unchanged": 2, "other_changed": 3, "quarantined": 1} == _counts(
        _take(desk, WHOLE)
    )
    assert 3 == len(_read(desk).background)


@pytest.mark.parametrize("stem", ["gp-connect/9465701459_Nel", "gp-connect/9465698679_Gainsford", "fhir-r4/Arla_Lang"])
def test_codes_and_onsets_of_real_records_are_kept(desk: Desk, records: Path, stem: str) -> None:
    """Every medicine and allergy in the record has the codes and the onset that the file says."""
    folder, _, name = stem.partition("/")
    path = next((records / folder).glob(f"{name}*.json"))
    incoming = read_file(path, path.name, limit_bytes=10_000_000)
    _take(desk, incoming, path.read_bytes())

    kept = _read(desk, incoming.person.family).background
    sent = [(one.name, one.codes, one.onset) for one in incoming.allergies]
    allergies = [(one.name, one.codes, one.started) for one in kept if one.kind is BackgroundKind.ALLERGIES]
    medicines = [(one.name, one.codes) for one in kept if one.kind is BackgroundKind.MEDICINES]
    assert sorted(map(str, sent)) == sorted(map(str, allergies))
    assert sorted(map(str, [(one.name, one.codes) for one in incoming.medicines])) == sorted(map(str, medicines))


def test_what_a_reader_remarked_is_in_the_report(desk: Desk) -> None:
    """Added up from file to file, and not among the counts that other programs read."""
    whole = ImportReport()
    for sender in ("urn:one", "urn:two"):
        incoming = record_of(sender=sender).model_copy(update={"remarks": (f"From {sender}.",)})
        taken = _take(desk, incoming, sender.encode())
        assert [f"From {sender}."] == taken.remarks
        whole.add(taken)
    assert ["From urn:one.", "From urn:two."] == whole.remarks
    assert "remarks" not in whole.as_json()


def test_changed_background_is_replaced(desk: Desk) -> None:
    """Counted as changed; the old line is not shown any more."""
    _take(desk, record_of(medicines=(IncomingMedicine(source_id="m1", name="Metformin", dosage="one"),)), b"1")
    changed = record_of(medicines=(IncomingMedicine(source_id="m1", name="Metformin", dosage="two"),))

    assert {"people_matched": 1, "other_changed": 1} == _counts(_take(desk, changed, b"2"))
    assert ["two"] == [entry.detail for entry in _read(desk).background]


def test_one_id_for_two_results_in_one_file(desk: Desk) -> None:
    """The same twice is one; two different ones are both kept, and the same file again changes nothing."""
    twice = record_of(result("r1", "53"), result("r1", "53"), result("r1", "61"), result("r2", "48"))
    new = _take(desk, twice)
    again = _take(desk, twice)

    assert {"people_added": 1, "results_added": 3, "results_unchanged": 1} == _counts(new)
    assert {"people_matched": 1, "results_unchanged": 4} == _counts(again)
    assert ["48", "53", "61"] == sorted(one.quantity.text for one in _read(desk).results if one.quantity)


def test_one_id_in_two_senders_systems_is_two_results(desk: Desk) -> None:
    """Ids are unique in the sender's system and nowhere else."""
    _take(desk, record_of(result("r1", "53"), who=person(nhs_number=NUMBER)), b"1")
    report = _take(desk, record_of(result("r1", "48"), who=person(nhs_number=NUMBER), sender="urn:another"), b"2")

    assert {"people_matched": 1, "results_added": 1} == _counts(report)
    assert 2 == len([one for one in _read(desk).results if one.counts])


@pytest.mark.parametrize("value", ["1E+1000000", "9" * 200, "0." + "0" * 150 + "1", "not a number", "NaN"])
def test_a_number_that_no_column_orders_is_kept_as_text(desk: Desk, value: str) -> None:
    """A hostile or odd number stops no file."""
    _take(desk, record_of(result("r1", value)))

    assert [value] == [one.quantity.text for one in _read(desk).results if one.quantity]


# -- Whose file -------------------------------------------------------------------------------------------------------


def test_a_file_is_keyed_by_the_senders_own_id(desk: Desk) -> None:
    """The same id is the same person, whatever else the file says now; another id is another person."""
    _take(desk, record_of(result("r1"), who=person("p1")), b"1")
    _take(desk, record_of(result("r2"), who=person("p1", family="Jackson-Smith", born=date(1951, 3, 4))), b"2")
    _take(desk, record_of(result("r3"), who=person("p2", family="Okafor")), b"3")

    read = _read(desk, "jackson smith")
    assert (date(1951, 3, 4), 2) == (read.person.born, len(read.results))
    assert 1 == len(_read(desk, "okafor").results)


def test_a_number_that_fails_matches_nobody(desk: Desk) -> None:
    """Six people sent with 1234567890 are six people."""
    for at in range(6):
        _take(desk, record_of(who=person(f"p{at}", family=f"Mold{chr(97 + at)}", nhs_number="1234567890")), b"%d" % at)

    assert 6 == len(lists.find(desk, "mold"))
    assert {False} == {one.number.valid for one in lists.find(desk, "mold") if one.number}


def test_a_valid_number_leads_to_whom_it_belongs(desk: Desk) -> None:
    """Somebody registered by hand gets the file, and keeps what was written by hand."""
    known = register(desk, "Jackson", "Maggie", nhs_number=NUMBER, born=date(1951, 3, 4))
    report = _take(desk, record_of(result(), who=person(nhs_number="9434765919", born=date(1951, 3, 4), phone="0113")))

    read = _read(desk)
    assert {"people_changed": 1, "results_added": 1} == _counts(report)
    assert (known.id, "Maggie", "0113") == (read.person.id, read.person.given, read.person.phone)


def test_a_valid_number_with_another_birthday_is_refused_whole(surgery: Surgery, desk: Desk) -> None:
    """Two people's records never mix over one number, and nothing of the file is kept."""
    register(desk, "Jackson", nhs_number=NUMBER, born=date(1951, 3, 4))
    before = _rows(surgery)
    with pytest.raises(Refused, match="another date of birth"):
        _take(desk, record_of(result(), who=person(nhs_number=NUMBER, born=date(1984, 1, 1))))

    assert before == _rows(surgery)


def test_a_known_person_sent_with_somebody_elses_number_is_refused_whole(surgery: Surgery, desk: Desk) -> None:
    """A sender's mistake does not take a number away from whom it belongs to."""
    _take(desk, record_of(who=person("p1")), b"1")
    register(desk, "Okafor", nhs_number=NUMBER)
    before = _rows(surgery)
    with pytest.raises(Refused, match="already belongs to somebody else"):
        _take(desk, record_of(result(), who=person("p1", nhs_number=NUMBER)), b"2")

    assert before == _rows(surgery)


@pytest.mark.parametrize(
    ("who", "sender", "said"),
    [
        (person(" "), "urn:x", "does not say which person"),
        (person("p1"), "", "does not say which person"),
        (person("p" * 301), "urn:x", "longer than 300"),
        (person("p1", family=" ", given=" "), "urn:x", "does not name the person"),
        (person("p1", family="x" * 301), "urn:x", "most that fits"),
    ],
)
def test_a_file_that_is_about_nobody_is_refused(
    surgery: Surgery, desk: Desk, who: object, sender: str, said: str
) -> None:
    """A cut or empty key could be two people's."""
    before = _rows(surgery)
    incoming = record_of(result()).model_copy(update={"person": who, "source_system": sender})
    with pytest.raises(HocError, match=said):
        importing.take_in(desk, incoming, "record.json", b"{}")

    assert before == _rows(surgery)


def test_somebody_with_one_name_has_it(desk: Desk) -> None:
    """It stands where both parts are looked for."""
    _take(desk, record_of(who=person(family="", given="Suharto")))

    assert ("Suharto", "") == (_read(desk, "suharto").person.family, _read(desk, "suharto").person.given)


# -- What a file may change -------------------------------------------------------------------------------------------


def test_a_newer_file_brings_details_up_to_date(desk: Desk) -> None:
    """Name keys and NHS number follow; the change is in the history as imported."""
    _take(desk, record_of(who=person("p1", phone="0113")), b"1")
    report = _take(desk, record_of(who=person("p1", family="Johnson", phone="", nhs_number=NUMBER)), b"2")

    read = _read(desk, "johnson")
    assert {"people_changed": 1} == _counts(report)
    assert ("0113", NUMBER, ()) == (read.person.phone, read.person.nhs_number, lists.find(desk, "jackson"))
    assert [read.person.id] == [one.person_id for one in lists.find(desk, NUMBER)]
    assert [IMPORTED, IMPORTED] == [one.reason for one in records.history_of(desk, read.person.id, read.person.id)]


def test_what_people_wrote_here_is_never_overruled(desk: Desk) -> None:
    """A correction, a blank put there by hand, also after an undo."""
    _take(desk, record_of(who=person("p1", phone="0113", email="m@example.org", postcode="LS1 4AP")), b"1")
    corrected = people.correct(desk, _read(desk).person, {"given": "Maggie", "phone": ""})
    people.correct(desk, _as_person(corrected.item), {"postcode": "LS2 9JT"})
    _take(desk, record_of(who=person("p1", given="Margaret", phone="0114", email="p@example.org", postcode="X")), b"2")

    now = _read(desk).person
    assert ("Maggie", "", "LS2 9JT", "p@example.org") == (now.given, now.phone, now.postcode, now.email)


def _as_person(item: object) -> Person:
    assert isinstance(item, Person)
    return item


def test_what_a_file_does_not_know_changes_nothing(desk: Desk) -> None:
    """No news: "not known" about somebody who is known."""
    _take(desk, record_of(who=person("p1", gender=Gender.FEMALE, born=date(1951, 3, 4))), b"1")

    assert {"people_matched": 1} == _counts(_take(desk, record_of(who=person("p1")), b"2"))
    assert (Gender.FEMALE, date(1951, 3, 4)) == (_read(desk).person.gender, _read(desk).person.born)


def test_a_death_is_taken_in_and_never_taken_back_by_silence(desk: Desk) -> None:
    """A later file that does not speak of it says nothing about it."""
    _take(desk, record_of(who=person("p1")), b"1")
    _take(desk, record_of(who=person("p1", deceased=True, died="2026-02")), b"2")
    _take(desk, record_of(who=person("p1")), b"3")

    assert (Registration.DIED, "2026-02") == (_read(desk).person.registration, str(_read(desk).person.died))


def test_a_death_put_right_by_hand_stays_right(desk: Desk) -> None:
    """A mistaken death does not come back with the next file, in either of its fields."""
    _take(desk, record_of(who=person("p1", deceased=True, died="2026-02")), b"1")
    people.correct(desk, _read(desk).person, {"registration": Registration.REGISTERED, "died": None})
    _take(desk, record_of(who=person("p1", deceased=True, died="2026-02")), b"2")

    assert (Registration.REGISTERED, None) == (_read(desk).person.registration, _read(desk).person.died)


def test_a_death_reaches_somebody_registered_by_hand(desk: Desk) -> None:
    """Everybody begins as "registered"; nobody wrote it to say that the person lives."""
    register(desk, nhs_number=NUMBER)
    _take(desk, record_of(who=person(nhs_number=NUMBER, deceased=True)))

    assert _read(desk).person.deceased


def test_a_plan_beside_a_person_does_not_disturb_the_next_file(desk: Desk) -> None:
    """Plan and person share an id, and not their histories."""
    _take(desk, record_of(who=person("p1")), b"1")
    conversation.note_plan(desk, _read(desk), {"reviewer": "Dr Osei"})

    assert {"people_changed": 1} == _counts(_take(desk, record_of(who=person("p1", phone="0113")), b"2"))


@pytest.mark.parametrize(
    ("language", "interpreter", "need"),
    [
        ("", False, None),
        ("English", False, None),
        ("en-GB", False, None),
        ("English (United Kingdom)", False, None),
        ("Urdu", False, "Speaks Urdu"),
        ("Urdu", True, "Interpreter: Urdu"),
        ("", True, "Interpreter: language not sent"),
        ("Enga", False, "Speaks Enga"),
    ],
)
def test_language_is_arranged_for_only_where_english_will_not_do(
    desk: Desk, language: str, interpreter: bool, need: str | None
) -> None:
    """Reception sees what to arrange, and nothing that needs no arranging."""
    _take(desk, record_of(who=person(language=language, interpreter=interpreter)))

    assert [need] * (need is not None) == [one.text for one in _read(desk).needs if one.kind is NeedKind.LANGUAGE]


def test_an_interpreter_needed_from_now_on_is_arranged_once(desk: Desk) -> None:
    """Unless somebody here has decided about language already."""
    _take(desk, record_of(who=person("p1")), b"1")
    sent = record_of(who=person("p1", language="Urdu", interpreter=True))
    assert {"people_changed": 1} == _counts(_take(desk, sent, b"2"))
    [need] = _read(desk).needs
    people.end_detail(desk, Spot.of(ItemKind.NEED, need), "her daughter interprets")

    assert {"people_matched": 1} == _counts(_take(desk, sent, b"3"))
    assert () == _read(desk).needs


# -- Real-shaped files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["gp-connect", "fhir-r4"])
def test_real_shaped_records_go_in_once(surgery: Surgery, desk: Desk, records: Path, folder: str) -> None:
    """Each file is counted out whole, and a second time changes not a row."""
    files = sorted((records / folder).glob("*.json"))
    assert files
    incoming = [(file, read_file(file.read_bytes(), file.name, limit_bytes=1 << 30)) for file in files]
    for file, one in incoming:
        assert 1 == _take(desk, one, file.read_bytes()).people_added, file.name
    before = _rows(surgery)
    for file, one in incoming:
        again = _counts(_take(desk, one, file.read_bytes()))

        assert {"people_matched", "results_unchanged", "other_unchanged", "ignored", "quarantined"} >= set(again)
    assert before == _rows(surgery)
    with surgery.database_engine().connect() as connection:
        current = select(func.count()).select_from(ResultRow).where(ResultRow.superseded_by.is_not(None))
        assert 0 == connection.execute(current).scalar_one()
