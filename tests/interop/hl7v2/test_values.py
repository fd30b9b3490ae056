import pytest

from hoc_tui.domain.results import Code, Quantity, ReferenceRange
from hoc_tui.domain.vocabulary import Comparator, ResultStatus
from tests.interop.hl7v2.made import MSH, OBR, POTASSIUM, message, report, result, valued, whole


@pytest.mark.parametrize(
    ("kind", "value", "unit", "text", "comparator"),
    [
        ("NM", "7.10", "mmol/L", "7.10", None),
        ("NM", "+7", "", "+7", None),
        ("NM", "<5", "mg/L", "5", Comparator.LESS),
        ("SN", "<^5", "mg/L", "5", Comparator.LESS),
        ("SN", ">=^90", "mL/min", "90", Comparator.AT_LEAST),
        ("SN", "=^0.5", "ug/mL", "0.5", None),
        ("SN", "^28", "a", "28", None),
        ("SN", "28", "a", "28", None),
        ("ST", "4.4", "mmol/L", "4.4", None),
        ("ST", "< 1", "mg/L", "1", Comparator.LESS),
        ("TX", "≥90", "mL/min", "90", Comparator.AT_LEAST),
        ("FT", "0.64", "mg/dL", "0.64", None),
    ],
)
def test_a_number_keeps_its_digits_sign_and_unit(
    kind: str, value: str, unit: str, text: str, comparator: Comparator | None
) -> None:
    """Whatever type it was sent with."""
    found = valued(kind, value, unit)
    assert (Quantity(text=text, comparator=comparator, unit=unit), "") == (found.quantity, found.text)


@pytest.mark.parametrize(
    ("kind", "value", "unit", "words"),
    [
        ("NM", "NEG", "", "NEG"),
        ("NM", "7,0", "mmol/L", "7,0 mmol/L"),
        ("NM", "5~6", "mmol/L", "5; 6 mmol/L"),
        ("NM", "1e5", "", "1e5"),
        ("SN", "1^-^2", "g/L", "1-2 g/L"),
        ("SN", "^1^-^2", "g/L", "1-2 g/L"),
        ("SN", "1^:^128", "", "1:128"),
        ("SN", "^2^+", "", "2+"),
        ("SN", "<>^5", "g/L", "<>5 g/L"),
        ("ST", "12345", "", "12345"),
        ("ST", "+1", "mg/dL", "+1 mg/dL"),
        ("ST", "5-10", "/hpf", "5-10 /hpf"),
        ("ST", "NORM", "mg/dL", "NORM"),
        ("ST", "~5", "", "~5"),
        ("ST", "A^B&C", "", "A^B&C"),
        ("ST", "one~two", "", "one\ntwo"),
        ("TX", "Dr Sloper", "", "Dr Sloper"),
        ("FT", r"one\.br\two\.sp2\four", "", "one\ntwo\n\nfour"),
        ("", "Yellow", "", "Yellow"),
        ("IS", "Yellow", "", "Yellow"),
        ("CE", "260373001^Detected^SCT", "", "Detected"),
        ("CWE", "COM^^L", "", "COM"),
        ("CWE", "260415000^^SCT^^^^^^Not detected", "", "Not detected"),
        ("CWE", "1^Negative^SCT^^^^^^Negative (no DNA)", "", "Negative (no DNA)"),
        ("CWE", "1^Raffinosus^SCT^^^^^^E. RAFF", "", "Raffinosus; E. RAFF"),
        ("CE", "1^Swab^L~2^Wound^L", "", "Swab; Wound"),
        ("DT", "20240213", "", "2024-02-13"),
        ("TS", "202402130930+0100", "", "2024-02-13T09:30+01:00"),
        ("DT", "soon", "", "soon"),
        ("DR", "20240213^20240215", "", "2024-02-13 to 2024-02-15"),
        ("CX", "12^^^ACME", "", "12 ACME"),
        ("XCN", "12^Sloper^Ann", "", "12 Sloper Ann"),
    ],
)
def test_a_value_that_is_no_number_is_kept_as_words(kind: str, value: str, unit: str, words: str) -> None:
    """With its unit where it has a figure in it; nothing is guessed and nothing is lost."""
    found = valued(kind, value, unit)
    assert (None, words) == (found.quantity, found.text)


