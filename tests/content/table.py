"""The table of all content in docs/content.md, for whoever signs: written by `python -m tests.content.table`."""

from pathlib import Path

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.tests import GROUPS
from hoc_tui.domain.catalogue import Catalogue, CatalogueTest, ConditionGroup, DueTest, Limit, Strength

PAGE = Path(__file__).resolve().parents[2] / "docs" / "content.md"
BEGINS = "<!-- What follows is written by `python -m tests.content.table`. -->"


def table(catalogue: Catalogue) -> str:
    """Every test with its limits and every condition with its tests, as Markdown."""
    counted = (
        f"{len(catalogue.tests)} tests, {len(catalogue.limits)} limits, {len(catalogue.conditions)} conditions, "
        f"{sum(len(group.tests) for group in catalogue.conditions)} rules for what is due."
    )
    parts = [f"Version {catalogue.version}: {counted}"]
    parts += [_stories(title, [test for test in catalogue.tests if test.group == key]) for key, title in GROUPS.items()]
    return "\n\n".join([*parts, _conditions(catalogue)]) + "\n"


def page(text: str, catalogue: Catalogue) -> str:
    """The page with its table made anew."""
    return f"{text.partition(BEGINS)[0]}{BEGINS}\n\n{table(catalogue)}"


def _stories(title: str, tests: list[CatalogueTest]) -> str:
    head = f"### {title}\n\n| Test | Shown in | Limits | Usual range or aim | Source |\n|---|---|---|---|---|"
    return "\n".join([head, *(_row(test) for test in tests)])


def _row(test: CatalogueTest) -> str:
    limits = "<br>".join(map(_limit, test.limits)) or "none"
    if test.noise:
        size = test.noise.absolute or f"{test.noise.percent} %"
        limits += f"<br>`{test.noise.id}` about the same within {size}: {test.noise.source}"
    unit = "a word" if test.coded else test.unit or "a number"
    return f"| **{test.name}**<br>`{test.id}` {test.status} | {unit} | {limits} | {test.aim} | {test.source} |"


def _limit(limit: Limit) -> str:
    said = _phoned(limit) if limit.strength is Strength.ACT else _usual(limit)
    return f"`{limit.id}` {said}{_for_whom(limit)}: {limit.source}, {limit.status}"


def _usual(limit: Limit) -> str:
    """What is in range: "from 3.5, up to 5.3"."""
    low = "" if limit.low is None else f"{'above' if limit.low_open else 'from'} {limit.low}"
    high = "" if limit.high is None else f"{'under' if limit.high_open else 'up to'} {limit.high}"
    return ", ".join(filter(None, (low, high)))


def _phoned(limit: Limit) -> str:
    """What is phoned about, which lies outside: "PHONE at 2.5 or less, 6 or more"."""
    low = "" if limit.low is None else f"{limit.low} or less" if limit.low_open else f"under {limit.low}"
    high = "" if limit.high is None else f"{limit.high} or more" if limit.high_open else f"above {limit.high}"
    return f"PHONE at {', '.join(filter(None, (low, high)))}"


def _for_whom(limit: Limit) -> str:
    whom = limit.applies
    said = [
        whom.sex or "",
        f"from {whom.from_age} years" if whom.from_age is not None else "",
        f"under {whom.below_age} years" if whom.below_age is not None else "",
        f"with {' or '.join(whom.conditions)}" if whom.conditions else "",
        f"without {', '.join(whom.without)}" if whom.without else "",
        f"in the {whom.setting}" if whom.setting == "clinic" else f"at {whom.setting}" if whom.setting else "",
    ]
    inside = "; ".join(filter(None, said))
    return f" ({inside})" if inside else ""


def _conditions(catalogue: Catalogue) -> str:
    head = "### What conditions ask for\n\n| Condition | Tests, in months | Source |\n|---|---|---|"
    return "\n".join([head, *(_condition(group) for group in catalogue.conditions)])


def _condition(group: ConditionGroup) -> str:
    codes = f"<br>SNOMED CT {', '.join(group.snomed)}" if group.snomed else ""
    tests = ", ".join(map(_asked, group.tests))
    return f"| **{group.name}**<br>`{group.id}` {group.status}{codes} | {tests} | {group.source} |"


def _asked(asked: DueTest) -> str:
    only = f" if {asked.only_if}" if asked.only_if else ""
    return f"`{asked.test}` {asked.every_months}{only}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), usual_catalogue()), encoding="utf-8")
