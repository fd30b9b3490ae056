"""What spares the line: nothing painted twice, and each line in few pieces."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget


def plainest(strip: Strip) -> Strip:
    """The same line in as few pieces as there are colours: each piece costs bytes, on two lines of every key.

    Textual notes on each word where it stands, for marking text with the mouse, and so no two could be joined.

    Args:
        strip: One line; what a click on it would do is lost.
    """
    pieces = [Segment(text, style.clear_meta_and_links() if style else None) for text, style, _ in strip]
    return Strip(pieces, strip.cell_length).simplify()


def leave_to_layout(widget: Widget) -> None:
    """Ask for no painting of what the layout under way paints anyhow; call it at the end of `_size_updated`.

    Textual 8.2.8 paints all of a widget that a layout moves or resizes, and once more what the widget itself had asked
    for before and during the layout.

    Args:
        widget: The one whose size is being updated.
    """
    to_be_painted = widget.screen._compositor._dirty_regions  # noqa: SLF001  only the compositor knows
    if any(region.contains_region(widget.region) for region in to_be_painted):
        widget._exchange_repaint_regions()  # noqa: SLF001  there is no public way to take a refresh back
