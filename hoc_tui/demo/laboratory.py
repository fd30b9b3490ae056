"""What a made-up laboratory sends, in the bytes of real ones: HL7 version 2.4 and NHS EDIFACT (NHS003)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hoc_tui.demo.calendar import wall
from hoc_tui.demo.courses import LOINC, SNOMED
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.sending import LABORATORY
from hoc_tui.domain.results import Code, ReferenceRange, Result
from hoc_tui.domain.vocabulary import Gender, ResultStatus

SENDER = "RIVERSIDE PATHOLOGY"
LOCAL = "99RIV"
"""The laboratory's own list of codes; HL7 keeps names that begin with 99 for such lists."""

_SYSTEMS = {SNOMED: "SCT", LOINC: "LN"}
_STATUSES = {ResultStatus.PRELIMINARY: "P", ResultStatus.CORRECTED: "C"}
"""HL7 table 0085; everything else is final."""
_SEXES = {Gender.FEMALE: "F", Gender.MALE: "M"}
_STATED = {Gender.MALE: "1", Gender.FEMALE: "2"}
"""NHS Data Dictionary, PERSON STATED GENDER CODE."""
_ESCAPED = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "~": "\\R\\", "&": "\\T\\"})
_RELEASED = str.maketrans({mark: f"?{mark}" for mark in "?+:'"})


@dataclass(frozen=True)
class Panel:
    """Tests that are ordered together.

    Attributes:
        name: What the order is called.
        results: What was found, of one sample.
    """

    name: str
    results: Sequence[Result]

    @property
    def number(self) -> str:
        """The laboratory's number of the order."""
        return self.results[0].source_id

    @property
    def code(self) -> str:
        """The laboratory's own code of the order."""
        return self.name.upper().replace(" ", "")


@dataclass(frozen=True)
class Report:
    """What is said of one person in one message.

    Attributes:
        control: The message's number.
        fields: Who it is about, by the names of `PersonDetails`, as the laboratory has them.
        panels: What was found.
        at: When it was reported.
    """

    control: str
    fields: Fields
    panels: Sequence[Panel]
    at: datetime


def as_sent(result: Result, panel: str) -> Result:
    """A result in a record as one that came in a message of this laboratory, so that a later one can correct it.

    Args:
        result: In the record.
        panel: What it was ordered as.
    """
    order, own = Panel(panel, [result]), result.codes[0]
    identity = f"{order.number}|{order.code}^{LOCAL}|{own.code}^{own.system}|"
    return result.model_copy(update={"source_system": f"hl7v2|{SENDER}", "source_id": identity})


# -- HL7 version 2 ----------------------------------------------------------------------------------------------------


def hl7(report: Report) -> bytes:
    """A report as an unsolicited result, ORU^R01."""
    lines = [_msh(report), _pid(report.fields)]
    for place, panel in enumerate(report.panels, 1):
        lines.append(_obr(place, panel, report.at))
        for number, result in enumerate(panel.results, 1):
            lines.extend(_obx(number, result))
    return "".join(f"{line}\r" for line in lines).encode()


def _msh(report: Report) -> str:
    to = "HOC-TUI|RIVERSIDE SURGERY"
    head = f"MSH|^~\\&|LIMS|{SENDER}|{to}|{_time(report.at)}||ORU^R01|{report.control}|P|2.4"
    return f"{head}||||||UNICODE UTF-8"


def _pid(fields: Fields) -> str:
    name = "^".join((_plain(fields["family"]), _plain(fields["given"]), "", "", _plain(fields["title"])))
    number, sex = fields["nhs_number"].replace(" ", ""), _SEXES.get(fields["sex"], "U")
    return f"PID|1||{number}^^^NHS^NH||{name}||{fields['born']:%Y%m%d}|{sex}"


def _obr(place: int, panel: Panel, at: datetime) -> str:
    taken, status = _taken(panel.results[0]), _STATUSES.get(panel.results[0].status, "F")
    order = f"OBR|{place}||{panel.number}|{panel.code}^{_plain(panel.name)}^{LOCAL}|||{_time(taken)}"
    specimen = panel.results[0].specimen
    return f"{order}||||||||{specimen}|||||||{_time(at)}|||{status}"


