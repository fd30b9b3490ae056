#!/bin/sh
# One sentence instead of a traceback when the machine's Python is missing, too old, or comes without venv.
set -eu
python=$1
fail() { printf '%s\n' "$1" >&2; exit 1; }
command -v "$python" >/dev/null 2>&1 ||
    fail "hoc-tui needs Python 3.11 or later, and '$python' was not found. Name one: make PYTHON=python3.12 demo"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "hoc-tui needs Python 3.11 or later; '$python' is older. Name another: make PYTHON=python3.12 demo"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "'$python' has no venv module. On Debian and Ubuntu it is the package python3-venv."
