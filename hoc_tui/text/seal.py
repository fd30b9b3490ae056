"""The last gates before the terminal: no control character leaves in a painted line, whatever widget drew it.

Textual 8.2.8 strips BEL, BS, VT, FF and CR only; OSC and bidi overrides reached the terminal from all 29 text surfaces
tried, CSI and C1 from 27. Dropping keeps the layout: Rich measures each of these as no cells wide.
The seal does not cover ``driver.write``, tracebacks and exit messages; `hoc_tui.app_frame` sees to those.
"""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from hoc_tui.domain.text import CONTROLS


class StripControls(LineFilter):
    """Takes control characters out of every segment that is text; put it first among an app's line filters."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """Take the control characters out of a line.

        Strips keep what a filter made of them, so a line pays for this once.

        Args:
            segments: The pieces of one painted line.
            background: What stands behind them; not used.

        Returns:
            The same pieces; those that are text hold no control character.
        """
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(segment.text.translate(CONTROLS), segment.style, segment.control)
            for segment in segments
        ]


class BoldAndReverse(LineFilter):
    """Leaves bold and reverse of every style and no colour: for 16-colour terminals and NO_COLOR.

    Why a filter and not the theme alone: widgets set colours of their own under ``:ansi``. Input's cursor, for one, is
    black on white there, and reversed it would be white on black, which nobody sees on a dark terminal.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """Take the colours out of a line.

        Args:
            segments: The pieces of one painted line.
            background: What stands behind them; not used.

        Returns:
            The same text in the terminal's own two colours.
        """
        return [Segment(text, _plain(style) if style else None, control) for text, style, control in segments]


@lru_cache(1024)
def _plain(style: Style) -> Style:
    # The meta data is what a click is told; it is never painted.
    return Style(bold=bool(style.bold or style.underline), reverse=style.reverse, meta=style.meta or None)
