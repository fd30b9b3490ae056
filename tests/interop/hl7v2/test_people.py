from datetime import date

import pytest

from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.vocabulary import Gender
from tests.interop.hl7v2.made import MSH, OBR, PID, POTASSIUM, message, report, whole


def person(pid: str) -> IncomingPerson:
    """Who a PID segment names."""
    return report(POTASSIUM, pid=pid).person


def test_a_person_is_named_as_the_laboratory_names_them() -> None:
    """All fields that tell who somebody is."""
    expected = IncomingPerson(
        source_id="ACME|L123",
        family="O'Neil",
        given="Ann Mary",
        title="Mrs",
        born=date(1951, 3, 5),
        gender=Gender.FEMALE,
        nhs_number="9434765919",
        address=("Flat 2 High Street", "Little End", "Leeds", "West Yorkshire", "GBR"),
        postcode="LS1 1AA",
        phone="0113 496 0000; 44 113 4960001",
        mobile="07700 900000",
        email="ann@example.org",
    )
    assert expected == person(
        "PID|1|X9^^^OLD^AN|L123^^^ACME&1.2.3&ISO^MR~9434765919^^^NHS^NH~285-64-4175^^^SSA^SS||O'Neil&O'&Neil^Ann^Mary^^Mrs^^L"
        "||19510305|F|||Old Road^^York^^YO1^^BA~Flat 2&High Street^Little End^Leeds^West Yorkshire^LS1 1AA^GBR^H"
        "||0113 496 0000^PRN^PH~^PRN^PH^^44^113^4960001~07700 900000^PRN^CP~^NET^Internet^ann@example.org"
        "||||||285-64-4175"
    )


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ("|9434765919^^^NHS^NH", "9434765919"),
        ("|943 476 5919^^^NHS", "943 476 5919"),
        ("|9434765919^^^&2.16.840.1.113883.2.1.4.1&ISO", "9434765919"),
        ("|9434765919^^^PAS^NH", "9434765919"),
        ("9434765919^^^NHS^NH|L1", "9434765919"),
        ("|L1|9434765919^^^NHS^NH", "9434765919"),
        ("|9434765910^^^NHS^NH", "9434765910"),
        ("|9434765919", ""),
        ("|9434765919^^^ACME^PI", ""),
        ("|9434765919^^^NHS^SS", ""),
        ("|123456789^^^SSA^NH", ""),
        ("|285-64-4175^^^SSA^SS", ""),
    ],
)
def test_only_a_number_given_by_the_nhs_is_an_nhs_number(identifiers: str, expected: str) -> None:
    """Not ten digits by chance, not a social security number; kept as sent, even when its check digit is wrong."""
    assert expected == person(f"PID|1|{identifiers}").nhs_number


def test_of_two_nhs_numbers_neither_is_taken() -> None:
    """The same twice is one; which of two is right, a person must see."""
    twice = report(POTASSIUM, pid="PID|1||9434765919^^^NHS^NH~943 476 5919^^^NHS^NH||Sloper")
    assert ("9434765919", ()) == (twice.person.nhs_number, twice.remarks)
    two = report(POTASSIUM, pid="PID|1||9434765919^^^NHS^NH~9434765870^^^NHS^NH||Sloper")
    assert ("", ("The person came with more than one NHS number, so none was taken.",)) == (
        two.person.nhs_number,
        two.remarks,
    )


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ("|L1^^^ACME^PI~H7^^^RX1^MR", "RX1|H7"),
        ("|L1", "L1"),
        ("|L1^^^ACME", "ACME|L1"),
        ("|285-64-4175^^^SSA^SS~V1^^^ACME^VN", ""),
        ("L1|9434765919^^^NHS^NH", "L1"),
        ("", ""),
    ],
)
def test_the_laboratory_s_own_number_is_that_of_the_record(identifiers: str, expected: str) -> None:
    """With who gave it, never one of papers, of a stay or of insurance."""
    assert expected == person(f"PID|1|{identifiers}").source_id


@pytest.mark.parametrize(
    ("sent", "born", "said"),
    [
        ("19510305", date(1951, 3, 5), ""),
        ("195103050000", date(1951, 3, 5), ""),
        ("", None, ""),
        ("1951", None, "The date of birth came only as “1951”, so none was taken."),
        ("Aug 15, 1942", None, "The date of birth was not taken: “Aug 15, 1942” is not a date."),
        ("0000", None, "The date of birth was not taken: “0000” is not a date."),
    ],
)
def test_a_date_of_birth_is_whole_or_not_taken(sent: str, born: date | None, said: str) -> None:
    """Somebody is told when it was not."""
    found = report(POTASSIUM, pid=f"PID|1||L1||Sloper||{sent}")
    assert (born, tuple(filter(None, (said,)))) == (found.person.born, found.remarks)


@pytest.mark.parametrize(
    ("sent", "gender"),
    [
        ("M", Gender.MALE),
        ("f", Gender.FEMALE),
        ("O", Gender.OTHER),
        ("U", Gender.NOT_KNOWN),
        ("N", Gender.NOT_SPECIFIED),
        ("", Gender.NOT_KNOWN),
        ("7", Gender.NOT_KNOWN),
    ],
)
def test_a_sex_has_the_nhs_s_word(sent: str, gender: Gender) -> None:
    """A letter that HL7 does not have is said."""
    found = report(POTASSIUM, pid=f"PID|1||L1||Sloper|||{sent}")
    assert gender == found.person.gender
    assert (sent == "7") == bool(found.remarks)


def test_the_legal_name_is_taken_before_others() -> None:
    """An alias only when there is nothing else; an empty one never before a name."""
    assert "Sloper" == person("PID|1||L1||^^^^^^L~Smith^^^^^^A~Sloper^Ann^^^^^D").family
    assert "Smith" == person("PID|1||L1||Smith^^^^^^A").family


def test_a_death_is_known_with_its_date_or_without() -> None:
    """PID-29 and PID-30; a date that is none does not make somebody alive."""
    dead = person(f"PID|1||L1||Sloper{'|' * 24}20260301|Y")
    assert ("2026-03-01", True) == (str(dead.died), dead.deceased)
    found = report(POTASSIUM, pid=f"PID|1||L1||Sloper{'|' * 24}long ago|Y")
    assert (None, True, 1) == (found.person.died, found.person.deceased, len(found.remarks))


def test_somebody_without_name_and_number_is_said_to_be_nobody() -> None:
    """The report is read, for a person to find out."""
    found = report(POTASSIUM, pid="PID|1")
    assert ("", ("The message does not say who the person is.",)) == (found.person.family, found.remarks)


def test_several_people_in_one_message_are_several_reports() -> None:
    """Each with their own results and orders."""
    second = PID.replace("9434765919", "9434765870").replace("Ann", "Bob")
    other = POTASSIUM.replace("4.4", "5.9")
    found = whole(message(MSH, PID, OBR, POTASSIUM, OBR, POTASSIUM, second, "PV1|1", OBR, other, "PID|3||L9||Last"))
    assert [("Ann Mary", ["4.4"]), ("Bob Mary", ["5.9"]), ("", [])] == [
        (one.person.given, [each.quantity.text for each in one.results if each.quantity]) for one in found.reports
    ]
    assert ("The message brings no results for this person.",) == found.reports[2].remarks
    assert 6 == found.resources
