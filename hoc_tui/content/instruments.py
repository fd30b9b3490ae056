"""What is asked in set words: questionnaires and coded answers as they ship, read once and not before somebody asks."""

from functools import cache
from importlib.resources import files

from hoc_tui.content.catalogue import Entry, filled, parse
from hoc_tui.domain.catalogue import Catalogue, CatalogueTest
from hoc_tui.domain.instruments import Asked, Choices, Enterable, Instrument


@cache
def usual_asked() -> Asked:
    """Every questionnaire and every coded test's answers."""
    table = parse(files("hoc_tui.content").joinpath("instruments.toml").read_text(encoding="utf-8"))
    return Asked(
        instruments=tuple(Instrument.model_validate(one) for one in _entries(table, "instrument")),
        choices=tuple(Choices.model_validate(one) for one in _entries(table, "choices")),
        measures=tuple(CatalogueTest.model_validate(one) for one in filled(table, "measure")),
    )


def enterable(catalogue: Catalogue) -> Enterable:
    """What can be written down by hand where this catalogue is in use.

    Args:
        catalogue: As it may judge at a site.
    """
    return Enterable(catalogue, usual_asked())


def _entries(table: Entry, kind: str) -> list[Entry]:
    return [{"status": table["status"], **entry} for entry in table[kind]]