def _obx(number: int, result: Result) -> Iterator[str]:
    kind, value = _value(result)
    unit = _plain(result.quantity.unit) if result.quantity else ""
    status = _STATUSES.get(result.status, "F")
    yield f"OBX|{number}|{kind}|{_term(result)}||{value}|{unit}|{_range(result)}|{result.flag}|||{status}"
    yield from (f"NTE|1|L|{_plain(line)}" for line in result.comment.splitlines())


def _value(result: Result) -> tuple[str, str]:
    if result.quantity is None:
        return "ST", _plain(result.text)
    if result.quantity.comparator:
        return "SN", f"{result.quantity.comparator}^{result.quantity.text}"
    return "NM", result.quantity.text


def _term(result: Result) -> str:
    """The test by its codes, at most two, the laboratory's own first when it has one."""
    parts = [part for code in result.codes[:2] for part in (code.code, _plain(result.name), _system(code))]
    return "^".join(parts) if parts else f"^{_plain(result.name)}"


def _system(code: Code) -> str:
    return _SYSTEMS.get(code.system, code.system)


def _range(result: Result) -> str:
    return "~".join(map(_limits, result.ranges))


def _limits(sent: ReferenceRange) -> str:
    if sent.low and sent.high:
        return f"{sent.low}-{sent.high}"
    return f"<={sent.high}" if sent.high else f">={sent.low}"


def _plain(text: str) -> str:
    return text.translate(_ESCAPED)


def _time(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%z}"


def _taken(result: Result) -> datetime:
    assert result.taken is not None  # noqa: S101  a laboratory knows when a sample was taken
    return datetime.fromisoformat(result.taken.text)


# -- NHS EDIFACT ------------------------------------------------------------------------------------------------------


def edifact(report: Report) -> bytes:
    """A report as an NHS003 message in an interchange of its own."""
    segments = [*_opening(report), *_patient(report.fields), *_sample(report)]
    for result in (result for panel in report.panels for result in panel.results):
        segments += _investigation(result)
    head = f"UNH+1+MEDRPT:0:1:RT:NHS003'{''.join(segments)}UNT+{len(segments) + 2}+1'"
    who = f"UNB+UNOY:3+{SENDER}+RIVERSIDE SURGERY+{wall(report.at):%y%m%d:%H%M}+{report.control}++MEDRPT'"
    return f"{who}{head}UNZ+1+{report.control}'".encode()


def _opening(report: Report) -> list[str]:
    at = f"{wall(report.at):%Y%m%d%H%M}:203"
    return [
        "BGM+LSR'",
        f"DTM+137:{at}'",
        "S01+01'",
        f"NAD+SLA+++{_released(LABORATORY)}'",
        "SPR+ORG'",
        "S02+02'",
        "GIS+N'",
        f"RFF+SRI:{report.panels[0].number}'",
        "STS++FI'",
        f"DTM+ISR:{at}'",
    ]


def _patient(fields: Fields) -> list[str]:
    number = fields["nhs_number"].replace(" ", "")
    family, given = _released(fields["family"]), _released(fields["given"])
    return [
        "S07+07'",
        f"PNA+PAT+{number}:OPI+++SU:{family}+FO:{given}+TI:{_released(fields['title'])}'",
        f"DTM+329:{fields['born']:%Y%m%d}:102'",
        f"PDI+{_STATED.get(fields['sex'], '0')}'",
    ]


def _sample(report: Report) -> list[str]:
    first = report.panels[0].results[0]
    return [
        "S10+10'",
        "CIN+UN'",
        "S16+16'",
        "SEQ++1'",
        f"SPC+TSP+:::{_released(first.specimen)}'",
        f"RFF+STI:{report.panels[0].number}'",
        f"DTM+SCO:{wall(_taken(first)):%Y%m%d%H%M}:203'",
    ]


def _investigation(result: Result) -> Iterator[str]:
    assert result.quantity is not None  # noqa: S101  what is sent in this format here is measured
    code = next((one.code for one in result.codes if one.system == SNOMED), "")
    yield "GIS+N'"
    yield f"INV+MQ+{code}:921::{_released(result.name)}'"
    yield f"RSL+NV+{result.quantity.text}++:::{_released(result.quantity.unit)}'"
    yield "RFF+ASL:1'"
    for sent in result.ranges:
        yield "S20+20'"
        yield f"RND+U+{sent.low or ''}+{sent.high or ''}'"


def _released(text: str) -> str:
    return text.translate(_RELEASED)
