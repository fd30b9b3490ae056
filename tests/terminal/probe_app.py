"""The probe's screens and its misdeeds."""

import asyncio
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from hoc_tui.app_frame import Frame, FrameApp
from hoc_tui.runtime.ending import Hook
from hoc_tui.screens._base import BaseModal, BaseScreen
from hoc_tui.text import cell, display, quoted

PATIENT = "Margaret Jackson 943 476 5919"

HOSTILE = (
    "[b]bold[/b] [/] [/etc/x] [@click=app.quit]x[/] \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x00nul \u202eover"
    "\u202c \x08back \ud800 \u2066iso\u2069 \x7f \x1b]8;;http://x\x1b\\\\link"
)


class ProbeScreen(BaseScreen[None]):
    """One of each widget that shows other people's text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "misbehave", "Misbehave", id="probe.misbehave"),
        Binding("f3", "tell", "Tell", id="probe.notify"),
        Binding("f4", "form", "Form", id="probe.form"),
        Binding("x", "letter", "Letter", id="probe.letter", show=False),
        Binding("f1", "help", "Help", id="probe.help"),
    ]

    DEFAULT_CSS = """
    ProbeScreen DataTable { height: 6; }
    ProbeScreen OptionList { height: 4; }
    ProbeScreen TextArea { height: 3; }
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def body(self) -> ComposeResult:
        yield Static(display(self.words), id="words")
        yield Static(quoted(self.words))
        yield DataTable(cursor_type="row", id="table")
        yield OptionList(*(Option(display(f"{number} {self.words}")) for number in range(20)), id="options")
        yield Input(self.words if "\x1b" in self.words else "", id="input")
        yield TextArea(self.words if "\x1b" in self.words else "", id="area")

    def on_mount(self) -> None:
        table = self.query_one("#table", DataTable)
        table.add_columns(cell("Test"), cell(self.words))
        for number in range(30):
            table.add_row(cell(f"HbA1c {number}"), cell(self.words))
        table.focus()
        # The end of the first paint, for tests that wait for it.
        self.call_after_refresh(self.query_one("#words", Static).update, display(f"ready {self.words}"))

    def action_tell(self) -> None:
        self.notify(self.words, title=self.words)

    def action_form(self) -> None:
        self.app.push_screen(ProbeForm(), self.take)

    def take(self, answer: str | None) -> None:
        self.query_one("#words", Static).update(display(f"the form said {answer}"))

    def action_letter(self) -> None:
        self.query_one("#words", Static).update(display("a letter was taken for a command"))

    def action_help(self) -> None:
        self.app.copy_to_clipboard("copied words")
        self.app.open_url("http://example.org")
        self.query_one("#words", Static).update(display("copied"))

    def action_misbehave(self) -> None:
        patient = PATIENT
        getattr(self, f"do_{self.app.behaviour}")(patient)  # type: ignore[attr-defined]

    def do_raise(self, patient: str) -> None:
        raise ValueError(f"cannot read {patient}")

    def do_callback(self, patient: str) -> None:
        self.set_timer(0.01, lambda: self.do_raise(patient))

    def do_worker(self, patient: str) -> None:
        self._work(patient)

    @work
    async def _work(self, patient: str) -> None:
        self.do_raise(patient)

    def do_thread(self, patient: str) -> None:
        thread = threading.Thread(target=self.do_raise, args=[patient])
        thread.start()
        thread.join()
        self.query_one("#words", Static).update(display("thread ended"))

    def do_task(self, patient: str) -> None:
        async def lost() -> None:
            self.do_raise(patient)

        self.lost = asyncio.get_running_loop().create_task(lost())
        self.lost.add_done_callback(lambda _: self.__dict__.pop("lost"))

    def do_render(self, patient: str) -> None:
        class Bad(Static):
            def render(self) -> str:
                secret = patient
                raise ValueError(secret)

        self.mount(Bad())

    def do_print(self, patient: str) -> None:
        import logging
        import sys

        print(patient)  # noqa: T201
        print(patient, file=sys.stderr)  # noqa: T201
        logging.getLogger("driver").error("row %s", patient)
        self.query_one("#words", Static).update(display("printed"))

    def do_flood(self, _patient: str) -> None:
        """Write to the terminal for ever, until its buffer is full and the event loop stands still."""
        Path(os.environ["PROBE_BUSY"]).write_text("flooding")
        driver = self.app._driver
        while driver is not None:
            driver.write("x" * 4096)

    def do_hang(self, _patient: str) -> None:
        """Keep the event loop from ever running again."""
        Path(os.environ["PROBE_BUSY"]).write_text("hanging")
        threading.Event().wait()


class ProbeForm(BaseModal[str]):
    """A form with one field."""

    def body(self) -> ComposeResult:
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class ProbeApp(FrameApp):
    """The frame with one screen."""

    def __init__(self, frame: Frame, behaviour: str = "", *, flush: Sequence[Hook] = ()) -> None:
        super().__init__(frame, flush=flush)
        self.behaviour = behaviour

    def on_mount(self) -> None:
        self.push_screen(ProbeScreen(HOSTILE if self.behaviour == "hostile" else "plain words"))
