"""What the linear commands print: data on standard output, messages on standard error, all of it harmless text."""

import click


def tell(sentence: str) -> None:
    """Say something to the person at the keyboard.

    Args:
        sentence: Our own words, which may quote other people's.
    """
    click.echo(f"hoc-tui: {harmless(sentence)}", err=True)


def put(text: str) -> None:
    """Print data.

    Args:
        text: One line or several, without a line feed at the end.
    """
    click.echo(harmless(text))


def harmless(text: str) -> str:
    """Any text, whatever its length, without anything that could steer a terminal."""
    from hoc_tui.domain.text import sanitise  # 8 ms that `--help` does not need

    # Composing can lengthen a text up to three times (Unicode, UAX 15), and nothing here may be refused for its length.
    return sanitise(text, limit=3 * len(text) + 1)
