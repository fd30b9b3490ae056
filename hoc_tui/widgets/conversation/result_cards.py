"""Results: the newest value of every test, in body stories, what is out of range first.

A value stands with its word and mark, whose limits say so, how it changed and how old it is; a target
never hides that a value is outside the range that was sent (hazards H02, H05, H11).
"""

from collections import defaultdict
from datetime import date

from hoc_tui.domain.dates import ago
from hoc_tui.domain.judging import Authority, Judgement, Standing, change_in, flagged_abnormal
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.text import display, glyphs, join
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.conversation.agenda_cards import heading
from hoc_tui.widgets.conversation.view import ConversationView, JudgedSeries
from hoc_tui.widgets.hanging import Hang, Hanging
from hoc_tui.widgets.result_words import unbroken
from hoc_tui.widgets.trend import trend

NOTE_INDENT = "  "
"""What stands before the quiet lines under a value."""
TREND_WIDTH = 8
"""Cells of a trend in a card: sixteen moments in braille."""
UNFINISHED = {
    ResultStatus.REGISTERED: "not ready yet",
    ResultStatus.PRELIMINARY: "preliminary",
    ResultStatus.AMENDED: "amended",
    ResultStatus.CORRECTED: "corrected",
}
"""Statuses worth a word beside the value."""


def result_cards(view: ConversationView) -> list[Card]:
    """Cards of the second pane."""
    groups: dict[str, list[JudgedSeries]] = defaultdict(list)
    for one in view.series:
        groups[one.group].append(one)
    usual = [name for name in view.naming.groups if name in groups]
    ordered = sorted(usual, key=lambda name: not any(one.judgement.out for one in groups[name]))
    return [card for name in ordered for card in _group(name, groups[name], view)]


def _group(name: str, members: list[JudgedSeries], view: ConversationView) -> list[Card]:
    out = sum(one.judgement.out for one in members)
    words = view.naming.groups[name]
    title = display(f"{words}: {out} out" if out else words)
    return [heading(title), *(_card(one, view) for one in sorted(members, key=lambda one: one.order))]


def _card(one: JudgedSeries, view: ConversationView) -> Card:
    words = standing_words(one.judgement)
    mark = "bold $signal" if one.judgement.out else ""
    value = display(unbroken(one.series.value_words), "bold")
    first = join([display(one.name), value, display(words, mark)], "  ")
    brief = Hanging([Hang(join([display(one.short_name), value, display(_mark(one.judgement), mark)], " "))])
    notes = [Hang(display(note, "$quiet"), NOTE_INDENT) for note in _notes(one, view) if note]
    return Card(one.key, Hanging([Hang(first), *notes]), brief)


def standing_words(judgement: Judgement) -> str:
    """Mark and word for where a value stands; the sender's own range beside the word of a target."""
    aimed = judgement.limits.authority in {Authority.PERSON, Authority.CLINICIAN}
    words = _marked(judgement.standing, "aim" if aimed else "range")
    if aimed and judgement.sent_standing in {Standing.ABOVE, Standing.BELOW}:
        words += f" {_marked(judgement.sent_standing, 'range sent')}"
    if flagged_abnormal(judgement.flag) and judgement.sent_standing not in {Standing.ABOVE, Standing.BELOW}:
        words += f" {glyphs().overdue} flagged: {judgement.flag}"
    return words.strip()


def _marked(standing: Standing, of: str) -> str:
    signs = glyphs()
    match standing:
        case Standing.ABOVE:
            return f"{signs.above} above {of}"
        case Standing.BELOW:
            return f"{signs.below} below {of}"
        case Standing.IN_RANGE:
            return f"{signs.tick} in {of}" if of == "range" else f"{signs.tick} meets {of}"
        case Standing.NOT_CLEAR:
            return f"compare with {of}"
        case _:
            return ""


def _mark(judgement: Judgement) -> str:
    """The mark and one word for a pane without the focus."""
    signs = glyphs()
    outside = {Standing.ABOVE: f"{signs.above} above", Standing.BELOW: f"{signs.below} below"}
    for standing in (judgement.standing, judgement.sent_standing):
        if standing in outside:
            return outside[standing]
    if judgement.out:
        return f"{signs.overdue} flagged"
    return signs.tick if judgement.standing is Standing.IN_RANGE else ""


def _notes(one: JudgedSeries, view: ConversationView) -> list[str]:
    latest = one.series.latest
    course = " ".join(part for part in (trend(one.series, TREND_WIDTH), _change(one)) if part)
    linked = view.links_in_words(one.key)
    when = [taken_words(latest, view.today), UNFINISHED.get(latest.status, "")]
    return [
        course,
        limits_words(one.judgement),
        f" {glyphs().separator} ".join(part for part in when if part),
        f"with {linked}" if linked else "",
    ]


def _change(one: JudgedSeries) -> str:
    change = change_in(one.series)
    if change is None:
        return ""
    since = f" since {change.since.strftime('%b %Y')}" if change.since else ""
    return f"{change.words}{since}"


def limits_words(judgement: Judgement) -> str:
    """Which limits are in force and whose they are: "their own aim: 53 mmol/mol or under"."""
    if not judgement.limits.words:
        return ""
    return f"{judgement.limits.authority.value}: {judgement.limits.words}"


def taken_words(result: Result, today: date) -> str:
    """When a result was taken, in words: "3 weeks ago"; says so when it was not sent."""
    if result.taken is None:
        return "date not sent"
    return ago(result.taken.first_day, today)
