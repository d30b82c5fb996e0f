# Flows: make run starts it, make test tries all of it. Python 3.11 and Node 20 or newer are needed.
#
# What is set up is remembered in stamp files, so that nothing is done twice: the Python packages
# when a lock file has changed, the front end when its sources have.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTS_AT_ONCE ?= 2
POSTGRES_BINARIES ?= /usr/lib/postgresql/15/bin

RUN_STAMP := $(VENV)/.flows-run
DEV_STAMP := $(VENV)/.flows-dev
WEB_STAMP := src/flows/web/static/dist/.sources
WEB_SOURCES := $(shell find web -name node_modules -prune -o -type f -print) \
               $(shell find src/flows/web/translations -name '*.po' 2>/dev/null)

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
TIME = started=$$SECONDS; say() { printf '  %-9s %s\n' "$$1" "$$2"; }; \
       took() { printf '  %-9s %s  %s s\n' "$$1" "$$2" "$$((SECONDS - started))"; }

# Asked before anything is installed, too: a minute's wait is no way to learn what is missing.
NEEDS_NODE = command -v node >/dev/null && command -v npm >/dev/null \
	  || { echo "Node.js 20.19 or newer is needed to build the front end (node and npm)." >&2; exit 1; }; \
	node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' \
	  || { echo "Node.js 20.19 or newer is needed; this is $$(node --version)." >&2; exit 1; }

.PHONY: help setup run test test-server check lint revision pictures locks clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(RUN_STAMP) $(WEB_STAMP) ## set up: Python packages and front end

run: setup ## start Flows with demonstration accounts; Ctrl-C stops it
	@FLOWS_DEMO=$${FLOWS_DEMO-1} exec $(BIN)/flows run

test: setup $(DEV_STAMP) ## every test, browser tests included, on a database of its own
	@$(BIN)/python -m pytest --numprocesses=$(TESTS_AT_ONCE) --dist=loadfile --ignore=tests/durability
	@$(BIN)/python -m pytest tests/durability

test-server: setup $(DEV_STAMP) ## the database tests on a server's PostgreSQL (POSTGRES_BINARIES)
	@$(BIN)/python -m pytest tests/database tests/instances tests/records tests/operations --postgres-binaries=$(POSTGRES_BINARIES)

check: lint test ## what CI runs: lint, types, layers, dependencies, every test

lint: $(RUN_STAMP) $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src

revision: $(DEV_STAMP) ## write the migration for changed tables: make revision m="what changed"
	@$(BIN)/python -m flows.database.revision "$(m)"

pictures: setup $(DEV_STAMP) ## take the pictures of the documentation anew, by doing what it says
	@PYTHONPATH=. $(BIN)/python docs/pictures/take_pictures.py

locks: $(DEV_STAMP) ## write the lock files anew from pyproject.toml
	$(COMPILE) --output-file=requirements.lock pyproject.toml
	$(COMPILE) --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
	$(COMPILE) --only-build-deps --all-build-deps --output-file=requirements-build.lock pyproject.toml

COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header \
           --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

clean: ## remove what was set up and built; data in var is kept
	rm -rf $(VENV) dist src/flows/web/static/dist web/node_modules tests/artefacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed (PYTHON=… names one)." >&2; exit 1; }
	@[ -e $(WEB_STAMP) ] || { $(NEEDS_NODE); }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made; on Debian: apt install python3-venv." >&2; exit 1; }

$(RUN_STAMP): requirements.lock requirements-build.lock pyproject.toml hatch_build.py | $(VENV)/bin/python
	@$(TIME); say packages "installing from requirements.lock …"; \
	$(INSTALL) --require-hashes -r requirements-build.lock; \
	$(INSTALL) --require-hashes -r requirements.lock; \
	$(INSTALL) --no-build-isolation --editable .; \
	took packages "installed"; touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	@$(TIME); say packages "installing from requirements-dev.lock …"; \
	$(INSTALL) --require-hashes -r requirements-dev.lock; \
	took packages "installed"; touch $@

$(WEB_STAMP): $(WEB_SOURCES) hatch_build.py | $(RUN_STAMP)
	@$(NEEDS_NODE)
	@$(TIME); say pages "building web/ …"; \
	$(BIN)/python hatch_build.py; \
	took pages "built"; touch $@
