"""The program's own themes: calm, high in contrast, one colour for focus and one for "above or below".

None of Textual's 21 themes would do: in textual-light a footer key has 2.9:1 and a warning 2.8:1, and there is no
high-contrast theme at all. Textual blends several text colours from others by itself, so every one that text is
painted in is set here as a solid colour, and a test measures them (WCAG 2.2: 4.5:1 is required, 7:1 is aimed for),
also as Rich maps them to 256 colours, which is what most sessions over SSH show.
"""

from dataclasses import dataclass
from typing import Final

from textual.theme import Theme

LIGHT: Final = "hoc-light"
DARK: Final = "hoc-dark"
HIGH_CONTRAST: Final = "hoc-high-contrast"
ANSI: Final = "hoc-ansi"


@dataclass(frozen=True, slots=True)
class _Palette:
    """The few colours a theme is made of."""

    background: str
    surface: str
    panel: str
    text: str
    quiet: str
    """Text that is less important and still meant to be read."""
    focus: str
    on_focus: str
    """Text on the focus colour."""
    row: str
    """Behind the selected row of the pane that has the focus, which also has a mark and a border in `focus`."""
    calm_row: str
    """Behind the selected row of another pane."""
    signal: str
    """Above, below, overdue; always beside the word."""
    line: str
    """Borders; 3:1 or more against the background (WCAG 1.4.11)."""
    selection: str
    """Behind text that is marked for copying."""
    row_style: str = "bold"
    """Reverse video keeps any contrast: a marked word in the row is as readable as outside it."""


_LIGHT: Final = _Palette(
    background="#fafafa",
    surface="#ffffff",
    panel="#ebebeb",
    text="#1a1d21",
    quiet="#444950",
    focus="#0b4a83",
    on_focus="#ffffff",
    row="#d9e8f7",
    calm_row="#ebebeb",
    signal="#86280a",
    line="#7b7f85",
    selection="#d9e8f7",
)

_DARK: Final = _Palette(
    background="#14171a",
    surface="#1a1e22",
    panel="#22272c",
    text="#eceae4",
    quiet="#c4c8cc",
    focus="#9accff",
    on_focus="#0d1013",
    row="#1c2f5e",
    calm_row="#22272c",
    signal="#ffbb88",
    line="#7f868d",
    selection="#1c2f5e",
)

_HIGH_CONTRAST: Final = _Palette(
    background="#000000",
    surface="#000000",
    panel="#000000",
    text="#ffffff",
    quiet="#ffffff",
    focus="#ffe94d",
    on_focus="#000000",
    row="#000000",
    calm_row="#2b2b2b",
    signal="#ffb3a7",
    line="#c8c8c8",
    selection="#2b2b2b",
    row_style="bold reverse",
)


def _variables(colours: _Palette) -> dict[str, str]:
    return {
        "focus": colours.focus,
        "signal": colours.signal,
        "quiet": colours.quiet,
        "line": colours.line,
        **_text(colours),
        **_cursors(colours),
        **_edges(colours),
        **_small_parts(colours),
    }


def _text(colours: _Palette) -> dict[str, str]:
    return {
        "text": colours.text,
        "text-muted": colours.quiet,
        "text-disabled": colours.quiet,
        "foreground-muted": colours.quiet,
        "foreground-disabled": colours.quiet,
        "text-primary": colours.focus,
        "text-secondary": colours.focus,
        "text-accent": colours.focus,
        "text-success": colours.text,
        "text-warning": colours.signal,
        "text-error": colours.signal,
    }


def _cursors(colours: _Palette) -> dict[str, str]:
    return {
        "block-cursor-background": colours.row,
        "block-cursor-foreground": colours.text,
        "block-cursor-text-style": colours.row_style,
        "block-cursor-blurred-background": colours.calm_row,
        "block-cursor-blurred-foreground": colours.text,
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": colours.panel,
        "input-cursor-background": colours.text,
        "input-cursor-foreground": colours.background,
        "input-selection-background": colours.selection,
        "input-selection-foreground": colours.text,
        "screen-selection-background": colours.selection,
        "screen-selection-foreground": colours.text,
    }


