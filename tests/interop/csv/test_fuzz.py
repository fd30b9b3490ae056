"""CSV spoilt in every way: each row is read or refused by its number, or the whole file is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interop.fuzzing import SEEDS, case_of, try_csv


@settings(max_examples=300)
@given(st.integers(0, 2**64))
def test_spoilt_csv_is_read_or_refused(number: int) -> None:
    """Nothing crashes, nothing disappears, and the same bytes always read the same."""
    data = case_of(SEEDS["csv"], number)
    found, again = try_csv(data), try_csv(data)
    assert isinstance(found, list) == isinstance(again, list)
    if isinstance(found, list) and isinstance(again, list):
        assert [str(one) for one in found] == [str(one) for one in again]


@given(st.binary(max_size=200))
def test_bytes_under_a_true_header_are_read_or_refused(data: bytes) -> None:
    """Not one of them ends in a crash."""
    header = SEEDS["csv"][0].split(b"\n", 1)[0]
    try_csv(header + b"\n" + data)
    try_csv(data)


@given(st.lists(st.lists(st.text(max_size=8), min_size=12, max_size=12), max_size=4))
def test_cells_of_any_sort_are_read_or_refused(cells: list[list[str]]) -> None:
    """Whatever a spreadsheet holds; as many rows come as were not empty."""
    header = SEEDS["csv"][0].split(b"\n", 1)[0].decode()
    lines = (";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in cells)
    found = try_csv("\n".join((header, *lines)).encode("utf-8", "replace"))
    if isinstance(found, list):
        assert len(found) == sum(any(cell.strip() for cell in row) for row in cells)
