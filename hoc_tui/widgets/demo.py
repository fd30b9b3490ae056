"""The mark of a made-up practice, for every screen: in the banner, in list headers, in forms."""

from textual.widgets import Static

from hoc_tui.text import display


class DemoMark(Static):
    """DEMO, in reverse, on a screen that has the class ``-demo`` (see `VerbScreen`); otherwise nothing."""

    DEFAULT_CSS = """
    DemoMark { display: none; width: 6; height: 1; text-style: bold reverse; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__(display(" DEMO "))
