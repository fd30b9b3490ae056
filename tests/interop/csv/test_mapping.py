"""The mapping file: read, or refused with a sentence that names what is wrong."""

import pytest

from hoc_tui.domain.dates import NotADate
from hoc_tui.domain.errors import HocError
from hoc_tui.interop.csv import WrongMapping, read_mapping
from hoc_tui.interop.csv.dates import DateForm, read_date
from hoc_tui.interop.csv.mapping import Delimiter

LEAST = 'sender = "Lab"\n[columns]\nfamily = "Name"\ntest_name = "Test"\nvalue = "Result"\n'


def test_the_least_that_a_mapping_says() -> None:
    """Who sends it, whom a row is about, which test it is, and its value."""
    mapping = read_mapping(LEAST.encode())
    assert ("Lab", None, False, {}) == (mapping.sender, mapping.delimiter, mapping.decimal_comma, mapping.fixed)
    assert mapping.columns == {"family": "Name", "test_name": "Test", "value": "Result"}


def test_everything_else_that_it_may_say() -> None:
    """A delimiter, a decimal comma, what is always the same, and dates; a byte order mark before it all."""
    more = 'delimiter = "semicolon"\ndecimal_comma = true\n'
    said = f'{more}{LEAST}[fixed]\nlab = "Here"\n[dates]\ntaken = "%d.%m.%Y"\n'
    mapping = read_mapping(b"\xef\xbb\xbf" + said.encode())
    assert (Delimiter.SEMICOLON, True, {"lab": "Here"}) == (mapping.delimiter, mapping.decimal_comma, mapping.fixed)
    assert ["%d.%m.%Y"] == [form.written for form in mapping.dates["taken"]]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("{", "The mapping file is not TOML."),
        ("\xff", "The mapping file is not TOML."),
        (f"decimal = true\n{LEAST}", "“decimal” means nothing in the mapping file."),
        (f'{LEAST}famly = "X"', "“famly” means nothing in [columns] of the mapping file."),
        (f'{LEAST}[fixed]\nfoo = "X"', "“foo” means nothing in [fixed] of the mapping file."),
        (f'{LEAST}[dates]\nvalue = "%Y"', "“value” means nothing in [dates] of the mapping file."),
        (LEAST.replace('"Name"', "7"), "“family” in the mapping file must be a text of up to 100 characters."),
        (LEAST.replace('"Lab"', '""'), "“sender” in the mapping file must be a text of up to 100 characters."),
        (LEAST.removeprefix('sender = "Lab"'), "“sender” in the mapping file must be a text of up to 100 characters."),
        (f"decimal_comma = 1\n{LEAST}", "“decimal_comma” in the mapping file must be true or false."),
        (f'delimiter = "|"\n{LEAST}', "“delimiter” in the mapping file must be auto, comma, semicolon or tab."),
        ('sender = "x"\ncolumns = 7', "“columns” in the mapping file is not a table."),
        (f'{LEAST}[fixed]\nvalue = "1"', "“value” stands in both [columns] and [fixed] of the mapping file."),
        (LEAST.replace("value", "unit"), "The mapping file does not say which column holds the value."),
        (LEAST.replace("family", "unit"), "The mapping file does not say which column tells whom a row is about."),
        (LEAST.replace("test_name", "unit"), "The mapping file does not say which test a row is of."),
        (
            f'{LEAST}test_code = "Code"',
            "The mapping file gives test codes without saying of which system (“test_system”).",
        ),
        (
            f"{LEAST}[dates]\ntaken = []",
            "“taken” in [dates] of the mapping file must be a date's format, or a list of them.",
        ),
    ],
)
def test_a_mapping_that_is_not_clear_is_refused(said: str, sentence: str) -> None:
    """A misspelt name never goes unnoticed."""
    with pytest.raises(WrongMapping) as refused:
        read_mapping(said.encode("latin-1" if said == "\xff" else "utf-8"))
    assert sentence == refused.value.message


@pytest.mark.parametrize("form", ["%d/%Y", "%Y-%d", "%y", "%Y%%", "dd/mm/yyyy", "", "%Y-%m-%d %M", "%d%d%m%Y", "%Y %"])
def test_a_date_format_that_is_not_clear_is_refused(form: str) -> None:
    """Without its year, with a gap, twice the same, or with what is not known."""
    with pytest.raises(HocError, match="A date's format"):
        read_mapping(f'{LEAST}[dates]\ntaken = "{form}"'.encode())


@pytest.mark.parametrize(
    ("form", "text", "date"),
    [
        ("%d/%m/%Y", "3/4/2026", "2026-04-03"),
        ("%m/%d/%Y", "3/4/2026", "2026-03-04"),
        ("%d-%b-%Y", "05-Mar-1951", "1951-03-05"),
        ("%d %b %Y", "5 march 1951", "1951-03-05"),
        ("%Y", "2026", "2026"),
        ("%m/%Y", "3/2026", "2026-03"),
        ("%d.%m.%Y %H:%M", "05.03.2026 9:15", "2026-03-05T09:15"),
        ("%Y%m%d%H%M%S", "20260305091530", "2026-03-05T09:15:30"),
    ],
)
def test_a_date_stays_as_precise_as_it_was_written(form: str, text: str, date: str) -> None:
    """And is read in the named order only."""
    assert date == str(read_date(text, [DateForm.parse(form)]))


@pytest.mark.parametrize(
    "text", ["31/02/2026", "3/4/26", "2026-04-03", "3/4/2026 ", "٣/٤/٢٠٢٦", "05-Foo-2026", "x" * 60]
)
def test_what_is_no_such_date_is_refused(text: str) -> None:
    """Another form, another script, or no such day."""
    forms = [DateForm.parse("%d/%m/%Y"), DateForm.parse("%d-%b-%Y")]
    with pytest.raises(NotADate):
        read_date(text, forms)
