"""What is asked when a plan is agreed, and the terms that the answers make."""

from collections.abc import Sequence
from datetime import date

from hoc_tui.domain.entry.dates import read_date
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement
from hoc_tui.screens.form import Answers
from hoc_tui.text.statuses import AGREEMENT
from hoc_tui.widgets.fields import Field

ASKED_FOR = {
    Agreement.BY_REPRESENTATIVE: "representative",
    Agreement.WITH_DIFFERENCE: "difference",
    Agreement.NOT_AGREED: "reason",
}
"""The question that belongs to one answer alone."""
# Why not agreed by the person unless somebody changes it: a default would be agreed more often than it was said.
WAYS = (("", "not said yet"), *((one.value, AGREEMENT[one]) for one in Agreement))


def questions(record: Record, today: date, worker: str) -> Sequence[Field]:
    """The questions, with what is known already.

    Args:
        record: Whose plan it is.
        today: For dates.
        worker: Who sits here, as an example of who sees to the review.
    """
    return (*_who(record), *_how(record), *_review(record, today, worker))


def _who(record: Record) -> Sequence[Field]:
    present = record.plan.present if record.plan else ""
    ask = f"Who was here besides {record.person.called}?"
    return (Field("present", ask, present, hint="for example a daughter, an interpreter"),)


def _how(record: Record) -> Sequence[Field]:
    ask = f"How does {record.person.called} stand to the plan?"
    said = "Say in the person's words"
    return (
        Field("agreement", ask, choices=WAYS, required="Say how they stand to it."),
        Field("representative", "Who agreed for them, and as what?", required="Say who agreed for the person."),
        Field(
            "difference",
            "What do they see differently? In their words.",
            lines=2,
            required=f"{said} what they see differently.",
        ),
        Field("reason", "Why not? In their words.", lines=2, required=f"{said} why not."),
    )


def _review(record: Record, today: date, worker: str) -> Sequence[Field]:
    plan = record.plan
    # A date that has passed was the last plan's; it is asked for anew.
    ahead = plan.review_on if plan and plan.review_on and plan.review_on >= today else None
    when = ahead.isoformat() if ahead else ""
    read = lambda text: read_date(text, today).said_back  # noqa: E731
    return (
        Field("review_on", "When do we look at it again?", when, read=read, hint="for example 12 months"),
        Field("reviewer", "Who sees to that?", plan.reviewer if plan else "", hint=f"for example {worker}"),
    )


def terms_of(answers: Answers, today: date) -> AgreeDraft:
    """How the plan was agreed.

    Args:
        answers: What stands in each field; one that was not asked for does not count.
        today: For dates.

    Raises:
        HocError: An answer is too long or no date.
    """
    agreement = Agreement(answers["agreement"])
    asked = ASKED_FOR.get(agreement, "")
    review = answers["review_on"]
    return AgreeDraft(
        agreement=agreement,
        present=answers["present"],
        representative=answers["representative"] if asked == "representative" else "",
        difference=answers[asked] if asked in {"difference", "reason"} else "",
        review_on=read_date(review, today).value if review else None,
        reviewer=answers["reviewer"],
    )