def test_a_written_number_is_measured_when_a_range_shows_it() -> None:
    """Specific gravity has no unit, and a pH has none either; a range of words shows nothing."""
    assert Quantity(text="1.022") == valued("ST", "1.022", "", "1.002-1.030").quantity
    assert valued("ST", "1.022", "", "Clear").quantity is None


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("mmol/L", "mmol/L"),
        ("a^year^UCUM^^^^2.1", "a"),
        ("^mmol per litre", "mmol per litre"),
        ("10^9/L", "10^9/L"),
        ("x10^12/L^ISO", "x10^12/L"),
        (r"10\S\9/L", "10^9/L"),
        ("10*9/L", "10*9/L"),
        ("*", "*"),
    ],
)
def test_a_unit_is_kept_as_sent(unit: str, expected: str) -> None:
    """Its code, or its words; a power of ten whose sign was not escaped is put together again."""
    found = valued("NM", "4.4", unit).quantity
    assert found is not None
    assert expected == found.unit


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("3.5-5.3", ReferenceRange(low="3.5", high="5.3", unit="mmol/L")),
        ("3.5 - 5.3", ReferenceRange(low="3.5", high="5.3", unit="mmol/L")),
        ("3.5 to 5.3 mmol/L", ReferenceRange(low="3.5", high="5.3", unit="mmol/L")),
        ("-2.0-2.0", ReferenceRange(low="-2.0", high="2.0", unit="mmol/L")),
        ("<5", ReferenceRange(high="5", unit="mmol/L", text="<5")),
        (">90", ReferenceRange(low="90", unit="mmol/L", text=">90")),
        (">=2.079", ReferenceRange(low="2.079", unit="mmol/L", text=">=2.079")),
        ("5.3-3.5", ReferenceRange(text="5.3-3.5")),
        ("3.5-5.3 g/L", ReferenceRange(text="3.5-5.3 g/L")),
        ("fasting 3.5-5.3", ReferenceRange(text="fasting 3.5-5.3")),
        ("NEGATIVE", ReferenceRange(text="NEGATIVE")),
        ("5", ReferenceRange(text="5")),
    ],
)
def test_a_range_has_limits_only_when_it_is_plainly_one(sent: str, expected: ReferenceRange) -> None:
    """Anything else keeps its words; a limit with a sign keeps them too."""
    assert (expected,) == valued("NM", "4.4", "mmol/L", sent).ranges


def test_several_ranges_are_words() -> None:
    """Which of them holds for this person is not ours to say."""
    assert (ReferenceRange(text="M 3-5"), ReferenceRange(text="2-4")) == valued("NM", "4", "g/L", "M 3-5~2-4").ranges


def test_a_value_on_a_strict_limit_is_not_called_inside_it() -> None:
    """Of "<5" exactly 5 is outside, which a limit that includes itself would deny."""
    assert (ReferenceRange(text="<5"),) == valued("NM", "5.0", "mg/L", "<5").ranges
    assert "5" == valued("NM", "5.0", "mg/L", "<=5").ranges[0].high


@pytest.mark.parametrize(
    ("letter", "status"),
    [
        *((letter, ResultStatus.PRELIMINARY) for letter in "PIRS"),
        *((letter, ResultStatus.FINAL) for letter in "FUf"),
        ("C", ResultStatus.CORRECTED),
        ("A", ResultStatus.AMENDED),
        ("X", ResultStatus.CANCELLED),
        *((letter, ResultStatus.ENTERED_IN_ERROR) for letter in "DW"),
        *((letter, ResultStatus.REGISTERED) for letter in "NO"),
    ],
)
def test_each_status_has_its_meaning(letter: str, status: ResultStatus) -> None:
    """HL7 table 0085."""
    assert status == result(f"OBX|1|NM|T^Test^L||4.4|g/L|||||{letter}").status


