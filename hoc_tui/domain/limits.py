"""Limits of a test as reviewed content has them: for whom, what for, where they come from, and who signed for them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import Gender


class ContentStatus(StrEnum):
    """Whether somebody has answered for an entry."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Strength(StrEnum):
    """What a limit is for."""

    USUAL = "usual"
    """Outside it is above or below."""
    ACT = "act"
    """Outside it somebody phones before anything is posted."""


class Reviewed(Value):
    """Something with a source, a status, and the name of whoever signed for it."""

    source: str
    status: ContentStatus = ContentStatus.UNVERIFIED
    signed_off_by: str = ""

    @model_validator(mode="after")
    def _somebody_signed(self) -> Self:
        if (self.status is ContentStatus.VERIFIED) != bool(self.signed_off_by.strip()):
            raise ValueError("an entry is verified when somebody has signed for it by name, and only then")
        return self


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of somebody that a limit may depend on; what is not known brings no limit that needs it."""

    sex: Gender | None = None
    """Sex for clinical use, never guessed from gender; anything but male and female counts as not known."""
    age: int | None = None
    """In whole years."""
    conditions: frozenset[str] | None = frozenset()
    """Ids of condition groups; None when nobody has recorded which conditions there are."""
    setting: str = ""
    """Where it was measured: "home" or "clinic"; empty when not known."""


class Applies(Value):
    """Whom a limit is for; what is None or empty does not matter."""

    sex: Gender | None = None
    from_age: int | None = None
    """In whole years, included."""
    below_age: int | None = None
    """In whole years, not included."""
    conditions: tuple[str, ...] = ()
    """Ids of `ConditionGroup`s, any of which is enough; empty for everybody."""
    without: tuple[str, ...] = ()
    """Ids of condition groups for whose members it is not meant."""
    setting: str = ""
    """"home" or "clinic" for a blood pressure; empty for any."""

    def fits(self, who: Circumstances) -> bool:
        """Whether a limit is meant for somebody; False when what it depends on is not known."""
        return (
            (self.sex is None or self.sex is who.sex)
            and self._fits_age(who.age)
            and self._fits_conditions(who.conditions)
            and (not self.setting or self.setting == who.setting)
        )

    def _fits_age(self, age: int | None) -> bool:
        if self.from_age is None and self.below_age is None:
            return True
        if age is None:
            return False
        return (self.from_age is None or age >= self.from_age) and (self.below_age is None or age < self.below_age)

    def _fits_conditions(self, conditions: frozenset[str] | None) -> bool:
        if not self.conditions and not self.without:
            return True
        if conditions is None or not conditions.isdisjoint(self.without):
            return False
        return not self.conditions or not conditions.isdisjoint(self.conditions)


class Limit(Reviewed):
    """One lower and upper limit for some people, with where it comes from and who signed for it."""

    id: str
    """Never used for other numbers or other people: an approval names it."""
    strength: Strength = Strength.USUAL
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    """Whether the lower limit itself is already outside: "above 1.0"."""
    high_open: bool = False
    """Whether the upper limit itself is already outside: "under 140"."""
    applies: Applies = Applies()
    words: str
    """The limit as it stands in its source, in a few words."""

    @property
    def judges_by(self) -> str:
        """Everything that decides a judgement, as one text: what is approved is this, and never another limit."""
        return self.model_dump_json(include={"strength", "low", "high", "low_open", "high_open", "applies"})

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("a limit needs a lower or an upper number")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("the lower number of a limit is not under its upper one")
        return self


class Noise(Reviewed):
    """How much two values may differ and still be about the same; one of both is given."""

    id: str
    """As with a limit: an approval names it."""
    absolute: Decimal | None = None
    """In the unit that is shown."""
    percent: Decimal | None = None
    """Of the value before."""

    @property
    def judges_by(self) -> str:
        """As with a limit."""
        return self.model_dump_json(include={"absolute", "percent"})

    @model_validator(mode="after")
    def _has_one_measure(self) -> Self:
        if (self.absolute is None) == (self.percent is None):
            raise ValueError("noise is an amount or a percentage")
        return self
