# What a developer types. Needs python3 (3.11 or newer), node with npm, and make; everything else it installs itself.
# `make demo` and `make test` work on a fresh clone; what is already there and fresh is not done again.

PYTHON ?= python3
BIN := .venv/bin
CHROMIUM ?= /usr/bin/chromium
# More than there are cores: tests wait more than they compute.
WORKERS ?= $(shell expr 3 \* $$(nproc 2>/dev/null || echo 2) / 2)
JS_SOURCES := $(shell find js/lib js/panels js/topbar js/scripts -type f 2>/dev/null) js/package.json js/package-lock.json
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)

.PHONY: setup demo check test bench soak clean help

help:  ## tells what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 10

setup: .setup/python .setup/chromium .setup/bundles  ## installs into .venv and js/node_modules, and builds the panels

.setup/python: pyproject.toml scripts/build_hook.py $(wildcard jupyter-config/*/*.json)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "$(PYTHON) is too old: pass PYTHON=python3.11 or newer"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@mkdir -p .setup && touch $@

.setup/chromium:
	@if test -x $(CHROMIUM); then :; \
	elif command -v apt-get >/dev/null; then \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; \
	else echo "no Chromium at $(CHROMIUM): browser tests will fail until it is there"; exit 0; fi
	@mkdir -p .setup && touch $@

# Not `npm ci`: it insists on an entry for every platform's build of a tool, which no mirror needs to have.
js/node_modules/.package-lock.json: js/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js 20.19 or newer"; exit 1; }
	cd js && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

.setup/bundles: js/node_modules/.package-lock.json $(JS_SOURCES)
	cd js && npm run --silent build
	@mkdir -p .venv/share/jupyter/labextensions
	@ln -sfn ../../../../rust_daq_jupyter/server/static/labextension .venv/share/jupyter/labextensions/rust-daq-jupyter
	@mkdir -p .setup && touch $@

demo: setup  ## simulator and JupyterLab on the demo notebooks; HEADLESS=1 executes the first one instead
	$(BIN)/rust-daq-jupyter demo $(if $(HEADLESS),--headless)

check: setup  ## style, types, layers and generated code, in both languages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/generate.py --check
	cd js && npm run --silent check

test: check  ## the checks, then every test but the long ones
	cd js && npm run --silent test
	$(BIN)/python -m pytest -m "not soak and not browser" --numprocesses $(WORKERS) --dist loadfile $(PYTEST_ARGS)
	$(BIN)/python -m pytest -m browser $(PYTEST_ARGS)

bench: setup  ## what importing, calling and scanning cost, as ratios to bare gRPC and to peers
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/imports.py
	$(BIN)/python benchmarks/rpc.py
	$(BIN)/python benchmarks/streams.py
	$(BIN)/python benchmarks/scan.py
	$(BIN)/python benchmarks/simulator.py
	PYTHONPATH=. $(BIN)/python benchmarks/panels.py

soak: setup  ## the long runs, and those that need a Tiled server
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[tiled]' 'tiled[all]'
	$(BIN)/python -m pytest tests/records/test_store.py
	$(BIN)/python -m pytest -m soak --timeout 3600 $(PYTEST_ARGS)

clean:  ## removes all that setup and the tests made
	rm -rf .setup .venv js/node_modules js/coverage dist build test-results rust-daq-demo
	rm -rf rust_daq_jupyter/panels/static rust_daq_jupyter/server/static
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
