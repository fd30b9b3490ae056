"""What one EDIFACT message says, read exactly as it was sent: each trap with a message made by hand."""

from datetime import date

import pytest

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.results import Code, Quantity, ReferenceRange
from hoc_tui.domain.vocabulary import Comparator, Gender
from tests.interop.edifact.made import (
    FERRITIN,
    HEAD,
    PERSON,
    REPORT,
    SPECIMEN,
    interchange,
    inv,
    message,
    read,
    read_message,
    read_report,
    read_result,
    usual,
)

SODIUM = inv("Serum sodium", "RSL+NV+136++:::mmol/L")
SECOND = ("S16+16", "SEQ++2", "SPC+TSP+:::Fluoride", "RFF+STI:EX000037KA", "DTM+SCO:20260112:102")


def test_a_usual_result_is_read_whole() -> None:
    """Code, value with its digits, unit, range, flag, dates, specimen and laboratory."""
    assert read_result(*FERRITIN).model_dump(exclude_defaults=True) == {
        "source_id": "15/EX000037K/ex000037ka#venous blood/http://read.info/readv2|42R4./1",
        "test_key": "http://read.info/readv2|42R4.",
        "name": "Serum ferritin",
        "codes": (Code(system="http://read.info/readv2", code="42R4.", display="Serum ferritin").model_dump(),),
        "quantity": {"text": "11.0", "unit": "ng/mL"},
        "ranges": ({"low": "15", "high": "200"},),
        "flag": "LO",
        "taken": PartialDate("2026-01-12T09:15").root,
        "reported": PartialDate("2026-01-12T15:41").root,
        "performer": "Blood Sciences; ST EXAMPLE'S HOSPITAL",
        "specimen": "VENOUS BLOOD",
    }


def test_a_person_is_read_whole() -> None:
    """As the laboratory names them, with the release character taken out of the name."""
    assert read_report(*FERRITIN).person.model_dump(exclude_defaults=True) == {
        "source_id": "",
        "family": "O'EXAMPLE",
        "given": "ANN B",
        "title": "MRS",
        "born": date(1951, 3, 5),
        "gender": Gender.FEMALE,
        "nhs_number": "9999999484",
        "address": ("1 MADE UP WAY", "NOWHERE"),
        "postcode": "ZZ99 3VZ",
    }


@pytest.mark.parametrize(
    ("segments", "person", "remark"),
    [
        (("PNA+PAT+ZZ12:OPI+++SU:X",), ("", "ZZ12"), "“ZZ12” came in the place of the NHS number and is none."),
        (("PNA+PAT+9999999484:NHS+++SU:X", "RFF+SSI:H77"), ("9999999484", "H77"), ""),
        (("PNA+PAT++++SU:X", "RFF+RPI:R5"), ("", "R5"), ""),
        (("PNA+PAT++++SU:X", "DTM+329:195103:610"), ("", ""), "The date of birth came only as “1951-03”"),
        (("PNA+PAT++++SU:X", "DTM+329:19511305:102"), ("", ""), "No date of birth was taken"),
        (("PNA+PAT++++SU:X", "PDI+7"), ("", ""), "The gender came as “7”"),
    ],
)
def test_what_a_person_came_without_is_remarked_on(
    segments: tuple[str, ...], person: tuple[str, str], remark: str
) -> None:
    """An official number that is none is the laboratory's own; a date or gender that is none is left out."""
    (found,) = read_message(interchange(message(*HEAD, *REPORT, "S07+07", *segments, *SPECIMEN, *FERRITIN))).reports
    assert person == (found.person.nhs_number, found.person.source_id)
    assert " ".join(found.remarks).startswith(remark)


@pytest.mark.parametrize("segments", [(), (*PERSON, *PERSON)])
def test_a_message_about_nobody_or_two_at_once_is_not_taken(segments: tuple[str, ...]) -> None:
    """Its results could be filed under anybody."""
    (found,) = read(interchange(message(*HEAD, *REPORT, *segments, *SPECIMEN, *FERRITIN)))
    assert isinstance(found, Unreadable)
    assert found.resources == 1 + len(segments) // len(PERSON)


