"""CSV: one result to a row, read by a mapping file that says what each column means."""

from hoc_tui.interop.csv.mapping import CsvMapping, WrongMapping, read_mapping
from hoc_tui.interop.csv.table import CsvMessages, open_csv

__all__ = ["CsvMapping", "CsvMessages", "WrongMapping", "open_csv", "read_mapping"]
