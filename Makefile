# Goldthread. `make help` says what can be asked for.

PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.set-up
WORKERS ?= 3
# A file's tests go to one worker, or a class of them where a file is long; the browser's, which take longest, go first
SHARED_OUT := --dist loadscope --no-loadscope-reorder
PORT ?= 8000
ON_POSTGRES := tests/unit/evidence/test_who_is.py tests/unit/evidence/coverage/test_names.py tests/unit/evidence/contracts \
  tests/unit/register/test_people_plan_due.py tests/unit/web/test_distress.py tests/unit/web/test_strategic.py \
  tests/unit/web/test_coverage_names.py tests/unit/web/test_register_files.py tests/unit/web/test_contract_work.py
FRAMEWORKS := src/goldthread/definitions/frameworks
ASSET_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*')

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-spark test-postgres check check-types check-rest bench shots docs browser constraints clean

help: ## List what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(SETUP) ## Make the virtual environment, with pinned packages and compiled assets

$(SETUP): pyproject.toml constraints.txt hatch_build.py $(ASSET_SOURCES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Goldthread needs Python 3.11 or later. Name one: make setup PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/python || { rm -rf .venv; $(PYTHON) -m venv .venv; }
	@echo "Setting up: packages and assets"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

demo: $(SETUP) ## Load the demonstration council, serve it and print its address and sign-ins
	@GOLDTHREAD_DATA="$(CURDIR)/.goldthread" $(BIN)/goldthread demo --port $(PORT)

test: $(SETUP) browser ## Run every test, those in a real browser too
	$(BIN)/pytest -n $(WORKERS) $(SHARED_OUT)

test-spark: $(SETUP) ## Install Spark (400 MB; needs Java 17) and hold it against DuckDB, indicator by indicator
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev,spark]"
	$(BIN)/pytest tests/unit/evidence/indicators/test_spark.py

test-postgres: $(SETUP) ## Run what asks the database in its own ways on PostgreSQL; GOLDTHREAD_TESTS_DATABASE names the server
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev,postgres]"
	$(BIN)/pytest $(ON_POSTGRES)

check: check-types check-rest ## Check style, types, imports, sizes and the shipped definitions

check-types: $(SETUP) # The longest of the checks; `make -j2 check` runs the others beside it
	$(BIN)/mypy

check-rest: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python tools/check_sizes.py
	@for file in $(FRAMEWORKS)/*/framework.yaml $(FRAMEWORKS)/mappings/*.yaml; do \
	  echo "$(BIN)/goldthread framework check $$file"; \
	  $(BIN)/goldthread framework check "$$file" || exit 1; \
	done
	$(BIN)/goldthread indicator check

bench: $(SETUP) ## Measure pages and the report against what they must reach
	$(BIN)/python -m benchmarks

shots: $(SETUP) browser ## Take a picture of every screen at 1280 and 320 pixels, into shots/
	GOLDTHREAD_SHOTS="$(CURDIR)/shots" $(BIN)/pytest tests/browser -n $(WORKERS) $(SHARED_OUT)

docs: $(SETUP) ## Check the links of the documents and run the commands in them
	$(BIN)/pytest tests/docs

browser: $(SETUP) # A browser for the tests: one on the path, else Debian's as root, else playwright's own
	@if command -v chromium-headless-shell >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-liberation; then \
	  echo "Installed Debian's chromium-headless-shell"; \
	elif command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	else echo "Installing playwright's chromium"; $(BIN)/playwright install chromium; fi

constraints: $(SETUP) # Write constraints.txt from what is installed, without addresses
	@{ echo "# Every package that Goldthread's set-up installs, at the version it was last tested with."; \
	   echo "# Rewrite with: make constraints"; \
	   $(BIN)/pip freeze --exclude-editable --exclude goldthread | grep '==' | LC_ALL=C sort -f; } > constraints.txt.new
	@mv constraints.txt.new constraints.txt

clean: ## Remove everything that was made here, but not the demonstration's data
	rm -rf .venv build dist shots test-results frontend/node_modules src/goldthread/web/static/goldthread
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
