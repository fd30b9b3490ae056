"""The lint of the text boundary: what may be given to a widget, and what would be read as markup."""

from textwrap import dedent

import pytest

from scripts.lints.finding import Finding, Source, kept
from scripts.lints.text_boundary import text_boundary
from scripts.lints.widget_text import widget_sinks

PLAIN = frozenset({"plain"})
IMPORTS = "from textual.widgets import Static\nfrom hoc_tui.text import Content, display, label, plain\n"


def _text(code: str, path: str = "hoc_tui/widgets/a.py", imports: str = IMPORTS) -> list[Finding]:
    source = Source.of(path, imports + dedent(code))
    return list(kept(text_boundary(source, widget_sinks([source]), PLAIN), source))


WRONG = {
    "a literal": "Static('Goals')",
    "an f-string": "Static(f'{name}')",
    "a plain variable": "def f(name: str): return Static(name)",
    "an attribute": "Static(person.name)",
    "a call that makes a string": "Static(str(person))",
    "a string of the boundary": "Static(plain(name))",
    "back to a string": "Static(display(name).plain)",
    "by keyword": "Static(content=name)",
    "one side of a condition": "Static(display(a) if a else b)",
    "half of a sum": "Static(display(a) + b)",
    "an alternative": "Static(words or display(a))",
    "a button's label": "Button('Save', id='save')",
    "a checkbox": "Checkbox(name)",
    "an option": "OptionList(Option(name))",
    "options as they come": "OptionList(*names)",
    "a select's prompts": "Select([(name, value) for name, value in choices])",
    "the second pair of a select": "Select([(display(a), 1), (b, 2)])",
    "a collapsible's title": "Collapsible(Static(), title=name)",
    "a table's cell": "table.add_row(display(a), b, label=display(c))",
    "a table's row label": "table.add_row(display(a), label=b)",
    "a table's column": "table.add_column('When', width=3)",
    "a table's cell changed": "table.update_cell(row, column, value)",
    "a border's title": "self.border_title = name",
    "a border's title, annotated": "self.border_subtitle: str = 'Goals'",
    "a tooltip": "Static(display(a), tooltip='more')",
    "a tooltip set": "self.tooltip = f'{name}'",
    "an update of itself": "class A(Static):\n    def f(self, name: str): self.update(name)",
    "an update of another": "self.query_one('#x').update(name)",
    "an update that is certain": "heading.update(f'{name}')",
    "an update by formatting": "heading.update('%s' % name)",
    "above": "class A(Static):\n    def __init__(self, name: str): super().__init__(name)",
    "a widget of ours": "class Heading(Static): ...\nHeading('Goals')",
    "a widget of ours, twice removed": "class A(Static): ...\nclass B(A): ...\nB(name)",
    "rendered": "class A(Static):\n    def render(self) -> str: return 'x'",
    "given both": "def f(name: str):\n    x = display(name)\n    if name: x = name\n    return Static(x)",
    "hidden by an argument": "def f():\n    x = display('a')\n    def g(x: str): return Static(x)",
    "either type": "def f(x: str | Content): return Static(x)",
    "notified as markup": "self.notify(plain(name))",
    "notified with a variable": "self.notify(name, markup=False)",
    "notified with an f-string": "self.app.notify(f'{name} saved', markup=False)",
    "notified with a title": "self.notify(plain(name), title=name, markup=False)",
    "a template that is data": "Static(label(template))",
    "a template with data in it": "Static(label(f'Hello {name}'))",
    "made here": "x = Content(name)",
    "made here from markup": "x = Content.from_markup(name)",
}

RIGHT = {
    "nothing": "Static()\nStatic('')\nStatic(None)",
    "made by the boundary": "Static(display(name))",
    "wording with slots": "Static(label('Goals of $name', name=name))\nStatic(label(wording.GOALS))",
    "by keyword": "Static(content=display(name), id='x', classes='y')",
    "a condition": "Static(display(a) if a else label('none'))",
    "a sum": "Static(display(a) + label(' and ') + display(b))",
    "a chain": "Static(display(a).append(display(b)).stylize('bold'))",
    "an annotated argument": "def f(x: Content) -> Static: return Static(x)",
    "an annotated local": "def f(view):\n    x: Content = view.line()\n    return Static(x)",
    "an assigned local": "def f(name: str):\n    x = display(name)\n    return Static(x)",
    "a local given twice": "def f():\n    x = display(name)\n    if empty: x = label('none')\n    return Static(x)",
    "a loop": "def f(rows: list[Content]):\n    for row in rows: yield Static(row)",
    "a comprehension": "def f(rows: tuple[Content, ...]): return OptionList(*[Option(row) for row in rows])",
    "a mapping by name": "def f(rows: dict[str, Content]): return Static(rows['a'])",
    "an annotated attribute": "class A(Static):\n    title: Content\n    def f(self): self.update(self.title)",
    "a method that says so": "class A:\n    def f(self): self.update(self.x())\n    def x(self) -> Content: ...",
    "a name that says so": "Static(view.person_content)\nStatic(view.line_content())",
    "options": "OptionList(Option(display(a), id=key), None)",
    "a select": "Select([(display(a), 1), (display(b), 2)], prompt='')",
    "a select's prompts": "def f(xs): return Select([(display(x.name), x.id) for x in xs])",
    "a table": "table.add_row(display(a), display(b), key=str(id))\ntable.update_cell('row', 'column', display(a))",
    "a number": "table.add_row(3, display(a))",
    "a border's title": "self.border_title = display(name)",
    "an update of a dictionary": "seen.update(other)\nseen.update({'a': 1})\ncounts.update(a=1)",
    "above": "class A(Static):\n    def __init__(self, x: Content, id: str): super().__init__(x, id=id)",
    "ours, with its text": "class A(Static):\n    def __init__(self, x: str): super().__init__(display(x))\nA(name)",
    "rendered": "class A(Static):\n    def render(self) -> Content: ...",
    "notified": "self.notify(plain(name), title=plain(name), markup=False)",
    "notified by who decides it once": "class A:\n    def notify(self, x): ...\n    def f(self): self.notify(name)",
    "argued": "Static(words)  # text-safe: the lexer's own Content",
    "a widget in a widget": "Collapsible(Static(display(a)), title=display(b))\nOptionList(Separator())",
}


@pytest.mark.parametrize("code", WRONG.values(), ids=WRONG)
def test_what_would_be_read_as_markup_is_found(code: str) -> None:
    """A person's `[/]` must not end the program, whichever way it takes to the screen."""
    assert len(_text(code)) == 1


@pytest.mark.parametrize("code", RIGHT.values(), ids=RIGHT)
def test_what_the_boundary_has_made_is_let_be(code: str) -> None:
    """A lint that cries wolf is switched off."""
    assert [] == _text(code)


def test_the_type_is_borrowed_from_the_boundary_and_not_from_the_library() -> None:
    """Who imports the class could make it."""
    assert len(_text("from textual.content import Content")) == 1
    assert len(_text("from rich.text import Text")) == 1
    assert len(_text("import rich.markup")) == 1
    assert _text("if TYPE_CHECKING:\n    from textual.content import Content") == []
    assert _text("from hoc_tui.text import Text") == []


def test_the_boundary_itself_and_what_shows_nothing_are_let_be() -> None:
    """The one maker must make, and a dictionary is no widget."""
    assert _text("Static(name)\nContent(name)", path="hoc_tui/text/content.py") == []
    assert _text("Option(name)", path="hoc_tui/cli/main.py", imports="from click import Option\n") == []
    assert len(_text("Static(name)", path="hoc_tui/app.py")) == 1
