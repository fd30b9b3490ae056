"""What may be said of a test's newest value to the person, in whole short sentences without a code or a guess.

It says that a value has stayed about the same where reviewed content knows how much two samples of one day differ, and
never that a change is large or small (domain reference 6.4).
"""

from hoc_tui.domain.dates import long
from hoc_tui.domain.judging import Authority, Judgement, Standing, flagged_abnormal, sent_limits
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.text import together
from hoc_tui.widgets.conversation.view import JudgedSeries

LONGEST_UNBROKEN = 24
OUTSIDE = frozenset({Standing.ABOVE, Standing.BELOW})
_EARLY = "This is an early result and may still change."
_CORRECTED = "It was put right after it was first sent."
_STATUS = {
    ResultStatus.REGISTERED: _EARLY,
    ResultStatus.PRELIMINARY: _EARLY,
    ResultStatus.AMENDED: _CORRECTED,
    ResultStatus.CORRECTED: _CORRECTED,
}
_AIM = {
    Authority.PERSON: ("Your aim is $aim.", "your aim", "You have had this aim since"),
    Authority.CLINICIAN: ("The aim your team has set is $aim.", "that aim", "It was set on"),
}


def yours_words(one: JudgedSeries) -> str:
    """The newest value and the one before: "Yours was 61 mmol/mol on 5 March 2026. Last time it was …".

    When words came after the newest number, the number comes first, because the sentences that follow judge it (H02).
    """
    newest, before, measured = one.series.latest, one.series.previous, one.series.number_before
    if measured is not None:
        return " ".join([_was("Yours was", measured), _was("A newer one was", newest)])
    sentences = [_was("Yours was", newest), _STATUS.get(newest.status, "")]
    sentences += [_was("Last time it was", before)] if before else []
    return " ".join(filter(None, sentences))


def _was(start: str, result: Result) -> str:
    when = f" on {unbroken(result.taken.long)}" if result.taken else ", on a day that was not sent"
    if result.quantity is not None or result.components:
        return f"{start} {unbroken(result.value_words)}{when}."
    if result.text:
        return f"{start} “{result.text}”{when}."
    return f"{start} sent without a value{when}."


def unbroken(value: str) -> str:
    """A value, limit or date that no line end may part from its unit, unless it is as long as a sentence."""
    return together(value) if len(value) <= LONGEST_UNBROKEN else value


def standing_sentences(one: JudgedSeries) -> str:
    """Where the newest value stands: to the aim first, and always to the range when it is outside that, too (H11)."""
    judgement = one.judgement
    outside = judgement.sent_standing in OUTSIDE or judgement.usual_standing in OUTSIDE
    aimed = judgement.limits.authority in _AIM
    sentences = [
        "It has stayed about the same." if one.change and one.change.within_noise else "",
        *(_aim_words(judgement) if aimed else []),
        _range_words(one) if outside or not aimed else "",
        "It came marked for a closer look." if flagged_abnormal(judgement.flag) and not outside else "",
    ]
    return " ".join(filter(None, sentences))


def _aim_words(judgement: Judgement) -> list[str]:
    template, aim, began = _AIM[judgement.limits.authority]
    since = judgement.limits.since
    return [
        template.replace("$aim", unbroken(judgement.limits.words)),
        _where(judgement.standing, "It meets", aim),
        f"{began} {unbroken(long(since))}." if since else "",
    ]


def _range_words(one: JudgedSeries) -> str:
    judgement = one.judgement
    standing, sent = judgement.sent_standing, unbroken(sent_limits(one.series.measured).words)
    if judgement.limits.authority is Authority.USUAL:
        return _where(judgement.standing, "It is in", f"the usual range: {unbroken(judgement.limits.words)}")
    if standing is Standing.UNKNOWN and judgement.usual_standing in OUTSIDE:
        return _where(judgement.usual_standing, "", "the usual range")
    if standing is Standing.UNKNOWN:
        return "There is no aim for this yet."
    if standing is Standing.NOT_CLEAR:
        return f"The range that came with it: {sent}." if sent else ""
    return _where(standing, "It is in", f"the range that came with it: {sent}")


def _where(standing: Standing, inside: str, limits: str) -> str:
    match standing:
        case Standing.ABOVE | Standing.BELOW:
            return f"It is {standing.value} {limits}."
        case Standing.IN_RANGE:
            return f"{inside} {limits}."
        case _:
            return f"It cannot be compared with {limits}."
