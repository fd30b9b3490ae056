"""Words that could be people's own: what they want to talk about, what they want to achieve, how things ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import Field

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.health import Body
from hoc_tui.demo.lists import entries, table
from hoc_tui.domain.judging import change_in
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import Result, Series
from hoc_tui.domain.vocabulary import DecisionStatus, GoalKind, Role

Fitting = TypeVar("Fitting", bound="Suited")


@dataclass(frozen=True, slots=True)
class Teller:
    """Whose words they are."""

    body: Body
    background: str
    """Where their name comes from; stands here for what they keep and where they are from."""
    cares: bool
    """Whether somebody depends on them."""


class Suited(Value):
    """Words that not everybody would say."""

    for_: tuple[str, ...] = Field(default=(), alias="for")
    """Only with one of these conditions; empty for all."""
    youngest: int = Field(default=18, alias="from")
    oldest: int = Field(default=120, alias="until")
    of: tuple[str, ...] = ()
    """Only of these backgrounds; empty for all."""
    smokes: bool = False
    cares: bool = False

    @property
    def near(self) -> bool:
        """Whether it goes with somebody's own life, and is not what anybody might say."""
        return bool(self.for_ or self.of or self.cares or self.smokes)

    def fits(self, teller: Teller, day: date) -> bool:
        """Whether this person might say so on a day."""
        body = teller.body
        return (
            self.youngest <= body.age(day) <= self.oldest
            and (not self.for_ or body.has(*self.for_))
            and (not self.of or teller.background in self.of)
            and (not self.smokes or body.smoking == "Smokes")
            and (not self.cares or teller.cares)
        )


class Prompt(Suited):
    """One line of the preparation sheet with what people write there."""

    about: str
    said: tuple[str, ...]
    private: int = 0
    """Of 100 who say it, how many do not want it on the shared screen."""


class Doing(Value):
    """Something that somebody will do."""

    what: str
    cue: str = ""
    response: str = ""
    role: Role | None = None
    service: str = ""


class Aspiration(Suited):
    """A goal in somebody's words, with what goes with it."""

    words: str
    why: str
    kind: GoalKind = GoalKind.LIFE
    link: str = ""
    """The test it has to do with."""
    actions: tuple[Doing, ...]


class Choice(Suited):
    """A decision with its options."""

    about: str
    what_matters: str
    options: tuple[str, ...]
    chosen: str = ""
    why: str = ""
    status: DecisionStatus


@cache
def prompts() -> tuple[Prompt, ...]:
    """What people say, by prompt."""
    return entries("said", "prompt", Prompt)


@cache
def aspirations() -> tuple[Aspiration, ...]:
    """Goals people have."""
    return entries("goals", "goal", Aspiration)


@cache
def choices() -> tuple[Choice, ...]:
    """Decisions people face."""
    return entries("goals", "decision", Choice)


def phrases(file: str, *path: str) -> Sequence[str]:
    """Sentences of a list.

    Args:
        file: The list.
        path: The names that lead there.
    """
    found: Any = table(file)
    for name in path:
        found = found[name]
    return tuple(found)


class Concern(Value):
    """What the team wants to bring when a result says so."""

    words: str
    when: Literal["up", "down", "out"]
    by: Decimal = Decimal(0)

    def raised_by(self, series: Series) -> bool:
        """Whether the newest result of a test is a reason."""
        if self.when == "out":
            return bool(series.latest.flag) or _high_pressure(series.latest)
        change = change_in(series)
        if change is None:
            return False
        return (change.difference if self.when == "up" else -change.difference) >= self.by


LOOKED_AT_PRESSURE = 145
"""From this top number on, the made-up nurse brings blood pressure up; it makes up a demo and judges nobody."""


def _high_pressure(result: Result) -> bool:
    upper = result.components[0].quantity if result.components else None
    return upper is not None and upper.number >= LOOKED_AT_PRESSURE


@cache
def concerns() -> Mapping[str, Concern]:
    """What the team may bring, by the test that it is about."""
    return {key: Concern.model_validate(entry) for key, entry in table("said")["team"].items()}


def draw_sayings(chance: Chance, teller: Teller, day: date, used: set[str], number: int) -> list[tuple[Prompt, str]]:
    """Things to talk about that this person has not brought before, each of another kind.

    Args:
        chance: A stream for this person.
        teller: Whose words.
        day: When.
        used: What they have said before; what they say now is added.
        number: How many things.

    Returns:
        What they say, with the prompt it answers; what goes with their conditions comes more often.
    """
    fitting = [prompt for prompt in prompts() if prompt.fits(teller, day)]
    near = [prompt for prompt in fitting if prompt.near]
    chosen = chance.several(near, 1 if chance.yes(0.6) else 0)
    kinds = {prompt.about for prompt in chosen}
    rest = [prompt for prompt in fitting if prompt.about not in kinds]
    chosen += list({prompt.about: prompt for prompt in chance.several(rest, number - len(chosen))}.values())
    said = [(prompt, _unused(chance, prompt.said, used)) for prompt in chosen]
    return [(prompt, words) for prompt, words in said if words]


def draw_fitting(chance: Chance, options: Sequence[Fitting], teller: Teller, day: date) -> list[Fitting]:
    """What fits this person on a day, in chance order; every other time what goes with their life comes first."""
    fitting = [option for option in options if option.fits(teller, day)]
    mixed, near_first = chance.several(fitting, len(fitting)), chance.yes(0.5)
    return sorted(mixed, key=lambda option: near_first and not option.near)


def _unused(chance: Chance, sentences: Sequence[str], used: set[str]) -> str:
    """A sentence not said before, and now used; nothing when all were."""
    left = [sentence for sentence in sentences if sentence not in used]
    if not left:
        return ""
    words = chance.pick(left)
    used.add(words)
    return words