def _edges(colours: _Palette) -> dict[str, str]:
    return {
        "border": colours.focus,
        "border-blurred": colours.line,
        "scrollbar": colours.line,
        "scrollbar-hover": colours.line,
        "scrollbar-active": colours.focus,
        "scrollbar-background": colours.panel,
        "scrollbar-background-hover": colours.panel,
        "scrollbar-background-active": colours.panel,
        "scrollbar-corner-color": colours.panel,
    }


def _small_parts(colours: _Palette) -> dict[str, str]:
    muted = ("primary", "secondary", "accent", "warning", "error", "success")
    return {
        **{f"{name}-muted": colours.panel for name in muted},
        "surface-active": colours.panel,
        "footer-background": colours.panel,
        "footer-foreground": colours.text,
        "footer-key-foreground": colours.focus,
        "footer-description-foreground": colours.text,
        "button-foreground": colours.text,
        "button-color-foreground": colours.on_focus,
        "link-color": colours.focus,
        "link-color-hover": colours.on_focus,
        "link-background-hover": colours.focus,
    }


def _theme(name: str, colours: _Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colours.focus,
        secondary=colours.focus,
        accent=colours.focus,
        success=colours.text,
        warning=colours.signal,
        error=colours.signal,
        foreground=colours.text,
        background=colours.background,
        surface=colours.surface,
        panel=colours.panel,
        variables=_variables(colours),
    )


_DEFAULT: Final = "ansi_default"

_ANSI_PALETTE: Final = _Palette(
    background=_DEFAULT,
    surface=_DEFAULT,
    panel=_DEFAULT,
    text=_DEFAULT,
    quiet=_DEFAULT,
    focus=_DEFAULT,
    on_focus=_DEFAULT,
    row=_DEFAULT,
    calm_row=_DEFAULT,
    signal=_DEFAULT,
    line=_DEFAULT,
    selection=_DEFAULT,
    row_style="reverse",
)


def _ansi_theme() -> Theme:
    """Only the terminal's own two colours, bold and reverse.

    Why not its sixteen: nobody knows what they are, and with Textual's own mapping 54 to 242 characters behind a
    dialog had the colour of their background.
    """
    variables = _variables(_ANSI_PALETTE)
    variables.update(_ansi_styles())
    return Theme(
        name=ANSI,
        ansi=True,
        dark=True,
        primary=_DEFAULT,
        secondary=_DEFAULT,
        accent=_DEFAULT,
        success=_DEFAULT,
        warning=_DEFAULT,
        error=_DEFAULT,
        foreground=_DEFAULT,
        background=_DEFAULT,
        surface=_DEFAULT,
        panel=_DEFAULT,
        boost=_DEFAULT,
        variables=variables,
    )


def _ansi_styles() -> dict[str, str]:
    headings = {
        f"markdown-h{level}-{part}": value
        for level in range(1, 7)
        for part, value in (("color", _DEFAULT), ("background", _DEFAULT), ("text-style", "bold"))
    }
    return {
        **headings,
        "ansi-background": _DEFAULT,
        "ansi-foreground": _DEFAULT,
        "background-muted": _DEFAULT,
        "block-cursor-blurred-text-style": "bold",
        "input-cursor-text-style": "reverse",
        "button-focus-text-style": "bold reverse",
        "link-style": "bold",
        "link-style-hover": "bold reverse",
    }


def themes() -> tuple[Theme, ...]:
    """Every theme of the program, the default first.

    Returns:
        Light, dark, high contrast, and the one for 16 colours and NO_COLOR.
    """
    return (
        _theme(LIGHT, _LIGHT, dark=False),
        _theme(DARK, _DARK, dark=True),
        _theme(HIGH_CONTRAST, _HIGH_CONTRAST, dark=True),
        _ansi_theme(),
    )


def theme_names(*, plain: bool) -> tuple[str, ...]:
    """The themes a person may choose from on their terminal.

    Args:
        plain: Whether only default colours, bold and reverse may be used.

    Returns:
        Names; the first is the one to start with.
    """
    return (ANSI,) if plain else (LIGHT, DARK, HIGH_CONTRAST)
