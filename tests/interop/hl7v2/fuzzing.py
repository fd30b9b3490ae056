"""Spoilt messages: what reading may come to, and what to spoil."""

import re
from io import BytesIO

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.text import CONTROLS, is_harmless
from hoc_tui.interop.hl7v2 import open_hl7v2
from tests.interop.hl7v2.made import LIMIT, MSH, OBR, PID, POTASSIUM, message

_RICH = message(
    f"{MSH}||||||UNICODE UTF-8",
    "SFT|Acme|1",
    "PID|1|X1|L7^^^ACME&1.2&ISO^MR~9434765919^^^NHS^NH||Sloper^Zoë^M^^Mrs^^L||19510305|F"
    "|||1 High St^^Leeds^^LS1^GB^H||0113^PRN^PH",
    "NTE|1||Moved",
    "PV1|1|O",
    "ORC|RE|P1|F1",
    OBR,
    "NTE|1||Fasting",
    POTASSIUM,
    r"NTE|1||Line one\.br\line two",
    "OBX|2|SN|T^Test^L|1|<^5|10^9/L|<5|L~A|||C|||20260304081500+0000|LAB^Acme|7^Bowe^Jo|M^Method",
    "OBX|3|CWE|95209-3^Antigen^LN|1|260373001^Detected^SCT||||||P",
    "OBX|4|TX|C^Culture^L|2|first line||||||F",
    "OBX|5|TX|C^Culture^L|2|second line||||||F",
    "OBX|6|ED|D^Doc^L||^application^pdf^Base64^JVBE||||||F",
    "OBX|7|ST|E^Empty^L",
    "SPM|1|||119364003^Serum^SCT|||||||||||||20260304",
    "OBR|2||F2|FBC^Full blood count^L",
)
SEEDS: tuple[bytes, ...] = (
    _RICH,
    message(MSH, PID, OBR, POTASSIUM, end="\n"),
    message(r"BHS|^~\&") + message(MSH, PID, OBR, POTASSIUM) * 2 + message("BTS|2"),
    message(r"FHS|^~\&", r"BHS|^~\&") + _RICH + message("BTS|1", "FTS|1"),
    message(MSH, PID, OBR, POTASSIUM, PID.replace("L123", "L9"), OBR, POTASSIUM, end="\r\n"),
    b"\x0b" + message(MSH.replace("|P|", "|T|"), PID, OBR, POTASSIUM) + b"\x1c\r",
)
"""Messages made by hand, in every kind of envelope."""


def parts(raw: bytes) -> int:
    """People, results, and orders without any, counted by their first letters alone."""
    mark = re.escape(raw[3:4])
    starts = re.findall(rb"(?:^|[\r\n])[ \t\x0b\x1c]*(PID|OBR|OBX)(?=" + mark + rb"|[ \t\x0b\x1c]*(?:[\r\n]|$))", raw)
    kinds = b" ".join(starts)
    return kinds.count(b"PID") + kinds.count(b"OBX") + len(re.findall(rb"OBR(?! OBX)", kinds))


def read(data: bytes) -> list[IncomingMessage | Unreadable]:
    """Read a file, and check what must hold of every file there can be.

    Returns:
        What each message came to; one refusal when the file as a whole was refused.
    """
    try:
        messages = open_hl7v2(BytesIO(data), limit_bytes=LIMIT)
    except Unreadable as refusal:
        _check_refusal(refusal)
        return [refusal]
    found = [*messages]
    assert len(found) == messages.count
    for one in found:
        if isinstance(one, Unreadable):
            _check_refusal(one)
        else:
            _check_message(one)
    return found


def _check_refusal(refusal: Unreadable) -> None:
    assert refusal.message.endswith(".")
    assert is_harmless(refusal.message)
    assert "\n" not in refusal.message
    assert refusal.resources >= 0


def _check_message(found: IncomingMessage) -> None:
    assert found.resources == parts(found.raw) > 0
    assert found.reports == tuple(IncomingReport.model_validate_json(one.model_dump_json()) for one in found.reports)
    for report in found.reports:
        ids = [one.source_id for one in report.results]
        assert len(ids) == len(set(ids))
        assert all(one.name and is_harmless(one.value_words + one.comment + one.source_id) for one in report.results)
        assert all(one.quantity is None or one.quantity.number.is_finite() for one in report.results)
        assert all(each.raw.translate(CONTROLS) == each.raw and each.reason for each in report.puzzles)
        assert all(is_harmless(remark) for remark in (*report.remarks, *found.remarks))
