"""CSV files: each row a message, read exactly as it was sent or refused by its number."""

import re
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.results import Code, Quantity, ReferenceRange, SentResult
from hoc_tui.domain.vocabulary import Comparator, ResultStatus
from hoc_tui.interop.csv import CsvMapping, open_csv, read_mapping

LIMIT = 10_000_000
PAGE = Path(__file__).parents[3] / "docs" / "csv-mapping.md"

MAPPING = """
sender = "Lab"
[columns]
nhs_number = "NHS"
family = "Name"
test_name = "Test"
value = "Result"
unit = "Unit"
low = "Low"
high = "High"
status = "Status"
comment = "Comment"
taken = "Taken"
"""
HEADER = "NHS,Name,Test,Result,Unit,Low,High,Status,Comment,Taken"
ROW = "9999999484,Example,Ferritin,11.0,ng/mL,15,200,final,said,2026-01-12"


def mapped(more: str = "", *, first: str = "") -> CsvMapping:
    """The usual mapping, with more at its end or its beginning."""
    return read_mapping(f"{first}{MAPPING}{more}".encode())


def read(data: str | bytes, mapping: CsvMapping | None = None) -> list[IncomingMessage | Unreadable]:
    """All rows of a file."""
    file = BytesIO(data if isinstance(data, bytes) else data.encode())
    messages = open_csv(file, limit_bytes=LIMIT, mapping=mapping or mapped())
    found = list(messages)
    assert messages.count == len(found)
    return found


def rows(*rows: str, mapping: CsvMapping | None = None) -> list[IncomingMessage | Unreadable]:
    """All rows of a file with the usual header."""
    return read("\r\n".join((HEADER, *rows, "")), mapping)


def results(*sent: str, mapping: CsvMapping | None = None) -> list[SentResult]:
    """The results of such a file, whose rows must all be readable."""
    found = rows(*sent, mapping=mapping)
    assert [one for one in found if isinstance(one, Unreadable)] == []
    return [result for one in found if isinstance(one, IncomingMessage) for result in one.reports[0].results]


