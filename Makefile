# Everything a user or CI runs. The environment is made once, from constraints.txt.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint verify cheats bench clean

demo: .venv/ready
	$(BIN)/drill demo

test: lint
	$(BIN)/python -m pytest -q

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

verify: .venv/ready
	$(BIN)/drill verify

cheats: .venv/ready
	$(BIN)/python -m tests.cheats.run --jobs 2

bench: .venv/ready
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/timing_accuracy.py

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
