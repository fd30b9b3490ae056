"""Who a record file is about, and who sent it."""

from datetime import date

import pytest

from hoc_tui.domain.incoming import IncomingRecord, Unreadable
from hoc_tui.domain.vocabulary import Gender
from tests.interop.conftest import PATIENT, Fields, bundle_of, hand_made, observation, read


def about(*resources: Fields, **fields: object) -> IncomingRecord:
    """Read a bundle about the usual person with some fields changed."""
    return read(bundle_of(*resources, patient=PATIENT | fields))


def test_a_gp_connect_person_is_read_whole() -> None:
    """The official name, the name they like, ways to reach them, the language, and a number that fails."""
    person = hand_made("gp-connect-traps").person
    assert person.model_dump() == {
        "source_id": "P-TRAPS",
        "family": "Tràpper",
        "given": "Ann Mary",
        "title": "Mrs",
        "preferred": "Annie",
        "born": date(1948, 2, 29),
        "gender": Gender.FEMALE,
        "died": None,
        "deceased": False,
        "nhs_number": "1234567890",
        "address": ("1 Made Up Way", "Nowhere", "Noshire"),
        "postcode": "ZZ99 3VZ",
        "phone": "01632 960123",
        "mobile": "07700 900123",
        "email": "ann@example.org",
        "language": "Panjabi; Punjabi",
        "interpreter": True,
    }


def test_names_come_as_they_were_sent() -> None:
    """Digits, accents and apostrophes inside names are the sender's."""
    person = hand_made("r4-transaction").person
    assert ("Mejía414 D'Amore443", "Gustavo974 José Ángel2", "Mr.") == (person.family, person.given, person.title)
    assert person.deceased
    assert person.died is not None
    assert person.died.text == "2008-02-23T00:56:59+00:00"


def test_a_death_without_a_date_is_a_death() -> None:
    """That somebody died is known even when the day is not."""
    person = about(deceasedBoolean=True).person
    assert (person.deceased, person.died) == (True, None)


def test_the_preferred_language_and_a_written_address_are_taken() -> None:
    """R4 marks one language as preferred; an address may be only text."""
    person = hand_made("r4-collection").person
    assert ("Irish", ("2 Made Up Way", "Nowhere")) == (person.language, person.address)


def test_an_interpreter_asked_for_in_r4_is_noticed() -> None:
    """The international extension says the same as GP Connect's."""
    url = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
    assert about(extension=[{"url": url, "valueBoolean": True}]).person.interpreter


def test_old_names_addresses_and_numbers_are_not_used() -> None:
    """What is marked old never stands for what is true now."""
    person = about(
        name=[{"use": "old", "family": "Before"}, {"use": "usual", "family": "Now"}],
        address=[{"use": "old", "line": ["Then"]}],
        telecom=[{"system": "phone", "use": "old", "value": "1"}, {"system": "phone", "use": "work", "value": "2"}],
    ).person
    assert ("Now", (), "2") == (person.family, person.address, person.phone)


def test_a_name_that_is_only_text_is_kept_whole() -> None:
    """Nobody guesses which part of it is the family name."""
    person = about(name=[{"text": "Prince of Nowhere"}]).person
    assert ("Prince of Nowhere", "") == (person.family, person.given)


def test_a_date_of_birth_without_a_day_is_said_and_not_guessed() -> None:
    """A year alone would become the first of January."""
    record = about(birthDate="1951")
    assert record.person.born is None
    assert record.remarks == ("The date of birth came only as “1951”, so none was taken.",)


def test_a_gender_fhir_does_not_have_is_said() -> None:
    """The word is not lost silently."""
    record = about(gender="M")
    assert record.person.gender is Gender.NOT_KNOWN
    assert record.remarks == ("The gender came as “M”, which FHIR does not have, so it is not known.",)