def test_a_message_of_more_tests_than_any_has_is_not_taken() -> None:
    """What was noted once stands with each of them, which must not fill the memory."""
    (found,) = read(interchange(usual(*FERRITIN * 2_001)))
    assert isinstance(found, Unreadable)
    assert (found.resources, "more than the 2,000 tests and specimens" in found.message) == (2_002, True)


def test_two_reports_in_one_message_are_about_two_people() -> None:
    """Each report has its own person, and the message stands or falls with both."""
    other = [one.replace("9999999484", "9999999476").replace("ANN", "BOB") for one in PERSON]
    second = [one.replace("EX000037K", "EX000038K") for one in (*REPORT, *other, *SPECIMEN, *FERRITIN)]
    found = read_message(interchange(message(*HEAD, *REPORT, *PERSON, *SPECIMEN, *FERRITIN, *second)))
    assert ["ANN B", "BOB B"] == [report.person.given for report in found.reports]
    assert found.resources == 4


# -- Text ---------------------------------------------------------------------------------------------------------


def test_released_characters_are_text() -> None:
    """All four of them, one after the other, in a name and in a comment."""
    result = read_result(*inv("A?+B?:C?'D??", "RSL+NV+1++:::g/L", "FTX+SPC+++what???: yes??'"[:-1]))
    assert ("A+B:C'D?", "what?: yes?") == (result.name, result.comment)


def test_text_of_several_lines_keeps_them() -> None:
    """Components of one segment and several segments alike, with the blanks that make a table."""
    result = read_result(*inv("GTT", "FTX+RIT+++Time   mmol/L: 0 h    4.3: 2 h    7.6", "FTX+RIT+++Normal"))
    assert "Time   mmol/L\n 0 h    4.3\n 2 h    7.6\nNormal" == result.comment
    assert "see comment" == result.value_words


def test_a_plus_that_was_not_released_loses_no_word() -> None:
    """Text goes on where another element would be."""
    assert "protein ++ and more" == read_result(*inv("Dip", "RSL+NV+1", "FTX+SPC+++protein ++ and more")).comment


def test_a_short_answer_stands_in_the_value_s_place() -> None:
    """Words that are the result are its value, and other words its comment."""
    result = read_result(*inv("Latex", "FTX+RIT+++NEGATIVE", "FTX+SPC+++Repeat in a month"))
    assert ("NEGATIVE", "Repeat in a month", None) == (result.text, result.comment, result.quantity)


def test_words_beside_a_number_are_a_comment() -> None:
    """They never hide the number."""
    result = read_result(*inv("Sodium", "RSL+NV+136++:::mmol/L", "FTX+RIT+++Slightly haemolysed"))
    assert ("136 mmol/L", "Slightly haemolysed") == (result.value_words, result.comment)


def test_a_coded_answer_is_its_words() -> None:
    """As in a screening result."""
    result = read_result(*inv("Screening", "RSL+CV+::375211000000108:921::FOB test normal (finding)"))
    assert ("FOB test normal (finding)", None) == (result.text, result.quantity)


def test_control_characters_do_not_come_through() -> None:
    """Text of a file can steer no terminal."""
    assert "[31mred" == read_result(*inv("X", "FTX+RIT+++\x1b[31mred")).text


def test_words_on_the_request_stand_with_each_result() -> None:
    """That somebody takes warfarin changes what a number means."""
    clinical = ("S10+10", "CIN+UN", "FTX+CID+++ON WARFARIN:TATT")
    result = read_result(*FERRITIN, specimen=(*clinical, *SPECIMEN))
    assert "On the request: ON WARFARIN\nTATT" == result.comment


