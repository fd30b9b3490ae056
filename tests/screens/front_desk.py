"""The program in a terminal for the byte budgets: an SQLite file and an account are its arguments."""

import os
import sys

from hoc_tui.runtime.terminal import prepare_environment, prepare_streams, probe
from hoc_tui.services.ports import Desk


def main(url: str, account: str) -> int:
    """Run the program as the command line runs it, with the tests' clock."""
    prepare_streams(sys.stdin, sys.stdout, sys.stderr)
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    terminal = probe(os.environ, streams)
    prepare_environment(os.environ)

    from hoc_tui.app import HocApp
    from hoc_tui.app_frame import Frame

    return HocApp(lambda: _desk(url, account), lambda *_: "", Frame(terminal=terminal)).start()


def _desk(url: str, account: str) -> Desk:
    from hoc_tui.cli.desk import desk_at
    from hoc_tui.data.door import OpenDatabase
    from tests.support.practice import NOW, counting_ids

    new_id = counting_ids()
    return desk_at(OpenDatabase(url, lambda: NOW, new_id), account, lambda: NOW, new_id)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