def test_two_nhs_numbers_are_said() -> None:
    """The first that is not old is taken, and somebody hears of the other."""
    system = "https://fhir.nhs.uk/Id/nhs-number"
    record = about(
        identifier=[
            {"use": "old", "system": system, "value": "9449305552"},
            {"system": system, "value": "943 476 5919"},
        ],
    )
    assert record.person.nhs_number == "943 476 5919"
    assert len(record.remarks) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": None}, "there is no name."),
        ({"name": [{"given": []}]}, "there is no name."),
        ({"name": [7]}, "“name[0]” is not an object."),
        ({"name": [{"family": 7}]}, "“name[0].family” is not text."),
        ({"birthDate": "1950-02-30"}, "“birthDate” is not a date."),
        ({"birthDate": 1950}, "“birthDate” is not text."),
        ({"name": [{"family": "x" * 301}]}, "This text has 301 characters, and 300 is the most that fits here."),
        (
            {
                "name": [{"family": "x", "given": [str(number) * 3 for number in range(1000, 1040)]}],
                "identifier": [{"system": "urn:x", "value": "1"}],
            },
            "This text has 519 characters, and 300 is the most that fits here.",
        ),
        ({"id": None}, "there is no id."),
    ],
)
def test_a_person_who_cannot_be_read_faithfully_refuses_the_file(fields: Fields, message: str) -> None:
    """Nothing is imported about somebody of whom it is not sure who they are."""
    with pytest.raises(Unreadable) as refusal:
        about(observation(), **fields)
    assert refusal.value.message == f"The person's details cannot be read: {message}"
    assert refusal.value.resources == 2


# -- Who sent it --------------------------------------------------------------------------------------------------


def sender(record: IncomingRecord) -> tuple[str, str]:
    """The sender's namespace, and the person's id in it."""
    return record.source_system, record.person.source_id


def test_synthea_is_known_by_its_own_identifier() -> None:
    """Its identifier goes with the person through every server; a social security number does not count."""
    expected = ("https://github.com/synthetichealth/synthea", "11111111-0000-4000-8000-000000000001")
    assert expected == sender(hand_made("r4-transaction"))


def test_a_gp_system_is_known_by_the_namespace_of_its_identifiers() -> None:
    """EMIS names itself and the practice on every entry, and not on the person."""
    assert sender(hand_made("gp-connect-traps")) == ("https://EMISWeb/Z99999", "P-TRAPS")


def test_a_practice_is_known_by_its_code_when_nothing_else_is() -> None:
    """A record without entries still belongs to a practice."""
    ods = {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Z99999"}
    practice: Fields = {"resourceType": "Organization", "id": "org", "identifier": [ods]}
    record = about(practice, managingOrganization={"reference": "Organization/org"})
    assert sender(record) == ("https://fhir.nhs.uk/Id/ods-organization-code|Z99999", "p")


def test_a_server_is_known_by_its_address() -> None:
    """A national number on the person says nothing about who sent the file."""
    assert sender(hand_made("r4-collection")) == ("https://records.example.org/fhir", "42")


def test_a_sender_with_an_endless_name_is_refused() -> None:
    """What it calls itself must fit where senders are told apart."""
    with pytest.raises(Unreadable, match="what the sender calls itself is too long"):
        about(name=[{"family": "x" * 290}])


def test_a_broken_identifier_elsewhere_does_not_hide_the_sender() -> None:
    """The resource that holds it is looked at for itself."""
    sound = observation(identifier=[{"system": "urn:sound", "value": "1"}])
    assert about(observation(id="b", identifier=7), sound).source_system == "urn:sound"


def test_two_unnamed_senders_with_the_same_id_are_not_the_same_person() -> None:
    """A double record can be joined later; a mixed one cannot be parted."""
    one, other = about(), about(name=[{"family": "Somebody"}], birthDate="1960-01-01")
    assert one.person.source_id == other.person.source_id
    assert one.source_system != other.source_system
    assert sender(one) == sender(about(observation()))
