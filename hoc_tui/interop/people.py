"""Who a record file is about, and in whose namespace its ids are unique."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingPerson, Unreadable
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.domain.vocabulary import Gender
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.concepts import words_of
from hoc_tui.interop.naming import human_name
from hoc_tui.interop.parts import Misfit, Part

NHS_NUMBER = frozenset(
    {
        "https://fhir.nhs.uk/Id/nhs-number",
        "https://fhir.hl7.org.uk/Id/nhs-number",
        "http://fhir.nhs.net/Id/nhs-number",
        "urn:oid:2.16.840.1.113883.2.1.4.1",
    }
)
"""Namespaces of NHS numbers; the last two are from before 2018."""

_EVERYBODYS = re.compile(
    r"(urn:oid:)?[0-9.]+|https?://fhir\.(hl7\.org|nhs)\.(uk|net)/Id/.*|http://hl7\.org/fhir/sid/.*"
)
"""Namespaces that many senders use, so that none of them tells who sent a file."""
_PAPERS = frozenset({"SS", "DL", "PPN", "NH", "NI", "TAX", "BC", "MC", "MB", "SB"})
"""HL7 table 0203: identifiers of other papers a person has, not of their record."""
_GENDERS = {
    "male": Gender.MALE,
    "female": Gender.FEMALE,
    "other": Gender.OTHER,
    "unknown": Gender.NOT_KNOWN,
    "": Gender.NOT_KNOWN,
}
_WHOLE_DAY = len("2000-01-01")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a file, and what they call the person."""

    system: str
    person_id: str


@dataclass(slots=True)
class Remarks:
    """What somebody should be told about a file that was read."""

    said: list[str] = field(default_factory=list)

    def add(self, sentence: str) -> None:
        """Take one more sentence."""
        self.said.append(sentence)


def read_person(bundle: Bundle, remarks: Remarks) -> tuple[Sender, IncomingPerson]:
    """Read who the bundle is about, and who sent it.

    Args:
        bundle: The bundle.
        remarks: Where to say what could not be kept as it was sent.

    Returns:
        The sender, and the person.

    Raises:
        Unreadable: The person's details cannot be read faithfully, or there is no name or no id.
    """
    patient = bundle.patient
    try:
        sender = _sender(bundle)
        return sender, _person(patient, sender.person_id, remarks)
    except HocError as error:
        message = f"The person's details cannot be read: {error.message}"
        raise Unreadable(message, where=patient.where, resources=len(bundle)) from None


def _person(patient: Resource, person_id: str, remarks: Remarks) -> IncomingPerson:
    names = _names(patient)
    name = names[0]
    address = _best(patient.parts("address"), ("home", ""))
    language, interpreter = _language(patient)
    return IncomingPerson(
        source_id=person_id,
        family=name.text("family") or name.text("text"),
        given=_joined(name.texts("given")) if name.text("family") else "",
        title=_joined(name.texts("prefix")),
        preferred=_preferred(names),
        born=_born(patient, remarks),
        gender=_gender(patient, remarks),
        died=patient.date("deceasedDateTime"),
        deceased=bool(patient.date("deceasedDateTime") or patient.flag("deceasedBoolean")),
        nhs_number=_nhs_number(patient, remarks),
        address=_lines(address),
        postcode=address.text("postalCode"),
        phone=_reached(patient, "phone", mobile=False),
        mobile=_reached(patient, "phone", mobile=True),
        email=_reached(patient, "email", mobile=None),
        language=language,
        interpreter=interpreter,
    )


def _best(parts: Iterable[Part], uses: tuple[str, ...]) -> Part:
    """The one in use that is meant for the first of some purposes; old ones never."""
    current = [part for part in parts if part.text("use") != "old"]
    current.sort(key=lambda part: uses.index(part.text("use")) if part.text("use") in uses else len(uses))
    return current[0] if current else Part({})


def _names(patient: Resource) -> list[Part]:
    """Names with the official one first; STU3 senders of old sent one name and no list."""
    order = ("official", "usual", "")
    names = [name for name in patient.one_or_more("name") if human_name(name)]
    best = _best(names, order)
    if not best:
        raise Misfit("there is no name.")
    return [best, *(name for name in names if name is not best)]


def _preferred(names: list[Part]) -> str:
    known_as = (name for name in names if name.text("use") == "nickname")
    return next((_joined(name.texts("given")) or name.text("text") for name in known_as), "")


def _born(patient: Resource, remarks: Remarks) -> date | None:
    born = patient.date("birthDate")
    if born is None:
        return None
    if len(born.text) == _WHOLE_DAY:
        return born.first_day
    remarks.add(f"The date of birth came only as “{born.text}”, so none was taken.")
    return None


def _gender(patient: Resource, remarks: Remarks) -> Gender:
    sent = patient.text("gender")
    if sent not in _GENDERS:
        remarks.add(f"The gender came as “{sent}”, which FHIR does not have, so it is not known.")
    return _GENDERS.get(sent, Gender.NOT_KNOWN)