def test_the_example_of_the_documentation_is_read() -> None:
    """The page that whoever writes a mapping works from is true, word for word."""
    blocks = re.findall(r"```(csv|toml)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert ["csv", "toml"] == [kind for kind, _ in blocks]
    found = read(blocks[0][1], read_mapping(blocks[1][1].encode()))
    messages = [one for one in found if isinstance(one, IncomingMessage)]
    first, second, third = (one.reports[0].results[0] for one in messages)
    assert {("943 547 6870", "O'Example", "Ann", date(1951, 3, 5))} == {
        (person.nhs_number, person.family, person.given, person.born)
        for person in (one.reports[0].person for one in messages)
    }
    assert first == SentResult(
        source_id="S-1001",
        test_key="http://snomed.info/sct|999791000000106",
        name="HbA1c",
        codes=(Code(system="http://snomed.info/sct", code="999791000000106", display="HbA1c"),),
        quantity=Quantity(text="61", unit="mmol/mol"),
        ranges=(ReferenceRange(low="20", high="41", unit="mmol/mol"),),
        flag="H",
        comment="Repeat in three months;\nnot fasting",
        taken=first.taken,
        performer="Example Community Laboratory, Blood Sciences",
    )
    assert ["2026-01-12T09:15", "2026-01-12T09:15", "2026-01-12"] == [str(one.taken) for one in (first, second, third)]
    assert (">90 mL/min/1.73m2", ()) == (second.value_words, second.codes)
    assert ("Negative", None) == (third.text, third.quantity)
    assert {"csv|Example Community Laboratory"} == {one.source_system for one in messages}


def test_every_field_is_described_in_the_documentation() -> None:
    """And nothing else is."""
    from hoc_tui.interop.csv.mapping import FIELDS

    lines = re.findall(r"^\| (`.*?) \|", PAGE.read_text(), re.MULTILINE)
    assert FIELDS == {name for line in lines for name in re.findall(r"`(\w+)`", line)}


def test_a_row_is_a_message_with_its_place_and_its_bytes() -> None:
    """Its number is the one that a spreadsheet shows."""
    first, second = rows(ROW, ROW.replace("11.0", "12.0"))
    assert isinstance(first, IncomingMessage)
    assert isinstance(second, IncomingMessage)
    assert ("row 2", "row 3", 2) == (first.place, second.place, first.resources)
    assert f"{ROW}\r\n".encode() == first.raw
    assert first.control_id != second.control_id


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_three_delimiters_line_ends_and_character_sets(delimiter: str, end: str, charset: str) -> None:
    """All are told from the file itself."""
    text = f"{HEADER}\n{ROW.replace('Example', 'Zoë')}\n".replace(",", delimiter).replace("\n", end)
    (found,) = read(text.encode(charset))
    assert isinstance(found, IncomingMessage)
    assert ("Zoë", "11.0 ng/mL") == (found.reports[0].person.family, found.reports[0].results[0].value_words)


def test_quotes_hold_delimiters_quotes_and_line_ends() -> None:
    """And the row after such a one has the number that a spreadsheet gives it."""
    first, second = rows(ROW.replace("said", '"a, ""b""\r\nc"'), ROW.replace("Ferritin", "Iron"))
    assert isinstance(first, IncomingMessage)
    assert isinstance(second, IncomingMessage)
    assert ('a, "b"\nc', "row 3") == (first.reports[0].results[0].comment, second.place)


def test_empty_rows_are_passed_over() -> None:
    """They still count in the numbering."""
    (found,) = rows("", ",,,,,,,,,", ROW)
    assert isinstance(found, IncomingMessage)
    assert found.place == "row 4"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "The file has no column “NHS”, which the mapping file names."),
        (HEADER.replace("Result", "Value"), "The file has no column “Result”, which the mapping file names."),
        (f"{HEADER},Test", "The file has the column “Test” twice."),
        (f'{HEADER}\n{ROW}\n"{ROW}', "The file's quotation marks do not match."),
        (f'{HEADER}\n"a"b{ROW}', "The file's quotation marks do not match."),
        (f"{HEADER}\n{ROW}\n{'x' * 300_000}", "The file has a line that is too long to be a row."),
        (HEADER.encode() + b"\n\x81", "The file is no text in UTF-8 or Windows-1252."),
        (HEADER.encode() + b"\n\0", "The file is no text in UTF-8 or Windows-1252."),
    ],
)
def test_what_is_no_such_table_is_refused_whole(data: str | bytes, sentence: str) -> None:
    """Nothing of it is taken."""
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert sentence == refused.value.message


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{ROW},more", "The row has 11 cells and the header 10, so they do not belong."),
        ("9999999484,Example", "The row has 2 cells and the header 10, so they do not belong."),
        (ROW.replace("9999999484,Example", ","), "The row cannot be read: it does not say whom it is about."),
        (ROW.replace("Ferritin", ""), "The row cannot be read: it does not say which test it is."),
        (ROW.replace("2026-01-12", "12/01/2026"), "The row cannot be read: “12/01/2026” is not a date."),
        (ROW.replace("2026-01-12", ""), "The row cannot be read: it has neither an id nor a date"),
        (ROW.replace("final", "done"), "The row cannot be read: its status “done” is none that is known."),
        (ROW.replace("11.0", '"1,234"'), "The row cannot be read: “1,234” has a mark in it that is no decimal point."),
        (ROW.replace("200", "1'000"), "The row cannot be read: “1'000” has a mark in it that is no decimal point."),
        (ROW.replace("said", "x" * 20_001), "The row cannot be read: This text has 20,001 characters"),
    ],
)
def test_a_bad_row_is_refused_by_its_number_and_the_others_go_on(row: str, reason: str) -> None:
    """Its person and its result are counted as lost."""
    first, bad, last = rows(ROW, row, ROW.replace("Ferritin", "Iron"))
    assert isinstance(first, IncomingMessage)
    assert isinstance(bad, Unreadable)
    assert isinstance(last, IncomingMessage)
    assert bad.message.startswith(reason)
    assert ("row 3", 2) == (bad.where, bad.resources)


def test_empty_cells_beyond_the_header_are_no_mistake() -> None:
    """Spreadsheets leave them."""
    assert 1 == len(results(f"{ROW},,"))


def test_a_row_without_a_value_is_counted_as_ignored() -> None:
    """Unless something was said about it."""
    silent, said = rows(ROW.replace("11.0", "").replace("said", ""), ROW.replace("11.0", ""))
    assert isinstance(silent, IncomingMessage)
    assert isinstance(said, IncomingMessage)
    assert {"row without a value": 1} == silent.reports[0].ignored
    assert "see comment" == said.reports[0].results[0].value_words