@pytest.mark.parametrize(
    ("letter", "status"),
    [
        ("A", ResultStatus.PRELIMINARY),
        ("F", ResultStatus.FINAL),
        ("C", ResultStatus.CORRECTED),
        ("X", ResultStatus.CANCELLED),
        ("", ResultStatus.NOT_SENT),
        ("Z", ResultStatus.NOT_SENT),
    ],
)
def test_without_a_status_of_its_own_the_order_s_holds(letter: str, status: ResultStatus) -> None:
    """OBR-25, in which "A" is not amended but some results available."""
    order = f"OBR|1||F1|UE^U&E^L{'|' * 21}{letter}"
    assert status == result("OBX|1|NM|T^Test^L||4.4|g/L", obr=order).status


def test_a_status_that_is_none_sets_the_result_aside() -> None:
    """It might say that the result is withdrawn; the rest of the message is read."""
    found = report(POTASSIUM, "OBX|2|NM|T^Test^L||4.4|g/L|||||Q", "NTE|1||See phone call")
    (puzzle,) = found.puzzles
    assert ("line 5", "Its status is none that is known.") == (puzzle.where, puzzle.reason)
    assert puzzle.raw == "OBX|2|NM|T^Test^L||4.4|g/L|||||Q ⏎ NTE|1||See phone call"
    assert 3 == found.resources


def test_codes_come_with_their_systems_and_the_rest_of_a_result_with_its_source() -> None:
    """Both triplets of OBX-3, flags verbatim, who did it, what was taken, and when."""
    found = result(
        "OBX|1|NM|2823-3^Potassium^LN^44I4.^Serum potassium^RC||6.6|mmol/L||HH^Very high^HL70078~A|||F|||202603040815"
        "|LAB^Acme^L|7^Bowe^Jo^^^Dr|||||||Acme Chemistry^L",
        "SPM|1|||119364003^Serum^SCT",
    )
    assert (
        Code(system="http://loinc.org", code="2823-3", display="Potassium"),
        Code(system="RC", code="44I4.", display="Serum potassium"),
    ) == found.codes
    assert ("Potassium", "http://loinc.org|2823-3") == (found.name, found.test_key)
    assert ("HH; A", "Acme Chemistry; Dr Jo Bowe", "Serum") == (found.flag, found.performer, found.specimen)
    assert ("2026-03-04T08:15", "2026-03-04T17:00:00") == (str(found.taken), str(found.reported))


def test_what_was_taken_and_when_may_stand_with_the_order_or_its_specimen() -> None:
    """OBR-15 where there is no SPM, OBR-7 where there is no OBX-14, SPM-17 where there is neither."""
    order = "OBR|1||F1|UE^U&E^L|||2026030408||||||||SER&Serum&L^^^Arm"
    found = result("OBX|1|NM|T^Test^L||4.4|g/L|||||F", obr=order)
    assert ("Serum", "2026-03-04") == (found.specimen, str(found.taken))
    swab = "SPM|1|||SW^Swab^L|||||||||||||20260303^20260304"
    assert "2026-03-03" == str(result("OBX|1|NM|T^Test^L||4|g/L|||||F", swab, obr="OBR|1||F1|UE^U&E^L").taken)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026", "2026"),
        ("202603", "2026-03"),
        ("20260304", "2026-03-04"),
        ("20260304-0500", "2026-03-04"),
        ("202603040815", "2026-03-04T08:15"),
        ("20260304081530.25+0000", "2026-03-04T08:15:30.25+00:00"),
        ("20260304081530-0600^S", "2026-03-04T08:15:30-06:00"),
    ],
)
def test_a_time_is_as_precise_as_it_was_sent(sent: str, expected: str) -> None:
    """With its zone or without."""
    assert expected == str(result(f"OBX|1|NM|T^Test^L||4.4|g/L|||||F|||{sent}").taken)


@pytest.mark.parametrize("sent", ["Aug 14, 2004", "20260231", "2026030425", "0000", "202613"])
def test_a_time_that_is_none_sets_the_result_aside(sent: str) -> None:
    """Neither today nor the order's time is put in its place."""
    (puzzle,) = report(f"OBX|1|NM|T^Test^L||4.4|g/L|||||F|||{sent}").puzzles
    assert puzzle.reason.endswith("is not a date.")


