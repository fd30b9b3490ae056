"""Facts one after the other, wrapped between facts and never inside one: banner lines, strips, headings."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.geometry import Size
from textual.visual import VisualType
from textual.widget import Widget

from hoc_tui.text import Content, join, wrapped

GAP = "  "

Layout: TypeAlias = Callable[[int], Content]
"""Makes the lines for a number of cells across; none of them is longer than that."""


def flow(facts: Sequence[Content], width: int, *, gap: str = GAP, most: int | None = None) -> Content:
    """Facts in lines of at most a width; a fact longer than a line gets lines of its own, broken between words.

    Args:
        facts: What to show, in order; empty ones are left out.
        width: Cells across.
        gap: What stands between two facts on one line.
        most: The most lines; None for as many as it takes.

    Returns:
        The lines, without an ellipsis: facts that do not fit into `most` lines are left out whole.
    """
    lines: list[Content] = []
    for fact in facts:
        if not fact.plain:
            continue
        broken = wrapped(fact, width)
        room = width - lines[-1].cell_length if lines else 0
        if lines and len(broken) == 1 and broken[0].cell_length + len(gap) <= room:
            lines[-1] = join([lines[-1], broken[0]], gap)
        elif most is None or len(lines) + len(broken) <= most:
            lines += broken
        else:
            break
    return join(lines, "\n")


class Laid(Widget):
    """Text that is laid out anew for each width, and as high as that takes.

    Args:
        layout: Makes its lines.
    """

    DEFAULT_CSS = "Laid { height: auto; }"

    def __init__(self, layout: Layout | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._layout = layout

    def lay(self, layout: Layout) -> None:
        """Show other lines.

        Args:
            layout: Makes them.
        """
        self._layout = layout
        self.refresh(layout=True)

    def render(self) -> VisualType:
        """The lines for the width there is."""
        return self._lines(self.content_size.width)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  Textual's own
        """As wide as its longest line, where the width is left to it.

        Args:
            container: The room there is.
            viewport: Not used.
        """
        return max((line.cell_length for line in self._lines(container.width).split()), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's own
        """As many lines as it takes at a width.

        Args:
            container: Not used.
            viewport: Not used.
            width: Cells across.

        Returns:
            Lines; 0 when there is nothing to show.
        """
        lines = self._lines(width)
        return lines.plain.count("\n") + 1 if lines.plain else 0

    def _lines(self, width: int) -> Content:
        return join(()) if self._layout is None else self._layout(max(width, 1))


class Paragraph(Laid):
    """Text that wraps, but never between words that belong together (`hoc_tui.text.together`).

    Args:
        content: The text.
    """

    def __init__(self, content: Content, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(lambda width: join(wrapped(content, width), "\n"), id=id, classes=classes)


class Facts(Laid):
    """Facts that flow: `show` them, and they wrap between themselves at every width.

    Args:
        gap: What stands between two facts on one line.
    """

    DEFAULT_CSS = "Facts { height: auto; padding: 0 1; }"

    def __init__(self, *, gap: str = GAP, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._facts: tuple[Content, ...] = ()
        self._gap = gap

    def show(self, facts: Sequence[Content]) -> None:
        """Show these facts; the height follows.

        Args:
            facts: What to show, in order.
        """
        if not _same(facts, self._facts):
            shown = self._facts = tuple(facts)
            self.lay(lambda width: flow(shown, width, gap=self._gap))


def _same(some: Sequence[Content], others: Sequence[Content]) -> bool:
    """Whether they look the same; `==` on Content compares the letters only."""
    return len(some) == len(others) and all(one.is_same(other) for one, other in zip(some, others, strict=True))
