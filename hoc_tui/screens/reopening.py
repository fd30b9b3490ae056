"""Which form of the conversation a draft was typed in."""

from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import Action, AgendaItem, Goal, Target
from hoc_tui.screens.action_forms import ActionForms
from hoc_tui.screens.agenda_forms import AgendaForms
from hoc_tui.screens.aim_forms import AimForms
from hoc_tui.screens.asking import Asking
from hoc_tui.screens.goal_forms import GoalForms
from hoc_tui.screens.going_on import Opened
from hoc_tui.screens.workplace import Workplace
from hoc_tui.widgets.conversation.view import ConversationView


def asked_again(work: Workplace, view: ConversationView, opened: Opened, item: Item | None) -> Asking | None:
    """The form that a draft was typed in.

    Args:
        work: What every screen works with.
        view: The conversation as it stands.
        opened: What the draft's name says.
        item: The item it is about, as it stands now.

    Returns:
        The form; None when there is none of that name here.
    """
    match item:
        case None:
            return _new(work, view, opened)
        case AgendaItem():
            return _about_agenda(AgendaForms(work, view), opened.sort, item)
        case Goal():
            return _about_goal(work, view, opened, item)
        case Action():
            forms = ActionForms(work, view)
            return forms.end(item) if opened.sort == "action-end" else forms.edit(item)
        case Target() if opened.sort == "target-end":
            tests = [one for one in view.series if AimForms(work, view).in_force(one) == item]
            return AimForms(work, view).end(tests[0]) if tests else None
        case _:
            return None


def _new(work: Workplace, view: ConversationView, opened: Opened) -> Asking | None:
    match opened.sort, opened.about:
        case "agenda", "":
            return AgendaForms(work, view).new()
        case "goal", "":
            return GoalForms(work, view).new()
        case "action", "":
            return ActionForms(work, view).new(None)
        case "target", key:
            tests = [one for one in view.series if one.key == key]
            return AimForms(work, view).new(tests[0]) if tests else None
        case _:
            return None


def _about_agenda(forms: AgendaForms, sort: str, item: AgendaItem) -> Asking:
    if sort == "agenda-end":
        return forms.end(item)
    return forms.mark(item) if sort == "agenda-mark" else forms.edit(item)


def _about_goal(work: Workplace, view: ConversationView, opened: Opened, goal: Goal) -> Asking:
    if opened.sort == "action":
        return ActionForms(work, view).new(goal)
    forms = GoalForms(work, view)
    return forms.end(goal) if opened.sort == "goal-end" else forms.edit(goal)