def test_a_report_s_time_that_is_none_is_left_out_and_said() -> None:
    """When it was reported matters less than what."""
    found = report(POTASSIUM, obr="OBR|1||F1|UE^U&E^L|||20260304|||||||||||||||yesterday")
    assert found.results[0].reported is None
    assert ("The time of a report was not taken: “yesterday” is not a date.",) == found.remarks


def test_escapes_are_resolved_and_unknown_ones_kept() -> None:
    """Delimiters, line breaks, highlighting and bytes; a path with backslashes stays a path."""
    sent = r"a\F\b\S\c\T\d\R\e\E\f\.br\g\H\h\N\i\XC2B5\j\Zab\k C:\temp\X1\ \X0d0a\end"
    expected = "a|b^c&d~e\\f\nghiµj\\Zab\\k C:\\temp\\X1\\ \nend"
    assert expected == result(f"OBX|1|FT|T^Test^L||{sent}||||||F").text


def test_other_delimiters_are_read_from_the_message() -> None:
    """MSH-1 and MSH-2 say which."""
    usual = message(MSH, "PID|1||L1^^^ACME^PI||Sloper^Ann", OBR, "OBX|1|CE|T^Test&x^L||1^Yes\\S\\No^L")
    other = usual.translate(bytes.maketrans(rb"|^~\&", b"#*$/%"))
    assert "Yes*No" == whole(other).reports[0].results[0].text
    assert "Test%x" == whole(other).reports[0].results[0].name


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("", "utf-8"),
        ("", "cp1252"),
        ("ASCII", "cp1252"),
        ("8859/1", "cp1252"),
        ("8859/15", "iso8859-15"),
        ("UNICODE UTF-8", "utf-8"),
        ('""', "utf-8"),
        ("8859/1~UNICODE UTF-8", "latin-1"),
    ],
)
def test_letters_come_through_in_every_character_set(charset: str, codec: str) -> None:
    """As MSH-18 names it, or as it can be read."""
    made = message(f"{MSH}||||||{charset}", "PID|1||L1||Sloper^Zoë", OBR, "OBX|1|NM|T^Test^L||4|µmol/L|||||F")
    (found,) = whole(made.decode().encode(codec)).reports
    assert found.results[0].quantity is not None
    assert ("Zoë", "µmol/L") == (found.person.given, found.results[0].quantity.unit)


def test_the_euro_sign_and_quotes_of_windows_are_not_lost_from_latin_1() -> None:
    """Windows letters stand where ISO 8859-1 has controls, which are dropped."""
    made = message(f"{MSH}||||||8859/1", "PID|1||L1||O’Neil^Ann", OBR, POTASSIUM).decode().encode("cp1252")
    assert "O’Neil" == whole(made).reports[0].person.family


def test_text_in_several_observations_of_one_test_is_one_result() -> None:
    """Neighbours with the same test and sub-id are lines of one text; as results the last line would be the value."""
    lines = ("Culture:", "", "Staphylococcus aureus", "scanty")
    found = report(*(f"OBX|{at}|TX|C^Culture^L|1|{line}||||||F" for at, line in enumerate(lines, 1)))
    assert "Culture:\n\nStaphylococcus aureus\nscanty" == found.results[0].text
    assert ({"folded: OBX": 3}, 5) == (found.ignored, found.resources)


@pytest.mark.parametrize(
    "other",
    [
        "OBX|2|TX|C^Culture^L|2|scanty||||||F",
        "OBX|2|TX|D^Other^L|1|scanty||||||F",
        "OBX|2|TX|C^Culture^L|1|scanty||||||C",
        "OBX|2|TX|C^Culture^L|1|scanty|||A|||F",
        "OBX|2|TX|C^Culture^L|1|scanty||||||F|||20260101",
        "OBX|2|ST|C^Culture^L|1|5|g/L|||||F",
        "OBX|2|CE|C^Culture^L|1|1^scanty||||||F",
    ],
)
def test_what_does_not_plainly_go_on_stays_a_result_of_its_own(other: str) -> None:
    """Another sub-id, test, status, flag, time or type, or a number."""
    assert 2 == len(report("OBX|1|TX|C^Culture^L|1|Growth||||||F", other).results)


