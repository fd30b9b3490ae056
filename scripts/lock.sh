#!/bin/sh
# Writes requirements/*.lock from pyproject.toml: every version with the hashes of all its wheels, once for every
# Python and platform. Nothing of the machine that ran it may be in them: no header, no index, no folder.
# Usage: lock.sh UV [--upgrade]
set -eu
uv=$1
shift
compile() { "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"; }
mkdir -p requirements
compile "$@" pyproject.toml --extra postgres --group build -o requirements/runtime.lock
# The second is held to the first, so that a developer runs exactly what a practice runs.
compile "$@" pyproject.toml --extra postgres --group build --group dev -c requirements/runtime.lock -o requirements/dev.lock
compile "$@" --group lock -o requirements/lock.lock