@pytest.mark.parametrize(
    ("value", "quantity"),
    [
        ("7.10", Quantity(text="7.10", unit="ng/mL")),
        ("<5", Quantity(text="5", comparator=Comparator.LESS, unit="ng/mL")),
        ("≤5", Quantity(text="5", comparator=Comparator.AT_MOST, unit="ng/mL")),
        (">= 5", Quantity(text="5", comparator=Comparator.AT_LEAST, unit="ng/mL")),
        ("-3", Quantity(text="-3", unit="ng/mL")),
    ],
)
def test_numbers_keep_their_digits_and_sign(value: str, quantity: Quantity) -> None:
    """As sent."""
    assert [quantity] == [one.quantity for one in results(ROW.replace("11.0", value))]


def test_a_decimal_comma_is_read_where_the_mapping_says_so() -> None:
    """And a point is then no decimal mark, since 1.234 might be a thousand."""
    mapping = mapped(first="decimal_comma = true\n")
    first, second = rows(ROW.replace("11.0", '"7,10"'), ROW.replace("11.0", "1.234"), mapping=mapping)
    assert isinstance(first, IncomingMessage)
    assert isinstance(second, Unreadable)
    assert Quantity(text="7.10", unit="ng/mL") == first.reports[0].results[0].quantity


def test_a_long_answer_is_a_comment() -> None:
    """A report of several lines does not stand in the place of a value."""
    (result,) = results(ROW.replace("11.0", '"Seen:\n- nothing"'))
    assert ("", "Seen:\n- nothing\nsaid") == (result.text, result.comment)


def test_a_range_in_words_stays_words() -> None:
    """It is not compared with."""
    (result,) = results(ROW.replace(",15,200,", ",<5,,"))
    assert (ReferenceRange(text="<5"),) == result.ranges


def test_a_status_is_taken() -> None:
    """A withdrawn result says so."""
    withdrawn = ROW.replace("final", "Entered-in-Error")
    assert [ResultStatus.ENTERED_IN_ERROR] == [one.status for one in results(withdrawn)]


def test_codes_may_be_the_sender_s_own() -> None:
    """A local code means something only with the sender."""
    mapping = mapped('test_code = "Low"\n[fixed]\ntest_system = "local"\n'.replace("Low", "Comment"))
    mapping = mapping.model_copy(update={"columns": {k: v for k, v in mapping.columns.items() if k != "comment"}})
    assert ["csv|Lab|said"] == [one.test_key for one in results(ROW, mapping=mapping)]


def test_another_value_in_a_later_file_is_a_correction() -> None:
    """The identity is made from the person, the test and the day, and not from the value."""
    before, after = results(ROW), results(ROW.replace("11.0", "12.0").replace("9999999484", "999 999 9484"))
    others = results(ROW.replace("2026-01-12", "2026-01-13"), ROW.replace("Ferritin", "Iron"), f"1{ROW}")
    assert before[0].source_id == after[0].source_id
    assert before[0].source_id not in {one.source_id for one in others}


def test_the_same_test_twice_a_day_is_two_results_and_the_same_row_twice_is_one() -> None:
    """Neither hides the other."""
    first, second, again = results(ROW, ROW.replace("11.0", "12.0"), ROW)
    assert first.source_id != second.source_id
    assert first == again


def test_two_mappings_of_one_sender_make_the_same_identities() -> None:
    """Who sends it is their namespace."""
    (one,), (other,) = rows(ROW), rows(ROW, mapping=mapped('[fixed]\nlab = "Here"\n'))
    assert isinstance(one, IncomingMessage)
    assert isinstance(other, IncomingMessage)
    assert one.reports[0].results[0].source_id == other.reports[0].results[0].source_id
    assert one.source_system == other.source_system


def test_a_file_stays_open_after_its_rows_were_read_in_part() -> None:
    """Reading may stop at any row, and begin again."""
    file = BytesIO(f"{HEADER}\n{ROW}\n{ROW.replace('Ferritin', 'Iron')}\n".encode())
    messages = open_csv(file, limit_bytes=LIMIT, mapping=mapped())
    next(iter(messages))
    assert 2 == len(list(messages))
    assert not file.closed


def test_memory_stays_flat_in_a_long_file(tmp_path: Path) -> None:
    """Four times as many rows take no more than their identities more."""
    peaks = []
    for many in (200, 800):
        path = tmp_path / f"{many}.csv"
        path.write_text("\n".join((HEADER, *(f"{number}{ROW}" for number in range(many)))))
        with path.open("rb") as file:
            tracemalloc.start()
            assert sum(1 for _ in open_csv(file, limit_bytes=LIMIT, mapping=mapped())) == many
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000