def test_a_report_with_nothing_but_words_is_a_result_of_its_own() -> None:
    """What only the report says is not lost when there is no test to say it with."""
    report = read_report(specimen=("S10+10", "FTX+CID+++TATT"))
    assert [("Laboratory report", "On the request: TATT")] == [(one.name, one.comment) for one in report.results]
    assert report.resources == 2


# -- Values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "quantity"),
    [
        ("NV+7.10++:::mmol/L", Quantity(text="7.10", unit="mmol/L")),
        ("NV+90:6++:::mL/min", Quantity(text="90", comparator=Comparator.MORE, unit="mL/min")),
        ("NV+90:5++:::mL/min", Quantity(text="90", comparator=Comparator.AT_LEAST, unit="mL/min")),
        ("NV+0.01:7++:::g", Quantity(text="0.01", comparator=Comparator.LESS, unit="g")),
        ("NV+5:8++:::g", Quantity(text="5", comparator=Comparator.AT_MOST, unit="g")),
        ("NV+<0.01++:::g", Quantity(text="0.01", comparator=Comparator.LESS, unit="g")),
        ("NV+<5:7++:::g", Quantity(text="5", comparator=Comparator.LESS, unit="g")),
        ("NV+5++10?*9/l", Quantity(text="5", unit="10*9/l")),
        ("NV+5", Quantity(text="5")),
    ],
)
def test_numbers_keep_their_digits_sign_and_unit(sent: str, quantity: Quantity) -> None:
    """The sign may come as a code or in the text; older messages put the unit where its code would be."""
    assert quantity == read_result(*inv("X", f"RSL+{sent}")).quantity


@pytest.mark.parametrize("sent", ["NV+1,234++:::g", "NV+1_000++:::g", "NV+see below++:::g", "NV+1e5++:::g"])
def test_what_is_no_plain_number_is_words(sent: str) -> None:
    """It is never taken for another number."""
    result = read_result(*inv("X", f"RSL+{sent}"))
    assert (None, f"{sent[3:].split('+', maxsplit=1)[0]} g") == (result.quantity, result.text)


def test_a_decimal_comma_is_read_where_the_interchange_has_one() -> None:
    """The first line says which mark it is."""
    data = interchange(usual(*inv("X", "RSL+NV+7,1++:::g"))).replace(b"UNA:+.", b"UNA:+,")
    (report,) = read_message(data).reports
    assert Quantity(text="7.1", unit="g") == report.results[0].quantity


@pytest.mark.parametrize(
    ("segments", "reason"),
    [
        (("RSL+NV+1:2++:::g",), "Its value has a sign (“2”) that is none that is known."),
        (("RSL+NV+<1:6++:::g",), "Its value has two signs."),
        (("RSL+NV+:6++:::g",), "Its value has a sign and no number."),
        (("RSL+NV+many:6++:::g",), "Its value has a sign before words."),
        (("RSL+NV+1++:::g", "RSL+NV+2++:::g"), "It has two values."),
        (("RSL+NV+1+2+:::g",), "Its value has more parts than a value has."),
        (("RSL+NV+++++:::g+HI",), "Its value has more parts than a value has."),
        (("RSL+NV+1++:::g", "STS++XX"), "Its status (“XX”) is none that is known."),
        (("RSL+NV+1++:::g", "QVR+1"), "It has a “QVR” segment, which is not known here."),
        (("RSL+NV+1++:::g", f"FTX+SPC+++{'x' * 20_001}"), "This text has 20,001 characters"),
    ],
)
def test_a_test_that_cannot_be_read_faithfully_is_set_aside(segments: tuple[str, ...], reason: str) -> None:
    """Whole, with its segments as they were sent, and the tests beside it are read."""
    report = read_report(*inv("X", *segments), *FERRITIN)
    (puzzle,) = report.puzzles
    assert puzzle.reason.startswith(reason)
    assert puzzle.where == "message 1, line 1, test 1"
    assert puzzle.raw.splitlines() == [*inv("X", *segments)]
    assert ["Serum ferritin"] == [one.name for one in report.results]
    assert report.resources == 3


