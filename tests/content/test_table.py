"""The page that a safety officer reads says what the program does."""

from hoc_tui.content.catalogue import usual_catalogue
from tests.content.table import PAGE, page


def test_the_page_shows_the_content_as_it_is() -> None:
    """Every limit, source and interval; `python -m tests.content.table` writes it anew."""
    text = PAGE.read_text(encoding="utf-8")

    assert page(text, usual_catalogue()) == text


def test_the_page_names_every_limit_and_every_condition() -> None:
    """Nothing judges that is not on it."""
    text = PAGE.read_text(encoding="utf-8")
    names = [*usual_catalogue().judging, *(group.id for group in usual_catalogue().conditions)]

    assert [] == [name for name in names if f"`{name}`" not in text]
