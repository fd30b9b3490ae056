# Everything a newcomer types. Needs git, make and Python 3.11 or later with its venv module; nothing is installed
# outside this folder, and nobody needs to be root.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python

# Test processes: one a core on the smallest machine that runs them.
WORKERS ?= 2
ARGS    ?=

# The version is part of the stamp's name, so that `make test PYTHON=python3.13` makes the environment anew.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
MADE    := $(VENV)/made-with-$(VERSION)
RUNTIME := $(VENV)/runtime-ready
DEV     := $(VENV)/dev-ready
LOCKER  := $(VENV)/lock

# Only wheels: building a source archive would run a build backend that no lock names. No resolving: a lock is complete,
# and pip would take 3 s to find that out.
WHEELS  := -m pip --disable-pip-version-check -qq install --no-compile --no-deps --require-hashes --only-binary :all: -r
ITSELF  := -m pip --disable-pip-version-check -qq install --no-deps --no-build-isolation --no-index --editable .
# Compiled once, on all cores, where pip uses one: uncompiled, each start of the program costs 600 ms more. Some packages
# ship files that are no Python of this version, which is their matter.
COMPILE := -m compileall -qq -j 0 $(VENV)/lib hoc_tui || true

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check format bench faults keys screenshots setup lock upgrade wheel clean

help: ## Show what there is to type
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Open the program on a made-up practice (ARGS="--as nurse --fresh")
	@$(PY) -m hoc_tui demo $(ARGS)

test: $(DEV) ## Run every test, on SQLite and on real PostgreSQL servers (ARGS="-k plan")
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-fast: $(DEV) ## Run the tests that need no PostgreSQL
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not postgres" $(ARGS)

check: $(DEV) ## Format, lint, types, layers, dependencies, and the project's own lints
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo > $(VENV)/layers.txt || { cat $(VENV)/layers.txt; exit 1; }
	@$(PY) -m deptry --no-ansi hoc_tui
	@$(PY) -m scripts.lints

format: $(DEV) ## Format the code, and mend what the linter can mend
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

bench: $(DEV) ## Run the measurements, printed as ratios
	@$(PY) -m bench $(ARGS)

faults: $(DEV) ## Kill programs and servers under real writes, and count what is lost (ARGS="--kills 50")
	@$(PY) -m tests.faults.campaign $(ARGS)

keys: $(DEV) ## Write docs/keys.md from the commands
	@$(PY) -m scripts.keys

screenshots: $(DEV) ## Draw docs/screens from the program itself
	@$(PY) -m scripts.screenshots $(ARGS)

setup: $(DEV) ## Install everything a developer needs into .venv

lock: $(LOCKER) ## Write requirements/*.lock from pyproject.toml, keeping what is locked
	@sh scripts/lock.sh $(LOCKER)/bin/uv $(ARGS)

upgrade: ## Write requirements/*.lock anew, with the newest releases pyproject.toml allows
	@$(MAKE) --no-print-directory lock ARGS=--upgrade

wheel: $(DEV) ## Build the wheel into dist/
	@$(PY) -m build --wheel --no-isolation

clean: ## Remove what make has made
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# -- Setting up -------------------------------------------------------------------------------------------------------

$(MADE):
	@sh scripts/python-check.sh "$(PYTHON)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(RUNTIME): $(MADE) requirements/runtime.lock pyproject.toml
	@echo "Installing what the program needs into $(VENV) ..."
	@$(PY) $(WHEELS) requirements/runtime.lock
	@$(PY) $(ITSELF)
	@$(PY) $(COMPILE)
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.lock
	@echo "Installing what tests and checks need into $(VENV) ..."
	@$(PY) $(WHEELS) requirements/dev.lock
	@$(PY) $(COMPILE)
	@touch $@

$(LOCKER): $(MADE) requirements/lock.lock
	@$(PY) -m venv --clear $@
	@$@/bin/python $(WHEELS) requirements/lock.lock
	@touch $@
