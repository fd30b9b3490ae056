"""A CSV file as a table: its letters, its delimiter, its header, and its rows one by one."""

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.text import sanitise
from hoc_tui.interop.csv.mapping import CsvMapping, Delimiter
from hoc_tui.interop.csv.row import Identities, Row, read_row
from hoc_tui.interop.held import held_to

_CHUNK = 1 << 18
_LONGEST_LINE = 200_000
"""In characters: ten times the longest comment that is taken."""
_CHARSETS = ("utf-8-sig", "cp1252")


class Cells(NamedTuple):
    """One row as it stands in the file."""

    number: int
    """Its number in a spreadsheet, where the header is row 1."""
    cells: list[str]
    raw: str


class Lines:
    """The lines of an open text, none of them too long, and those taken since they were last asked for.

    Args:
        text: The text, which keeps its line ends.
    """

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        """Hand the lines to the reader of CSV."""
        while line := self._text.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE and not line.endswith(("\n", "\r")):
                raise Unreadable("The file has a line that is too long to be a row.")
            self._taken.append(line)
            yield line

    def taken(self) -> str:
        """The lines since the last time; a row with a line end within quotes is several."""
        taken = "".join(self._taken)
        self._taken.clear()
        return taken


class CsvMessages:
    """The rows of a CSV file, each a message.

    Args:
        file: The file.
        mapping: What its columns mean.
        charset: The character set it is in.
    """

    format = "csv"

    def __init__(self, file: BinaryIO, mapping: CsvMapping, charset: str) -> None:
        self._file = file
        self._mapping = mapping
        self._charset = charset
        self._delimiter = mapping.delimiter or self._shown_by()
        self._places, self._width = self._header()
        self.count = sum(1 for _ in self._rows()) if self._width else 0

    def __iter__(self) -> Iterator[IncomingMessage | Unreadable]:
        """Read them in the file's order."""
        identities = Identities()
        for cells in self._rows():
            place = f"row {cells.number}"
            if len(cells.cells) < self._width or any(cell.strip() for cell in cells.cells[self._width :]):
                message = f"The row has {len(cells.cells)} cells and the header {self._width}, so they do not belong."
                yield Unreadable(message, where=place, resources=2)
                continue
            named = {name: cells.cells[at] for name, at in self._places.items()}
            raw = cells.raw.encode("utf-8" if self._charset == "utf-8-sig" else self._charset)
            yield read_row(Row(named | self._mapping.fixed, place, raw, self._mapping), identities)

    def _shown_by(self) -> Delimiter:
        """The delimiter by which most of the mapped columns are found in the header."""
        return max(Delimiter, key=lambda one: len({*self._mapping.columns.values()} & {*self._titles(one)}))

    def _titles(self, delimiter: Delimiter) -> list[str]:
        with self._text() as text:
            try:
                titles = next(csv.reader(iter(Lines(text)), delimiter=delimiter.value, strict=True), [])
            except csv.Error:
                return []
        return [sanitise(title[:400], lines=False) for title in titles]

    def _header(self) -> tuple[dict[str, int], int]:
        titles = self._titles(self._delimiter)
        for title in self._mapping.columns.values():
            if title not in titles:
                raise Unreadable(f"The file has no column “{title}”, which the mapping file names.")
            if titles.count(title) > 1:
                raise Unreadable(f"The file has the column “{title}” twice.")
        return {name: titles.index(title) for name, title in self._mapping.columns.items()}, len(titles)

    def _rows(self) -> Iterator[Cells]:
        with self._text() as text:
            lines = Lines(text)
            reader = csv.reader(iter(lines), delimiter=self._delimiter.value, strict=True)
            for number, cells in enumerate(_whole(reader), 1):
                raw = lines.taken()
                if number > 1 and any(cell.strip() for cell in cells):
                    yield Cells(number, cells, raw)

    @contextmanager
    def _text(self) -> Iterator[TextIOWrapper]:
        self._file.seek(0)
        text = TextIOWrapper(self._file, encoding=self._charset, newline="")
        try:
            yield text
        finally:
            # Why detached: a wrapper that is thrown away closes the file under it.
            text.detach()


def _whole(reader: Iterator[Sequence[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            yield list(next(reader))
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("The file's quotation marks do not match.", where=f"row {number}") from None


def open_csv(file: BinaryIO, *, limit_bytes: int, mapping: CsvMapping) -> CsvMessages:
    """Open a CSV file and check that it is a table with the mapped columns.

    Args:
        file: The file, able to seek; it must stay open while its rows are read.
        limit_bytes: The most bytes it may have.
        mapping: What its columns mean.

    Raises:
        Unreadable: It cannot be split into rows, or a mapped column is missing; nothing of it may be taken.
    """
    held_to(file, limit_bytes)
    return CsvMessages(file, mapping, _charset(file))


def _charset(file: BinaryIO) -> str:
    for charset in _CHARSETS:
        if _is_in(file, charset):
            return charset
    raise Unreadable("The file is no text in UTF-8 or Windows-1252.")


def _is_in(file: BinaryIO, charset: str) -> bool:
    decoder = getincrementaldecoder(charset)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