def test_a_value_outside_any_test_is_set_aside() -> None:
    """Its test's beginning was lost; it is not left out."""
    report = read_report("RSL+NV+1++:::g", *FERRITIN)
    assert ["It does not say which test it is."] == [one.reason for one in report.puzzles]


def test_a_test_without_a_value_says_so() -> None:
    """It was asked for, and nothing came."""
    assert "no value sent" == read_result(*inv("X", "STS++RE")).value_words


# -- Ranges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("segments", "ranges"),
    [
        (("S20+20", "RND+U+10+200"), [ReferenceRange(low="10", high="200")]),
        (("S20+20", "RND+U++999"), [ReferenceRange(high="999")]),
        (("S20+20", "RND+U+2.0+20.0+nmol/L"), [ReferenceRange(low="2.0", high="20.0", unit="nmol/L")]),
        (
            ("S20+20", "RND+U+10+200", "S20+20", "RND+U+15+150"),
            [ReferenceRange(low="10", high="200"), ReferenceRange(low="15", high="150")],
        ),
        (
            ("S20+20", "RND+U+10+200", "FTX+RPD+++Upper age - 45 years:Sex - Female", "S20+20", "RND+U+15"),
            [ReferenceRange(text="Upper age - 45 years, Sex - Female: 10 to 200"), ReferenceRange(low="15")],
        ),
        (("S20+20", "FTX+CRR+++see the leaflet"), [ReferenceRange(text="see the leaflet")]),
        (("FTX+CRR+++see the leaflet",), [ReferenceRange(text="see the leaflet")]),
        (("S20+20", "RND+U+<5"), [ReferenceRange(text="<5")]),
        (("RND+U+1+2",), [ReferenceRange(low="1", high="2")]),
        (("S20+20", "RND+U"), []),
    ],
)
def test_ranges_come_as_they_were_sent(segments: tuple[str, ...], ranges: list[ReferenceRange]) -> None:
    """Several stay several, each with its own note; one for some people only is words, so that nobody is held to it."""
    assert ranges == [*read_result(*inv("X", "RSL+NV+1++:::g", *segments)).ranges]


# -- Specimens ----------------------------------------------------------------------------------------------------


def test_each_test_belongs_to_its_own_specimen() -> None:
    """Two specimens of one number; the day without a time stays a day."""
    report = read_report(*SODIUM, *[one.replace("ASL:1", "ASL:2") for one in SODIUM], specimen=(*SPECIMEN, *SECOND))
    assert ["VENOUS BLOOD", "Fluoride"] == [one.specimen for one in report.results]
    assert ["2026-01-12T09:15", "2026-01-12"] == [str(one.taken) for one in report.results]
    assert len({one.source_id for one in report.results}) == 2


def test_a_heading_gives_its_specimen_to_its_tests_and_is_no_result() -> None:
    """It is counted, and brings nothing itself."""
    heading = ("GIS+N", "INV+MQ+451..:911::Renal function tests", "SEQ++7", "RFF+ASL:2")
    member = ("GIS+N", "INV+MQ+44I5.:911::Serum sodium", "RSL+NV+136++:::mmol/L", "RFF+ARL:7")
    report = read_report(*heading, *member, specimen=(*SPECIMEN, *SECOND))
    assert ({"heading: test": 1}, 3) == (report.ignored, report.resources)
    assert ["Fluoride"] == [one.specimen for one in report.results]


def test_a_heading_with_words_is_kept() -> None:
    """What was said of the whole group is no heading alone."""
    heading = ("GIS+N", "INV+MQ+:::B12/FOLATE", "SEQ++1", "FTX+SPC+++Results repeated", "RFF+ASL:1")
    report = read_report(*heading, "GIS+N", "INV+MQ+:::Folate", "RSL+NV+0.8++:::ng/mL", "RFF+ARL:1")
    assert ["B12/FOLATE", "Folate"] == [one.name for one in report.results]
    assert "Results repeated" == report.results[0].comment


