# tifagraph: everything a user or developer does, each target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help graph test test-slow lint check evaluate bench clean train gephi-check screenshots

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tifagraph needs Python 3.11 or newer: make PYTHON=python3.x" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,skos]'
	@touch $@

$(VENV)/.train: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	@touch $@

graph: $(VENV)/.run ## read seeds/, write the graph and its page to outputs/
	$(BIN)/tifagraph build seeds --output outputs

test: $(VENV)/.dev ## run the tests, about two minutes
	$(BIN)/python -m pytest

test-slow: $(VENV)/.dev ## run the slow tests, and those that need a browser
	$(BIN)/python -m pytest -m 'slow or browser'

gephi-check: $(VENV)/.dev ## let Gephi's own importer read the files (needs Java and Maven)
	$(BIN)/python -m pytest -m gephi

lint: $(VENV)/.dev ## check style, format, types and the lexicon
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/tifagraph lexicon check

check: lint test ## all gates that need no browser

evaluate: $(VENV)/.dev ## score against annotated documents (needs ../shared)
	$(BIN)/tifagraph evaluate $(SHARED)/gold/dev --ablation --landed tests/data/landed.json

bench: $(VENV)/.dev ## measure speed as ratios in one run
	$(BIN)/python -m pytest -m bench -s tests/bench

screenshots: $(VENV)/.dev graph ## draw the page as it looks, to outputs/screenshots
	$(BIN)/python -m tests.screenshots outputs/graph.html outputs/screenshots

train: $(VENV)/.train ## make the weights anew, four hours or so (needs ../shared)
	$(BIN)/python -m pipeline.training.segmenter $(SHARED)
	$(BIN)/python -m pipeline.training.tagger $(SHARED)

clean: ## remove the environment and everything that was made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find outputs -mindepth 1 ! -name README.md -delete
