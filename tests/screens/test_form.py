"""Forms: what is asked, what is understood, what is kept."""

from textual.widgets import TextArea

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.widgets.fields import Field
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, seated


def _understood(text: str) -> str:
    if text == "bad":
        raise Refused("That makes no sense.")
    return f"understood {text}"


FORM = Form(
    name="test",
    title="A test",
    whose="JACKSON, Margaret (Mrs)",
    fields=(
        Field(name="one", ask="One line", required="One is needed.", read=_understood),
        Field(name="many", ask="Several lines", lines=3),
        Field(name="pick", ask="Pick", initial="b", choices=(("a", "first"), ("b", "second"), ("c", "third"))),
    ),
)


class Saver:
    """Remembers what was saved, and can refuse."""

    def __init__(self) -> None:
        self.saved: list[Answers] = []
        self.refusal: Exception | None = None

    async def __call__(self, answers: Answers) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(answers)


async def _show(seat: Seat, saver: Saver) -> None:
    work = seat.app.screen_stack[1].work  # type: ignore[attr-defined]
    seat.app.push_screen(FormScreen(work, FORM, saver))
    await seat.settle()


async def test_answers_are_saved_with_one_key(practice: SmallPractice) -> None:
    """Ctrl+S saves what stands in each field and closes the form."""
    saver = Saver()
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.type("x1")
        assert "understood x1" in seat.text
        await seat.press("enter")
        await seat.type("y")
        await seat.press("tab", "right", "ctrl+s")
        assert "TodayScreen" == seat.named
    assert [{"one": "x1", "many": "y", "pick": "c"}] == saver.saved


async def test_enter_goes_on_and_saves_at_the_end(practice: SmallPractice) -> None:
    """Enter leads from a line to the next field."""
    saver = Saver()
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.type("x")
        await seat.press("enter")
        assert isinstance(seat.screen.focused, TextArea)


async def test_a_wrong_answer_is_said_beside_its_field(practice: SmallPractice) -> None:
    """Nothing is saved; the cursor goes to the field; what was typed stays."""
    saver = Saver()
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.press("ctrl+s")
        assert "One is needed." in seat.text
        await seat.type("bad")
        assert "makes no sense" not in seat.text
        await seat.press("ctrl+s")
        assert "That makes no sense." in seat.text
        assert "bad" in seat.text
    assert [] == saver.saved


async def test_a_refusal_stays_in_the_form(practice: SmallPractice) -> None:
    """What a service refuses is one sentence above the fields, and every word stays."""
    saver = Saver()
    saver.refusal = Refused("Somebody else has this number.")
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.type("kept")
        await seat.press("ctrl+s")
        assert "FormScreen" == seat.named
        assert "Somebody else has this number." in seat.text
        assert "kept" in seat.text


async def test_an_unforeseen_error_is_an_incident_and_loses_nothing(practice: SmallPractice) -> None:
    """The form says a number to report, never what broke, and keeps what was typed."""
    saver = Saver()
    saver.refusal = ValueError("Margaret Jackson 943 476 5919")
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.type("kept")
        await seat.press("ctrl+s")
        assert "Please report incident" in seat.panel
        assert "943 476" not in seat.text
        assert "kept" in seat.text


async def test_leaving_keeps_a_draft_and_saving_forgets_it(practice: SmallPractice) -> None:
    """Esc never asks; the draft is there with its time, and gone once it has been saved."""
    saver = Saver()
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.type("half a sen")
        await seat.press("escape")
        await _show(seat, saver)
        assert "half a sen" in seat.text
        assert "Continuing what you wrote at 10:20; it was not saved." in seat.text
        await seat.press("ctrl+s")
        await _show(seat, saver)
        assert "Continuing" not in seat.text


async def test_leaving_an_untouched_form_keeps_nothing(practice: SmallPractice) -> None:
    """Opening a form and going back leaves no draft behind."""
    saver = Saver()
    async with seated(practice) as seat:
        await _show(seat, saver)
        await seat.press("escape")
        await _show(seat, saver)
        assert "Continuing" not in seat.text


async def test_the_form_is_marked_in_a_made_up_practice(practice: SmallPractice) -> None:
    """DEMO stands on the form, too, which may cover the banner."""
    async with seated(practice, Role.NURSE) as seat:
        await _show(seat, Saver())
        assert "DEMO" in seat.line_with("A test")


async def test_typing_goes_on_at_the_end_of_what_is_there(practice: SmallPractice) -> None:
    """A field that holds something is not emptied by the first letter typed into it."""
    async with seated(practice) as seat:
        await seat.press("enter", "e")
        await seat.type("x")
        assert "Ahmedx" in seat.text
