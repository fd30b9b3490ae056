"""`hoc-tui show`: a person's record without the screen, for screen readers and for other programs."""

import os
from typing import TYPE_CHECKING

import click

from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put

if TYPE_CHECKING:
    from hoc_tui.domain.record import Record
    from hoc_tui.services.ports import Desk


@click.command("show")
@click.argument("person")
@click.option("--json", "as_json", is_flag=True, help="Print the whole record as one JSON object.")
@click.option("--private", is_flag=True, help="Print private and third-party notes too, which are otherwise counted.")
@database_option
@click.pass_context
def command(context: click.Context, database: str | None, person: str, *, as_json: bool, private: bool) -> None:
    """Print a person's record line by line, without the screen.

    PERSON is an NHS number, with or without spaces, or the identifier that Find shows. What is printed is what your
    role may see. The JSON holds private and third-party notes, with their marks.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import account, opened_desk
    from hoc_tui.cli.person import person_named
    from hoc_tui.domain.vocabulary import AuditAct
    from hoc_tui.services.records import open_record

    with opened_desk(url, account()) as opened:
        record = open_record(opened.desk, person_named(opened.desk, person), act=AuditAct.SHOWN)
    put(_json(record) if as_json else _text(opened.desk, record, private=private))


def _json(record: "Record") -> str:
    import json  # 4 ms that `--help` does not need

    return json.dumps(record.model_dump(mode="json"))


def _text(desk: "Desk", record: "Record", *, private: bool) -> str:
    from hoc_tui.content.site import catalogue_for
    from hoc_tui.documents.linear import record_text
    from hoc_tui.domain.permissions import Permission

    clinical = desk.may(Permission.SEE_CLINICAL)
    return record_text(
        record,
        catalogue_for(record.site),
        today=desk.today(),
        zone=desk.practice.zone,
        clinical=clinical,
        private=private,
        ascii_only=_ascii_wanted(),
    )


def _ascii_wanted() -> bool:
    """Whether somebody asked for ASCII. Why not by the terminal, too: what is printed may go to a file or a program."""
    return os.environ.get("HOC_ASCII", "") not in {"", "0"}
