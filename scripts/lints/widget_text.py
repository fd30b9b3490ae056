"""Where Textual reads text as markup: the arguments, methods and attributes that the text boundary guards.

Measured with Textual 8.2.8: a `str` in any of these is read as content markup (or as Rich's), so a person's `[/]` ends
the program and their `[@click=app.quit]` is live.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scripts.lints.finding import Source

ALL = -1
"""In `Sink.places`: every positional argument."""


@dataclass(frozen=True)
class Sink:
    """Which arguments of a call are shown as text."""

    places: tuple[int, ...] = (0,)
    words: tuple[str, ...] = ()

    def arguments(self, call: ast.Call) -> Iterator[ast.expr]:
        """The arguments of `call` that are shown."""
        for place, argument in enumerate(call.args):
            if place in self.places or ALL in self.places:
                yield argument
        yield from (word.value for word in call.keywords if word.arg in (*self.words, "tooltip"))


WIDGETS: Mapping[str, Sink] = {
    "Static": Sink(words=("content",)),
    "Label": Sink(words=("content",)),
    "Button": Sink(words=("label",)),
    "Checkbox": Sink(words=("label",)),
    "RadioButton": Sink(words=("label",)),
    "ToggleButton": Sink(words=("label",)),
    "OptionList": Sink(places=(ALL,)),
    "Option": Sink(words=("prompt",)),
    "Select": Sink(words=("options", "prompt")),
    "SelectionList": Sink(places=(ALL,)),
    "Selection": Sink(words=("prompt",)),
    "RadioSet": Sink(places=(ALL,)),
    "Collapsible": Sink(places=(), words=("title",)),
    "Tab": Sink(words=("label",)),
    "Tabs": Sink(places=(ALL,)),
    "TabPane": Sink(words=("title",)),
    "Link": Sink(words=("text",)),
    "Placeholder": Sink(words=("label",)),
    "Markdown": Sink(words=("markdown",)),
    "MarkdownViewer": Sink(words=("markdown",)),
    "Tree": Sink(words=("label",)),
}
"""Textual's own makers of text, by class."""

METHODS: Mapping[str, Sink] = {
    "add_row": Sink(places=(ALL,), words=("label",)),
    "add_column": Sink(words=("label", "default")),
    "add_columns": Sink(places=(ALL,)),
    "update_cell": Sink(places=(2,), words=("value",)),
    "update_cell_at": Sink(places=(1,), words=("value",)),
    "add_option": Sink(words=("option",)),
    "add_options": Sink(words=("new_options",)),
    "set_options": Sink(words=("options",)),
    "replace_option_prompt": Sink(places=(1,), words=("prompt",)),
    "replace_option_prompt_at_index": Sink(places=(1,), words=("prompt",)),
    "add_leaf": Sink(words=("label",)),
    "set_label": Sink(words=("label",)),
}
"""Methods that only text widgets have."""

UPDATE = Sink(words=("content",))
"""`update`, which dictionaries have too: it is looked at closely on a widget, and elsewhere only for certain text."""

ATTRIBUTES = frozenset({"border_title", "border_subtitle", "tooltip"})
"""Attributes that are shown."""


def widget_sinks(sources: Iterable[Source]) -> dict[str, Sink]:
    """The sinks, with our own widgets that take their text as Textual's class above them does.

    Args:
        sources: Every file of the package.

    Returns:
        The arguments that are shown, by class.
    """
    classes = [node for source in sources for node in source.nodes if isinstance(node, ast.ClassDef)]
    sinks = dict(WIDGETS)
    for _ in range(4):  # as deep as anybody has derived one widget from another
        for node in classes:
            inherited = base_sink(node, sinks)
            if inherited and not _makes_itself(node):
                sinks.setdefault(node.name, inherited)
    return sinks


def base_sink(node: ast.ClassDef, sinks: Mapping[str, Sink]) -> Sink | None:
    """What the nearest class above `node` shows, if it is one that shows text."""
    return next((sinks[name] for name in map(_name, node.bases) if name in sinks), None)


def _name(base: ast.expr) -> str:
    """`Static` for `Static`, `widgets.Static` and `Static[int]`."""
    if isinstance(base, ast.Subscript):
        return _name(base.value)
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


def _makes_itself(node: ast.ClassDef) -> bool:
    return any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body)
