# Two commands matter: `make demo` and `make test`. Both build .venv from the committed lock first.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
SHARED := ../shared
PACKAGES := crawlers pipelines warehouse sample_portal juesuan benchmarks tests
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --constraints requirements/constraints.txt

export DO_NOT_TRACK := 1
export UV_NO_PROGRESS := 1

.PHONY: help setup demo test lint format lock clean

help: ## show the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(STAMP) ## build .venv from the lock (instant when nothing changed)
	@:

# pip checks the hash of uv, uv checks the rest; setuptools is there to build the editable install offline.
$(STAMP): requirements/bootstrap.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "juesuan needs Python 3.11 or later, and $(PYTHON) is " + sys.version.split()[0] + "; try: make setup PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "setup: .venv is ready; the command is $(BIN)/juesuan"

demo: setup ## two nights against the bundled sample portal, checked against the script
	@$(BIN)/juesuan demo

lint: setup ## ruff and mypy
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

test: lint ## lint, strict types and all tests
	@if [ -d $(SHARED) ]; then echo "tests: with the reference documents in $(SHARED)"; \
	else echo "tests: without $(SHARED); tests/shared is not collected"; fi
	@$(BIN)/python -m pytest -n 2

format: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

lock: setup ## write requirements/*.txt anew from pyproject.toml (needs a package registry)
	@$(COMPILE) requirements/bootstrap.in --output-file requirements/bootstrap.txt
	@$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	@$(COMPILE) pyproject.toml --extra dev --output-file requirements/dev.txt

clean: ## remove .venv, caches and the demo's data; the data home stays
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis build *.egg-info dbt_project/target dbt_project/logs data/demo
