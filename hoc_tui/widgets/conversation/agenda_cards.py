"""What matters: agenda items as cards, the person's own first."""

from collections.abc import Callable

from hoc_tui.domain.planning import AgendaItem
from hoc_tui.domain.vocabulary import AgendaStatus, Raiser
from hoc_tui.text import Content, display, glyphs, join, label, quoted
from hoc_tui.text.statuses import AGENDA
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.conversation.view import ConversationView
from hoc_tui.widgets.conversation.words import first_words
from hoc_tui.widgets.hanging import Hang, Hanging

NOTE_INDENT = "    "
"""What stands before the quiet lines under an item."""


def agenda_cards(view: ConversationView) -> list[Card]:
    """Cards of the first pane: the person's items, the team's, and what was carried from last time."""
    numbered = list(enumerate(view.agenda, 1))
    carried: Callable[[AgendaItem], bool] = lambda item: item.status is AgendaStatus.CARRIED_FORWARD  # noqa: E731
    theirs = [(n, item) for n, item in numbered if item.raised_by is not Raiser.TEAM and not carried(item)]
    teams = [(n, item) for n, item in numbered if item.raised_by is Raiser.TEAM and not carried(item)]
    from_last = [(n, item) for n, item in numbered if carried(item)]
    return [
        *_group(label("$called wants to talk about", called=view.called), theirs, view),
        *_group(display("The team wants to talk about"), teams, view),
        *_group(display("Carried from last time"), from_last, view),
        *_hidden(view),
    ]


def _group(title: Content, items: list[tuple[int, AgendaItem]], view: ConversationView) -> list[Card]:
    if not items:
        return []
    return [heading(title), *(_card(number, item, view) for number, item in items)]


def heading(title: Content) -> Card:
    """A heading between cards."""
    return Card(f"heading:{title.plain}", title.stylize("bold"), heading=True)


def _card(number: int, item: AgendaItem, view: ConversationView) -> Card:
    lead = f"{number} {glyphs().star} " if item.starred else f"{number} "
    words = quoted(item.text) if item.raised_by is not Raiser.TEAM else display(item.text)
    notes = [Hang(display(note, "$quiet"), NOTE_INDENT) for note in _notes(item, view)]
    brief = join([display(lead), display(first_words(item.text)), _done_mark(item)])
    return Card(str(item.id), Hanging([Hang(words, lead), *notes]), brief)


def _notes(item: AgendaItem, view: ConversationView) -> list[str]:
    done = item.status is AgendaStatus.DISCUSSED
    status = f"{glyphs().tick} {AGENDA[item.status]}" if done else AGENDA[item.status]
    outcome = f": {item.outcome}" if item.outcome else ""
    raised = [f"raised by {item.raiser_name}"] if item.raiser_name else []
    linked = view.links_in_words(str(item.id))
    return [f"{status}{outcome}", *raised, *([f"with {linked}"] if linked else [])]


def _done_mark(item: AgendaItem) -> Content:
    return display(f" {glyphs().tick}") if item.status is AgendaStatus.DISCUSSED else display("")


def _hidden(view: ConversationView) -> list[Card]:
    count = len(view.hidden)
    if not count:
        return []
    words = "1 note not shown here (o)" if count == 1 else f"{count} notes not shown here (o)"
    return [Card("hidden", display(words, "$quiet"), heading=True)]
