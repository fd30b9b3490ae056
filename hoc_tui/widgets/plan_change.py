"""How a test stands to what it was when the last plan was agreed, in one line of words."""

from zoneinfo import ZoneInfo

from hoc_tui.domain.change import change_in, noise_for
from hoc_tui.domain.dates import short
from hoc_tui.domain.results import Result, Series
from hoc_tui.widgets.conversation.view import ConversationView, JudgedSeries
from hoc_tui.widgets.result_words import unbroken


def words_since_plan(one: JudgedSeries, view: ConversationView, zone: ZoneInfo) -> str:
    """The change from last time and since the last agreed plan, in one line; empty when there is no such plan.

    Args:
        one: The test.
        view: Whose record.
        zone: The practice's time zone.
    """
    standing = [head for head in view.record.versions if not head.in_error]
    if not standing:
        return ""
    day = standing[-1].agreed_at.astimezone(zone).date()
    plan = f"plan {standing[-1].number} of {unbroken(short(day))}"
    dated = [(result.taken.first_day, result) for result in one.series.results if result.numeric and result.taken]
    then = [result for taken, result in dated if taken <= day]
    since = [result for taken, result in dated if taken > day]
    if not since:
        return f"Nothing new has come since {plan}."
    last = f"Since last time: {one.change.words}. " if one.change else ""
    if not then:
        return f"{last}It was not measured before {plan}."
    return f"{last}Since {plan}: {_change(one.series, then[-1], since[-1], view)}."


def _change(series: Series, then: Result, now: Result, view: ConversationView) -> str:
    """The difference where one can be made, and always the value at that time."""
    both = series.model_copy(update={"results": (then, now)})
    test = view.known.catalogue.test(series.test_id or "")
    change = change_in(both, noise_for(series, test, view.known))
    was = f"it was {unbroken(then.value_words)} then"
    return f"{change.words}; {was}" if change else was