def _nhs_number(patient: Resource, remarks: Remarks) -> str:
    ours = [one for one in patient.parts("identifier") if one.text("system") in NHS_NUMBER and one.text("value")]
    numbers = dict.fromkeys(one.text("value") for one in sorted(ours, key=lambda one: one.text("use") == "old"))
    if len(numbers) > 1:
        remarks.add("The person came with more than one NHS number; the first was taken.")
    return next(iter(numbers), "")


def _lines(address: Part) -> tuple[str, ...]:
    parts = (*address.texts("line"), *(address.text(key) for key in ("city", "district", "state", "country")))
    lines = tuple(dict.fromkeys(filter(None, parts)))
    whole = address.words("text")
    return lines or tuple(line.strip() for line in whole.split("\n") if line.strip())


def _reached(patient: Resource, system: str, *, mobile: bool | None) -> str:
    """All numbers or addresses of one sort, the first choice first."""
    ways = (way for way in patient.parts("telecom") if way.text("system") == system and way.text("use") != "old")
    chosen = [way for way in ways if mobile is None or (way.text("use") == "mobile") is mobile]
    chosen.sort(key=lambda way: way.text("use") != "home")
    return _joined(dict.fromkeys(filter(None, (way.text("value") for way in chosen))), "; ")


def _joined(parts: Iterable[str], joint: str = " ") -> str:
    """Several texts as one that still fits a line."""
    return sanitise(joint.join(parts), limit=LONGEST_LINE, lines=False)


def _language(patient: Resource) -> tuple[str, bool]:
    """The language to speak with the person, and whether an interpreter is needed."""
    said = [*_flat_extensions(patient)]
    spoken = [words_of(one.part("valueCodeableConcept")) for one in said if one.text("url") == "language"]
    others = sorted(patient.parts("communication"), key=lambda one: not one.flag("preferred"))
    spoken += [words_of(one.part("language")) for one in others]
    interpreter = any(one.flag("valueBoolean") for one in said if one.text("url").endswith("interpreterRequired"))
    return next(filter(None, spoken), ""), interpreter


def _flat_extensions(part: Part) -> Iterator[Part]:
    for extension in part.parts("extension"):
        yield extension
        yield from extension.parts("extension")


def _sender(bundle: Bundle) -> Sender:
    """Who sent the file: the namespace in which the person's id means only this person.

    In order: the patient's own record identifier that is not a national one (Synthea sends one, with the id that the
    sender itself goes by); the namespace of most identifiers on the other resources (EMIS puts the system and the
    practice there, "https://EMISWeb/A82038", and nothing of its own on the patient); the practice's ODS code; the
    server's address. Why the ODS code only third: a practice that changes its system keeps its code, and two
    systems that both count their patients from 1 would then give one person's record to another.

    When nothing says it, the person's birth and name stand in for the sender, so that two senders' "patient 1" stay
    two people: a double record can be joined, a mixed one cannot be parted.
    """
    patient = bundle.patient
    own = next(_record_identifiers(patient), None)
    if own:
        return Sender(own.text("system"), own.text("value"))
    person_id = patient.id or patient.full_url
    if not person_id:
        raise Misfit("there is no id.")
    system = _commonest_namespace(bundle) or _practice(bundle) or _server(patient) or _stand_in(patient)
    if len(system) > LONGEST_LINE:
        raise Misfit("what the sender calls itself is too long.")
    return Sender(system, person_id)


def _record_identifiers(resource: Resource) -> Iterator[Part]:
    for one in resource.one_or_more("identifier"):
        system = one.text("system")
        papers = {code.text("code") for code in one.part("type").parts("coding")} & _PAPERS
        if system and one.text("value") and not papers and not _EVERYBODYS.fullmatch(system):
            yield one


def _commonest_namespace(bundle: Bundle) -> str:
    counted: Counter[str] = Counter()
    for resource in bundle.resources:
        try:
            counted.update(one.text("system") for one in _record_identifiers(resource))
        except HocError:
            # Whoever reads the resource itself says what is wrong with it.
            continue
    most = max(counted.values(), default=0)
    return min((system for system, times in counted.items() if times == most), default="")


def _practice(bundle: Bundle) -> str:
    found = bundle.find(bundle.patient.reference("managingOrganization"), bundle.patient)
    codes = (one for one in found.parts("identifier") if one.text("value")) if found else iter(())
    return next((f"{one.text('system')}|{one.text('value')}" for one in codes), "")


def _server(patient: Resource) -> str:
    base, found, _ = patient.full_url.rpartition(f"/Patient/{patient.id}")
    return base if found and "://" in base else patient.part("meta").text("source")


def _stand_in(patient: Resource) -> str:
    name = human_name(_names(patient)[0]).casefold()
    return f"sender not stated|{patient.text('birthDate')}|{name}"