def test_what_was_noted_about_a_specimen_stands_with_its_results() -> None:
    """How much, whether fasting, and the laboratory's words."""
    specimen = (*SPECIMEN, "SPC+FS+F", "QTY+SVO:10+:::mL", "FTX+SPC+++Haemolysed")
    assert (
        "VENOUS BLOOD; fasting status: fasting; 10 mL; note: Haemolysed"
        == read_result(*SODIUM, specimen=specimen).specimen
    )


def test_a_specimen_collected_nobody_knows_when_says_when_it_was_received() -> None:
    """That is not when it was taken, so it is not the result's day."""
    specimen = [one for one in SPECIMEN if "SCO" not in one]
    result = read_result(*SODIUM, specimen=specimen)
    assert (None, "VENOUS BLOOD; received 12-Jan-2026") == (result.taken, result.specimen)


def test_a_rejected_specimen_without_tests_is_a_result_of_its_own() -> None:
    """That it has to be taken again is what the message is for."""
    report = read_report(specimen=(*SPECIMEN, "FTX+SPC+++UNLABELLED, PLEASE REPEAT"))
    (result,) = report.results
    assert ("Specimen: VENOUS BLOOD", "UNLABELLED, PLEASE REPEAT") == (result.name, result.comment)
    assert report.resources == 2


def test_a_rejected_specimen_says_what_was_on_the_request() -> None:
    """No other result is there to say it."""
    specimen = ("S10+10", "FTX+CID+++ON WARFARIN", *SPECIMEN, "FTX+SPC+++CLOTTED")
    (result,) = read_report(specimen=specimen).results
    assert "CLOTTED\nOn the request: ON WARFARIN" == result.comment


@pytest.mark.parametrize(
    ("report", "specimen"),
    [
        (("S02+02",), (*SPECIMEN, "FTX+SPC+++CLOTTED")),
        ((*REPORT, "STS++QQ"), (*SPECIMEN, "FTX+SPC+++CLOTTED")),
        (REPORT, (*SPECIMEN, "DTM+SCO:2026:102", "FTX+SPC+++CLOTTED")),
        (("S02+02",), ("S10+10", "FTX+CID+++CLOTTED")),
    ],
)
def test_words_of_a_report_that_cannot_be_read_faithfully_are_set_aside(
    report: tuple[str, ...], specimen: tuple[str, ...]
) -> None:
    """Without a number of the report, with a status or a date that is not known; the words are all there."""
    found = read_report(report=report, specimen=specimen)
    assert ((), 2) == (found.results, found.resources)
    assert "CLOTTED" in found.puzzles[0].raw


def test_a_rejected_specimen_with_tests_says_it_in_each() -> None:
    """The words stand where the values would."""
    tests = (*inv("Hb", "FTX+RIT+++NA", "FTX+SPC+++UNLABELLED"), *inv("Iron", "FTX+RIT+++Not performed."))
    assert ["NA", "Not performed."] == [one.text for one in read_report(*tests).results]


@pytest.mark.parametrize(
    ("specimen", "reason"),
    [
        ((*SPECIMEN, "DTM+SCO:20261345:102"), "Its specimen cannot be read: “20261345” is not a date."),
        ((*SPECIMEN, "DTM+SCO:12Jan26:102"), "Its specimen cannot be read: “12Jan26” is not a date"),
        ((*SECOND, *SECOND), "It does not say clearly which specimen it is of."),
        ((), "It does not say clearly which specimen it is of."),
        ((*SPECIMEN, *["FTX+SPC+++" + "x" * 9_000] * 3), "More was noted about its specimen than can be kept with it."),
    ],
)
def test_a_test_of_a_specimen_that_cannot_be_read_is_set_aside(specimen: tuple[str, ...], reason: str) -> None:
    """Nobody could say when it was taken."""
    (puzzle,) = read_report(*SODIUM, specimen=specimen).puzzles
    assert puzzle.reason.startswith(reason)
