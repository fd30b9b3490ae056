"""What the terminal can do, found out before anything of Textual is imported.

Textual reads its settings from the environment while it is imported (``textual/constants.py``, 8.2.8), so both the
probe and `prepare_environment` must run first; neither touches Textual.
"""

import io
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Colours = Literal["16", "256", "truecolor"]
"""How many colours Rich will send: it decides once, from COLORTERM and TERM, and so do we by the same rule."""

_UNUSABLE_TERMS: Final = frozenset({"", "dumb", "unknown"})

_KEPT: Final = frozenset({"TEXTUAL_DISABLE_KITTY_KEY"})
"""The Textual switch a site may need: some input methods break under the Kitty protocol (Textualize/textual#6074)."""

_FORCED: Final = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}

_DEFAULTS: Final = {"ESCDELAY": "250", "TEXTUAL_FPS": "30"}


class Stream(Protocol):
    """The little that the probe asks of standard input, output and error."""

    def isatty(self) -> bool:
        """Whether a terminal is at the other end."""


class TerminalUnsuitable(Exception):
    """The program cannot draw here; the caller prints the sentence and ends with exit code 1.

    Args:
        message: What is wrong, as one plain sentence.
        hint: What to do about it, as one plain sentence.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        """What is wrong."""
        self.hint = hint
        """What to do about it."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the program may rely on when it draws."""

    colours: Colours = "truecolor"
    """16 means "use the terminal's own colours": PuTTY's default, and the Linux console."""
    ascii: bool = False
    """Draw our own marks and borders, and all quotes, dashes and ellipses, in ASCII; letters are never rewritten."""
    no_color: bool = False
    """NO_COLOR is set to anything but nothing (no-color.org)."""

    @property
    def plain(self) -> bool:
        """Whether only default colours, bold and reverse may be used."""
        return self.no_color or self.colours == "16"


def probe(environment: Mapping[str, str], streams: Mapping[str, Stream]) -> Terminal:
    """Find out what the terminal can do, or refuse it.

    Args:
        environment: The process's environment.
        streams: Standard input, output and error by the name a person would use for them.

    Returns:
        What the program may rely on.

    Raises:
        TerminalUnsuitable: No terminal is there, or it cannot place text.
    """
    for name, stream in streams.items():
        _require_terminal(name, stream)
    if environment.get("TERM", "").strip().lower() in _UNUSABLE_TERMS:
        raise TerminalUnsuitable(
            "This terminal cannot show the screens of hoc-tui: TERM is dumb or not set.",
            "Set TERM to the kind of terminal you use, for example TERM=xterm-256color, or use the printed "
            "commands such as 'hoc-tui show'.",
        )
    return Terminal(
        colours=_colours(environment), ascii=_ascii(environment), no_color=bool(environment.get("NO_COLOR"))
    )


def _require_terminal(name: str, stream: Stream) -> None:
    if not stream.isatty():
        raise TerminalUnsuitable(
            f"hoc-tui draws on a terminal, and {name} is not one.",
            "Start it in a terminal window without '<', '>' or '|'; over SSH, start it with 'ssh -t'.",
        )


def _colours(environment: Mapping[str, str]) -> Colours:
    """The rule of ``rich.console.Console._detect_color_system`` (Rich 15.0): we promise no more than it sends."""
    if environment.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return "truecolor"
    depth = environment.get("TERM", "").strip().lower().rpartition("-")[2]
    return "256" if depth in {"256color", "kitty"} else "16"


def _ascii(environment: Mapping[str, str]) -> bool:
    asked = environment.get("HOC_ASCII", "")
    if asked:
        return asked != "0"
    # The Linux console draws from a font of 256 or 512 glyphs: no ticks, no braille.
    return environment.get("TERM", "").strip().lower() == "linux" or _other_charset(environment)


def _other_charset(environment: Mapping[str, str]) -> bool:
    """Whether the locale names a character set other than UTF-8.

    Why not count "C" and an unset locale: sshd does not forward LANG unless both ends agree, so on most SSH hosts they
    say nothing about the terminal, and a thin client of this century reads UTF-8.
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    if locale.upper() in {"", "C", "POSIX"}:
        return False
    return "UTF8" not in locale.upper().replace("-", "")


def prepare_environment(environment: MutableMapping[str, str]) -> None:
    """Settle what Textual will read while it is imported.

    Why drop every other TEXTUAL variable: TEXTUAL_LOG writes each key typed into a file, TEXTUAL=debug prints whole
    tracebacks, and TEXTUAL_SCREENSHOT saves a picture of a record; none may be switched on by accident at a desk.
    ESCDELAY: an arrow key that the network splits by 150 ms typed ``[B`` into a note at Textual's default of 100 ms.
    COLUMNS and LINES would win over the real size. TEXTUAL_SMOOTH_SCROLL=0 turns off in-band resize, which freezes the
    size in some terminals (jossephus/chuchu#41) and mis-scales the mouse in others (damianvtran/local-operator#979).

    Args:
        environment: The process's environment, changed in place.
    """
    for name in [name for name in environment if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        if name not in _KEPT | _DEFAULTS.keys():
            del environment[name]
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    # Textual takes an empty NO_COLOR for "no colours", no-color.org for "not set".
    if environment.get("NO_COLOR") == "":
        del environment["NO_COLOR"]
    environment.update(_FORCED)
    for name, value in _DEFAULTS.items():
        environment.setdefault(name, value)


def prepare_streams(*streams: object) -> None:
    """Make the standard streams speak UTF-8, as ``PYTHONUTF8=1`` would have before the start.

    Why: Textual writes to standard error in whatever encoding it has; under latin-1 a screen held
    722 escapes where its borders should have been.

    Args:
        streams: Usually ``sys.stdin, sys.stdout, sys.stderr``; those that cannot be changed are left alone.
    """
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream.writable() else "surrogateescape")
