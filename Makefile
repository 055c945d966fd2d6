# Two commands are all the set-up there is: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test lint benchmark docs clean help

help:
	@echo "make demo       build the shipped bibliography from its records, and show what one does with it"
	@echo "make test       lint, type-check and run every test that this machine can run"
	@echo "make benchmark  measure speed as ratios against other tools"
	@echo "make docs       write the generated parts of the documentation again"

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	$(BIN)/python -m compileall -q src
	@touch $@

demo: $(STAMP)
	$(BIN)/curabib sync --offline --locked
	$(BIN)/curabib topics
	$(BIN)/curabib list 'topic:"Lottery Ticket Hypothesis" year:2019'
	$(BIN)/curabib export frankle2019lottery
	$(BIN)/curabib refs --topic "Neural Collapse" --style plain year:2023
	$(BIN)/curabib explain frankle2019lottery

test: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto -ra

lint: $(STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(STAMP)
	$(BIN)/python -m benchmarks

docs: $(STAMP)
	$(BIN)/python -m docs.generate

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
