"""Lines that hang: what wraps stays to the right of its number, its tick box, its indent."""

from collections.abc import Sequence
from dataclasses import dataclass

from hoc_tui.text import Content, display, join, wrapped


@dataclass(frozen=True)
class Hang:
    """One paragraph: what stands before it, and the words that wrap beside that."""

    body: Content
    lead: Content | str = ""
    """Our own mark or number, or blanks; as wide as the paragraph hangs."""

    def lines(self, width: int) -> list[Content]:
        """The paragraph at a width.

        Args:
            width: Cells across.
        """
        lead = display(self.lead) if isinstance(self.lead, str) else self.lead
        blank = display(" " * lead.cell_length)
        broken = wrapped(self.body, max(width - lead.cell_length, 1))
        return [join([lead if number == 0 else blank, line]) for number, line in enumerate(broken)]


@dataclass(frozen=True)
class Hanging:
    """Paragraphs one under the other; called with a width it makes the lines."""

    paragraphs: Sequence[Hang]

    def __call__(self, width: int) -> Content:
        """The lines at a width.

        Args:
            width: Cells across.
        """
        return join([line for one in self.paragraphs for line in one.lines(width)], "\n")
