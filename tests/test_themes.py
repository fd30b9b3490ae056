"""The themes, measured as WCAG 2.2 measures contrast."""

from collections.abc import Callable

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from hoc_tui.themes import ANSI, DARK, HIGH_CONTRAST, LIGHT, theme_names, themes

TEXTS = ("foreground", "text", "text-muted", "text-disabled", "foreground-muted", "foreground-disabled", "quiet")
ACCENTS = (
    "focus",
    "signal",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
    "link-color",
    "footer-foreground",
    "footer-key-foreground",
    "footer-description-foreground",
    "button-foreground",
    "markdown-h1-color",
    "markdown-h2-color",
    "markdown-h3-color",
    "markdown-h4-color",
    "markdown-h5-color",
    "markdown-h6-color",
)
GROUNDS = ("background", "surface", "panel", "surface-active", "footer-background", "primary-muted")
ROWS = ("block-cursor-background", "block-cursor-blurred-background")
PAIRS = (
    *((text, ground) for text in (*TEXTS, *ACCENTS) for ground in GROUNDS),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    *((text, row) for text in ("signal", "focus", "quiet", "text") for row in ROWS),
    ("foreground", "block-hover-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("link-color-hover", "link-background-hover"),
    ("button-color-foreground", "primary"),
    ("button-color-foreground", "error"),
    ("button-color-foreground", "success"),
)
LINES = ("border", "border-blurred", "line", "scrollbar")

BY_NAME = {theme.name: theme for theme in themes()}


def colours(theme: Theme) -> dict[str, str]:
    """The variables as the stylesheet sees them (``App.get_css_variables``, Textual 8.2.8)."""
    return {**theme.to_color_system().generate(), **theme.variables}


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def in_truecolor(colour: Color) -> Color:
    """A colour as a modern terminal shows it."""
    return colour


def in_256(colour: Color) -> Color:
    """A colour as Rich maps it for a terminal of 256 colours."""
    return Color.from_rich_color(colour.rich_color.downgrade(ColorSystem.EIGHT_BIT))


Shown = Callable[[Color], Color]


def contrast(variables: dict[str, str], one: str, other: str, shown: Shown) -> float:
    """The contrast ratio of two variables, 1 to 21; both must be solid colours."""
    found = [Color.parse(variables[name]) for name in (one, other)]
    assert [colour.a for colour in found] == [1.0, 1.0], f"{one} or {other} is blended"
    darker, lighter = sorted(luminance(shown(colour)) for colour in found)
    return (lighter + 0.05) / (darker + 0.05)


def weak(
    name: str, pairs: tuple[tuple[str, str], ...], least: float, shown: Shown = in_truecolor
) -> dict[tuple[str, str], float]:
    """The pairs whose contrast is too low, with it."""
    variables = colours(BY_NAME[name])
    measured = {pair: round(contrast(variables, *pair, shown), 2) for pair in pairs}
    return {pair: ratio for pair, ratio in measured.items() if ratio < least}


@pytest.mark.parametrize("name", [LIGHT, DARK, HIGH_CONTRAST])
def test_every_text_can_be_read_at_seven_to_one(name: str) -> None:
    """Each text colour has 7:1 or better on each ground it is painted on, in all three colour themes."""
    assert weak(name, PAIRS, 7.0) == {}


@pytest.mark.parametrize(("name", "least"), [(LIGHT, 4.5), (DARK, 4.5), (HIGH_CONTRAST, 7.0)])
def test_every_text_can_be_read_in_256_colours(name: str, least: float) -> None:
    """Mapped to 256 colours, no text falls below what WCAG requires, nor below 7:1 in high contrast."""
    assert weak(name, PAIRS, least, in_256) == {}


@pytest.mark.parametrize("name", [LIGHT, DARK, HIGH_CONTRAST])
def test_borders_can_be_seen(name: str) -> None:
    """Borders and scroll bars have 3:1 or better against what they stand on (WCAG 1.4.11)."""
    pairs = tuple((line, ground) for line in LINES for ground in ("background", "surface", "panel"))
    assert weak(name, pairs, 3.0) == {}


@pytest.mark.parametrize("name", [LIGHT, DARK, HIGH_CONTRAST])
def test_focus_and_signal_are_the_only_colours(name: str) -> None:
    """Nothing is coloured for decoration: every accent of Textual's is the focus, the signal or the text colour."""
    found = colours(BY_NAME[name])
    ours = {found["focus"].lower(), found["signal"].lower(), found["foreground"].lower()}
    assert {found[accent].lower() for accent in ACCENTS} - {found["quiet"].lower()} <= ours


def test_the_sixteen_colour_theme_uses_no_colour() -> None:
    """The ANSI theme knows the terminal's default colours, bold and reverse, and nothing else."""
    allowed = {"ansi_default", "transparent", "none", "bold", "reverse", "bold reverse"}
    assert {name: value for name, value in colours(BY_NAME[ANSI]).items() if value not in allowed} == {}


def test_a_plain_terminal_has_one_theme() -> None:
    """With 16 colours or NO_COLOR there is only the ANSI theme to choose; otherwise light comes first."""
    assert theme_names(plain=True) == (ANSI,)
    assert theme_names(plain=False) == (LIGHT, DARK, HIGH_CONTRAST)
