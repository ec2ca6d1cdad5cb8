# make run      install, load the demonstration and serve it on http://127.0.0.1:8000
# make test     install what the tests need, a browser included, and run them
# The rest is explained in CONTRIBUTING.md. Everything works a second time, and quickly.

VENV ?= .venv
PORT ?= 8000
DANBE_DATA ?= $(CURDIR)/data-demo
export DANBE_DATA

# The first Python that is young enough; where none is, python3, which tools/environment.py refuses
# with a sentence.
PYTHON ?= $(or $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$name && break; done),python3)

BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
OURSELVES := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-index \
	--no-build-isolation --editable .
INSTALLED := $(VENV)/.installed
INSTALLED_TESTS := $(VENV)/.installed-tests

.DEFAULT_GOAL := help
.PHONY: help install run test test-long storm coverage check format catalogues weigh pins browser

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

install: $(INSTALLED)

$(INSTALLED): requirements.txt requirements-build.txt pyproject.toml
	@$(PYTHON) tools/environment.py $(VENV)
	@echo "Installing what Danbe needs into $(VENV) …"
	@$(PIP) -r requirements.txt -r requirements-build.txt
	@$(OURSELVES)
	@$(PY) -m compileall -q elearn
	@touch $@

$(INSTALLED_TESTS): $(INSTALLED) requirements-dev.txt
	@echo "Installing what the tests and checks need into $(VENV) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

browser: $(INSTALLED_TESTS)
	@$(PY) -m tools.browser --install

run: install
	@$(BIN)/elearn init
	@$(BIN)/elearn demo
	@$(BIN)/elearn serve --port $(PORT)

test: browser
	$(PY) -m tools.halves

test-long: browser
	$(PY) -m tools.halves long

storm: $(INSTALLED_TESTS)
	$(PY) -m pytest -m storm

# Measured apart: it runs most tests a second time, twice as slowly.
coverage: browser
	$(PY) -m coverage run -m pytest -m "not long and not browser"
	$(PY) -m tools.coverage_floors

check: $(INSTALLED_TESTS)
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(BIN)/lint-imports
	$(PY) -m mypy elearn tools
	$(BIN)/elearn content check
	$(PY) -m tools.catalogues check
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml elearn
	$(BIN)/djlint --quiet --lint elearn/web/templates
	$(BIN)/deptry --no-ansi .

format: $(INSTALLED_TESTS)
	$(PY) -m ruff format
	$(PY) -m ruff check --fix

catalogues: $(INSTALLED_TESTS)
	$(PY) -m tools.catalogues update

weigh: browser
	$(PY) tests/performance/weigh.py

pins:
	@test -x $(BIN)/uv || $(MAKE) $(INSTALLED_TESTS)
	@$(PY) -m tools.pins $(if $(UPGRADE),--upgrade)