def test_written_lines_without_a_test_are_the_order_s_report() -> None:
    """As some senders of radiology reports leave OBX-3 empty; a number without a name is set aside."""
    found = report("OBX|1|TX||||||||F", "OBX|2|TX|||Normal heart.||||||F", "OBX|3|NM|||5|g/L|||||F")
    assert ("Urea and electrolytes", "Normal heart.") == (found.results[0].name, found.results[0].text)
    assert ["It has neither a name nor a code."] == [puzzle.reason for puzzle in found.puzzles]


def test_notes_belong_to_what_they_follow() -> None:
    """Of the person to the report, of the order to all its results, of a result to that alone."""
    found = report(
        "NTE|1||Patient fasting",
        "NTE|2",
        POTASSIUM,
        "NTE|1||Haemolysed",
        "NTE|2|L|second~third",
        "OBX|2|NM|T^Test^L||4.4|g/L|||||F",
        pid="PID|1||L1||Sloper\rNTE|1||Moved house",
    )
    assert ["Haemolysed\nsecond\nthird\nPatient fasting", "Patient fasting"] == [one.comment for one in found.results]
    assert ("The laboratory wrote about the person: “Moved house”",) == found.remarks


def test_the_method_stands_with_the_comment() -> None:
    """OBX-17, so that two methods of one test can be told apart."""
    assert "Method: Immunoassay" == result(f"{POTASSIUM}||||||I^Immunoassay^L").comment


def test_an_empty_observation_is_counted_and_not_shown() -> None:
    """Neither value nor status nor note; with a status it is a result without a value, as with a deleted value."""
    found = report("OBX|1|NM|A^A^L||||||||", "OBX|2|NM|B^B^L||||||||F", 'OBX|3|NM|C^C^L||""')
    assert ({"empty: OBX": 1}, ["no value sent"] * 2) == (found.ignored, [one.value_words for one in found.results])


def test_an_attached_document_is_counted_and_said() -> None:
    """It is not kept; a note on it is."""
    found = report(
        "OBX|1|ED|P^Report^L||^application^pdf^Base64^JVBER||||||F", "OBX|2|RP|Q^Scan^L||x||||||F", "NTE|1||!"
    )
    assert ({"attachment: OBX": 1}, ["!"]) == (found.ignored, [one.comment for one in found.results])
    assert ("The laboratory attached a document, which is not kept here.",) == found.remarks


def test_an_order_without_a_result_is_counted() -> None:
    """A panel often is announced with an order of its own."""
    found = report("OBR|2||F2|FBC^Full blood count^L", POTASSIUM)
    assert ({"no result: OBR": 1}, 3) == (found.ignored, found.resources)


@pytest.mark.parametrize("empty", [(), ("OBX|1|NM|T^Test^L",)])
def test_why_a_sample_was_not_used_is_a_result(empty: tuple[str, ...]) -> None:
    """An order with a note and no value: the note is all the laboratory says, so it must be seen."""
    order = f"OBR|1||F1|UE^Urea and electrolytes^L{'|' * 21}X\rNTE|1||Sample haemolysed, not analysed"
    found = report(*empty, obr=order)
    assert [("see comment", "Sample haemolysed, not analysed", ResultStatus.CANCELLED)] == [
        (one.value_words, one.comment, one.status) for one in found.results
    ]
    assert ("The laboratory cancelled “Urea and electrolytes” without a result.",) == found.remarks
    assert 2 == found.resources


def test_a_text_longer_than_any_report_sets_its_result_aside() -> None:
    """It is never cut, and the other results are read."""
    found = report(f"OBX|1|TX|T^Test^L||{'long ' * 5000}||||||F", POTASSIUM)
    assert (1, 1) == (len(found.puzzles), len(found.results))


def test_a_message_for_training_says_so() -> None:
    """In a remark; its results are read like others."""
    found = whole(message(MSH.replace("|P|", "|T|"), "PID|1||L1||Sloper", OBR, POTASSIUM))
    assert ("The sender marked the message as one for training, not for care (MSH-11 T).",) == found.remarks
