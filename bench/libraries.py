"""The libraries alone: loads what the program stands on and paints one word.

Run by the measurements beside the program itself, so that a reader can tell the machine from the code.
"""

from typing import Final

PAINTED: Final = "painted"
"""The word on its screen."""


def paint() -> None:
    """Load Textual, pydantic and SQLAlchemy, and show one word until somebody ends the process."""
    import sqlalchemy  # noqa: F401  it is here to be loaded
    from pydantic import BaseModel  # noqa: F401  as above
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Empty(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(PAINTED)

    Empty().run(mouse=False)


if __name__ == "__main__":
    paint()
