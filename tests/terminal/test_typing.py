"""What is typed faster than it is shown goes where it was meant to go."""

from tests.terminal.conftest import Start


def test_words_typed_behind_tab_reach_the_next_field(probe: Start) -> None:
    """Tab, Tab and words that arrive in one piece fill the field that the Tabs lead to."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.send("\t\txylophone")
        terminal.wait_for("xylophone")
        assert "taken for a command" not in terminal.text


def test_words_typed_behind_the_key_of_a_form_reach_the_form(probe: Start) -> None:
    """The key that opens a form, the words for it and Enter, sent in one piece, fill and send that form."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.send("\x1bOSxylophone\r")
        terminal.wait_for("the form said xylophone")


def test_what_follows_a_form_reaches_the_screen_below(probe: Start) -> None:
    """Keys sent behind the Enter that closes a form act on the screen under it, in order."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.send("\x1bOSone\r\t\ttwo")
        terminal.wait_for("the form said one")
        terminal.wait_for("two")


def test_a_paste_is_one_piece(probe: Start) -> None:
    """A bracketed paste behind Tab lands in the field, and typing goes on behind it."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.send("\t\t\x1b[200~pasted\x1b[201~ typed")
        terminal.wait_for("pasted typed")
