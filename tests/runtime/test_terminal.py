"""The terminal probe and the environment made ready for Textual."""

import io
import subprocess
import sys

import pytest

from hoc_tui.runtime.terminal import (
    Colours,
    Terminal,
    TerminalUnsuitable,
    prepare_environment,
    prepare_streams,
    probe,
)


class Screen:
    """A stream with a terminal at the other end, or none."""

    def __init__(self, *, tty: bool = True) -> None:
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


STREAMS = {"standard input": Screen(), "standard output": Screen(), "standard error": Screen()}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_that_is_no_terminal_is_named(name: str) -> None:
    """The refusal names the stream that is not a terminal, and says what to do."""
    with pytest.raises(TerminalUnsuitable) as raised:
        probe({"TERM": "xterm"}, {**STREAMS, name: Screen(tty=False)})
    assert raised.value.message == f"hoc-tui draws on a terminal, and {name} is not one."
    assert "ssh -t" in raised.value.hint


@pytest.mark.parametrize("environment", [{}, {"TERM": ""}, {"TERM": "dumb"}, {"TERM": "DUMB"}, {"TERM": "unknown"}])
def test_a_dumb_terminal_is_refused(environment: dict[str, str]) -> None:
    """Without a usable TERM the refusal says how to set it."""
    with pytest.raises(TerminalUnsuitable) as raised:
        probe(environment, STREAMS)
    assert "TERM=xterm-256color" in str(raised.value)


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "putty"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "vt220"}, "16"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolor"),
        ({"TERM": "xterm", "COLORTERM": "yes"}, "16"),
    ],
)
def test_colours_are_counted_as_rich_counts_them(environment: dict[str, str], colours: Colours) -> None:
    """The probe promises the colours that Rich will send."""
    from rich.console import Console

    known = {"standard": "16", "256": "256", "truecolor": "truecolor"}
    rich = Console(file=io.StringIO(), force_terminal=True, _environ=environment).color_system
    assert probe(environment, STREAMS).colours == colours
    assert known[rich or ""] == colours


@pytest.mark.parametrize(
    ("environment", "ascii_only"),
    [
        ({"HOC_ASCII": "1"}, True),
        ({"HOC_ASCII": "0", "LANG": "en_GB.ISO-8859-1"}, False),
        ({"TERM": "linux"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.utf8"}, False),
        ({"LANG": "en_GB.ISO-8859-1"}, True),
        ({"LANG": "en_GB"}, True),
        ({"LC_ALL": "de_DE@euro", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_ALL": "", "LC_CTYPE": "en_GB.UTF-8", "LANG": "C"}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({}, False),
    ],
)
def test_ascii_is_chosen_where_marks_would_not_show(environment: dict[str, str], ascii_only: bool) -> None:
    """ASCII is for those who ask, for the Linux console, and for locales of another character set."""
    assert probe({"TERM": "xterm", **environment}, STREAMS).ascii == ascii_only


@pytest.mark.parametrize(("value", "no_color"), [("1", True), ("0", True), ("", False), (None, False)])
def test_no_color_means_what_its_standard_says(value: str | None, no_color: bool) -> None:
    """NO_COLOR counts when it is there and not empty, whatever it says."""
    environment = {"TERM": "xterm-256color"} | ({} if value is None else {"NO_COLOR": value})
    found = probe(environment, STREAMS)
    prepare_environment(environment)
    assert found.no_color == no_color
    assert found.plain == no_color
    assert ("NO_COLOR" in environment) == no_color


def test_sixteen_colours_are_plain() -> None:
    """A 16-colour terminal gets default colours, bold and reverse, like one with NO_COLOR."""
    assert [Terminal(colours="16").plain, Terminal(colours="256").plain] == [True, False]


def test_the_environment_is_made_ready() -> None:
    """Textual's switches are ours to set: safe ones forced, dangerous ones gone, the site's delay kept."""
    environment = {
        "TEXTUAL": "debug",
        "TEXTUAL_LOG": "/tmp/keys",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_ANIMATIONS": "full",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "ESCDELAY": "400",
        "COLUMNS": "40",
        "LINES": "10",
        "TERM": "xterm",
        "TEXTUALLY": "another program's",
    }
    prepare_environment(environment)
    assert environment == {
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_SMOOTH_SCROLL": "0",
        "TEXTUAL_FPS": "30",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "ESCDELAY": "400",
        "TERM": "xterm",
        "TEXTUALLY": "another program's",
    }


def test_the_escape_delay_suits_a_slow_link() -> None:
    """Unless the site says otherwise an escape sequence may take 250 ms to arrive."""
    environment: dict[str, str] = {}
    prepare_environment(environment)
    assert environment["ESCDELAY"] == "250"


def test_streams_are_made_to_speak_utf_8() -> None:
    """A stream in another encoding is changed, and what is not such a stream is left alone."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1")
    prepare_streams(stream, io.StringIO(), None)
    stream.write("▲\ud800")
    stream.flush()
    assert raw.getvalue() == "▲\\ud800".encode()


def test_looking_at_the_terminal_loads_no_textual() -> None:
    """Probe and crash policy come before Textual, so neither may load it, nor asyncio."""
    code = (
        "import sys, hoc_tui.runtime.terminal, hoc_tui.runtime.crash\n"
        "sys.exit(', '.join({'textual', 'rich', 'asyncio'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "\n"
