# `make run`: everything from a fresh clone to a served, patched sample tenant.  `make test`: all tests.  `make check`: the quick ones.
# `make bench`: speed and scale, into docs/benchmarks.md.  `make soak`: thousands of kills at random instants (KILLS=5000).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
KILLS ?= 5000
STAMP := $(VENV)/.installed
WEB := $(wildcard web/*.*) $(shell find web/src -type f)

.PHONY: run test soak check bench format install clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt hatch_build.py tools/node.py $(WEB)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(STAMP)

run: install
	$(BIN)/python -m tools.sample $(PORT)

test: check
	$(BIN)/python -m tools.web
	$(BIN)/python -m tools.browser
	$(BIN)/python -m pytest -n 2 tests/reliability tests/e2e tests/api tests/integration tests/cli

soak: install
	$(BIN)/python -m tests.reliability.soak --kills $(KILLS)

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 tests/unit

bench: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) web/node_modules src/demogen/webapp build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
