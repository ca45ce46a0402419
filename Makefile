# One word does everything: `make run`, `make test`. `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
DB ?= sqlite:///demo.db
PUPILS ?= 60000
RUNS ?= 3
SCHOOLS ?= 13
MINUTES ?= 5
KILLS ?= 50
UV_VERSION := 0.13.9

bin := .venv/bin
uv := $(bin)/uv
uv_ready := .venv/.uv-$(UV_VERSION)
locked := .venv/.locked
installed := .venv/.installed

# The tests that reach the register and the panel, all but those in a browser: `make coverage`.
covered := $(addprefix tests/,api attendance commands doors fair_access intake movements reports \
  shell spec synth web)

.PHONY: help install run test search coverage bench soak lock

help:            ## what can be asked for
	@sed -n 's/^\([a-z]*\): *[^#]*## */  make \1\t/p' Makefile | expand -t 16

install: $(installed)            ## the virtual environment in .venv, from the lock file
	@:

run: $(installed)            ## serve the demo authority (PORT=8000, DB=sqlite:///demo.db)
	$(bin)/apregister demo --db "$(DB)"
	$(bin)/apregister serve --db "$(DB)" --port "$(PORT)"

test: $(installed)            ## everything that must hold: style, types, directions, tests
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/python -m pytest -n 2 --dist loadfile

search: $(installed)            ## the properties anew, on examples that no run has seen
	$(bin)/python -m pytest -q -n 2 --dist loadfile --hypothesis-profile searching \
	  $$(grep -rl --include='test_*.py' 'from hypothesis' tests)

coverage: $(installed)            ## the tests of the register and the panel: every branch of both is run
	$(bin)/coverage erase
	$(bin)/coverage run -m pytest -n 2 --dist loadfile $(covered)
	$(bin)/coverage combine --quiet
	$(bin)/coverage report

bench: $(installed)            ## marks beside bare engines (SCHOOLS=), the API, the nightly sweep (PUPILS=), the sweep by five rules, timed (RUNS=); scoring of an authority, a nation and England; estimators judged
	$(bin)/python -m tests.bench.marks $(SCHOOLS) $(RUNS)
	$(bin)/python -m tests.bench.api $(SCHOOLS)
	$(bin)/python -m tests.bench.sweep $(PUPILS) $(RUNS)
	$(bin)/python -m tests.bench.sweep_five
	$(bin)/python -m tests.bench.morning $(PUPILS)
	$(bin)/python -m tests.bench.score $(RUNS)
	$(bin)/python -m tests.bench.simulate

soak: $(installed)            ## five minutes of readers while a big file is taken in (MINUTES=), then intake killed 50 times (KILLS=)
	$(bin)/python -m tests.bench.soak $(MINUTES)
	$(bin)/python -m tests.bench.soak_kill $(KILLS)

lock: $(uv_ready)            ## make requirements.txt again from pyproject.toml (no address in it)
	$(uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --extra dev --extra build --extra dask pyproject.toml -o requirements.txt

$(uv_ready):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(bin)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(locked): $(uv_ready) requirements.txt
	$(uv) pip sync --quiet --require-hashes --no-build --compile-bytecode --python $(bin)/python requirements.txt
	@touch $@

$(installed): $(locked) pyproject.toml hatch_build.py package-lock.json
	$(uv) pip install --quiet --python $(bin)/python --no-deps --no-build-isolation -e .
	@$(bin)/python -m compileall -q apregister movements fair_access reports fixtures
	@touch $@
