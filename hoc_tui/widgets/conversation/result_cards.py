"""Results: the newest value of every test, in body stories, what is out of range first.

A value stands with its word and mark, whose limits say so, how it changed and how old it is; a target
never hides that a value is outside the range that was sent (hazards H02, H05, H11).
"""

from collections import defaultdict
from datetime import date

from hoc_tui.domain.dates import ago, counted, short
from hoc_tui.domain.judging import Authority, Judgement, Standing, flagged_abnormal
from hoc_tui.domain.results import Result, Series
from hoc_tui.domain.vocabulary import ResultStatus, ReviewState, Urgency
from hoc_tui.text import display, glyphs, join, together
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
WAITING = {
    ReviewState.NEW: "not yet checked",
    ReviewState.KEPT_BACK: "kept back until you talk about it",
    ReviewState.ACT_FIRST: "act first",
    ReviewState.SAFE: "",
}
"""What a clinician has said of a result that no letter may show."""
_RANGES = {Authority.USUAL: "usual range"}
"""Whose range it is, where that is not the one that came with the result."""


def result_cards(view: ConversationView) -> list[Card]:
    """Cards of the second pane."""
    groups: dict[str, list[JudgedSeries]] = defaultdict(list)
    for one in view.series:
        groups[one.group].append(one)
    usual = [name for name in view.naming.groups if name in groups]
    # Stable: groups of one urgency stay in their usual order.
    ordered = sorted(usual, key=lambda name: -max(one.judgement.urgency.rank for one in groups[name]))
    return [card for name in ordered for card in _group(name, groups[name], view)]


def _group(name: str, members: list[JudgedSeries], view: ConversationView) -> list[Card]:
    out = sum(one.judgement.out for one in members)
    phone = sum(one.judgement.urgency is Urgency.PHONE for one in members)
    counts = ", ".join(filter(None, (f"{phone} urgent" if phone else "", f"{out} out" if out else "")))
    words = view.naming.groups[name]
    title = display(f"{words}: {counts}" if counts else words)
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
    """Mark and word for where a value stands; what no target silences stands beside the word of a target."""
    authority, sent, usual = judgement.limits.authority, judgement.sent_standing, judgement.usual_standing
    aimed, flagged = authority in {Authority.PERSON, Authority.CLINICIAN}, flagged_abnormal(judgement.flag)
    said = [
        f"{glyphs().overdue} urgent" if judgement.act else "",
        _marked(judgement.standing, "aim" if aimed else _RANGES.get(authority, "range")),
        _marked(sent, "range sent") if aimed and sent.outside else "",
        _marked(usual, "usual range") if aimed and usual.outside else "",
        f"{glyphs().overdue} flagged: {judgement.flag}" if flagged and not sent.outside else "",
    ]
    return " ".join(filter(None, said))


def _marked(standing: Standing, of: str) -> str:
    signs = glyphs()
    match standing:
        case Standing.ABOVE:
            return f"{signs.above} above {of}"
        case Standing.BELOW:
            return f"{signs.below} below {of}"
        case Standing.IN_RANGE:
            return f"{signs.tick} meets {of}" if of == "aim" else f"{signs.tick} in {of}"
        case Standing.NOT_CLEAR:
            return f"compare with {of}"
        case _:
            return ""


def _mark(judgement: Judgement) -> str:
    """The mark and one word for a pane without the focus."""
    signs = glyphs()
    outside = {Standing.ABOVE: f"{signs.above} above", Standing.BELOW: f"{signs.below} below"}
    if judgement.act:
        return f"{signs.overdue} urgent"
    for standing in (judgement.standing, judgement.sent_standing, judgement.usual_standing):
        if standing in outside:
            return outside[standing]
    if flagged_abnormal(judgement.flag):
        return f"{signs.overdue} flagged"
    if judgement.unsure:
        return f"{signs.overdue} check"
    return signs.tick if judgement.standing is Standing.IN_RANGE else ""


def _notes(one: JudgedSeries, view: ConversationView) -> list[str]:
    latest = one.series.latest
    course = " ".join(part for part in (trend(one.series, TREND_WIDTH), _change(one)) if part)
    linked = view.links_in_words(one.key)
    when = [taken_words(latest, view.today), UNFINISHED.get(latest.status, "")]
    return [
        *(f"{glyphs().overdue} {words}" for words in (_urgent_words(one), one.judgement.unsure) if words),
        f"{glyphs().overdue} {WAITING[one.waiting]}" if one.waiting else "",
        course,
        limits_words(one.judgement),
        *one.cautions_now,
        f" {glyphs().separator} ".join(part for part in when if part),
        sources_words(latest),
        apart_words(one.series),
        f"with {linked}" if linked else "",
    ]


def _urgent_words(one: JudgedSeries) -> str:
    """Why somebody phones; "today" only while nobody has dealt with it, for the value may be a year old."""
    waits = one.waiting in {ReviewState.NEW, ReviewState.ACT_FIRST}
    return f"{one.judgement.act}: phone today" if one.judgement.act and waits else one.judgement.act


def _change(one: JudgedSeries) -> str:
    change = one.change
    if change is None:
        return ""
    since = f" since {change.since.strftime('%b %Y')}" if change.since else ""
    return f"{change.words}{since}"


def limits_words(judgement: Judgement) -> str:
    """Which limits are in force and whose they are: "their own aim: 53 mmol/mol or under, since 12-Nov-2025"."""
    limits = judgement.limits
    if not limits.words:
        return ""
    since = f", since {together(short(limits.since))}" if limits.since else ""
    return f"{limits.authority.value}: {limits.words}{since}"


def sources_words(result: Result) -> str:
    """That several sources sent the very same; empty when one did."""
    return f"from {result.sources}" if result.also_from else ""


def apart_words(series: Series) -> str:
    """That the test also came in other units, which never share a series: "in mg/L, apart: 2 results"."""
    parts = (f"in {unit or 'no unit'}, apart: {counted(many, 'result')}" for unit, many in series.apart)
    return "; ".join(parts)


def taken_words(result: Result, today: date) -> str:
    """When a result was taken, in words: "3 weeks ago"; says so when it was not sent."""
    if result.taken is None:
        return "date not sent"
    return ago(result.taken.first_day, today)
