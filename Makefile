# All that one does with OES. `make` lists it.

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-py test-js journeys lint format check bench chaos run worker docs messages lock clean \
	lint-python lint-types lint-imports lint-templates lint-browser lint-migrations lint-messages audit

# One run tells of everything that is wrong.
MAKEFLAGS += --keep-going --no-print-directory

# node and npm come with the virtual environment.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

ARGS ?=
FAULTS ?= 500
SEED ?= 1
DATA := $(or $(OES_DATA_DIR),var)
LABELLED ?= ../shared/data
MESSAGES := --ignore .venv --ignore node_modules --ignore var --no-wrap --no-obsolete --add-location file

# Commands that sign something use the key that setup made, unless the environment brings one.
ifeq ($(OES_SECRET_KEY)$(OES_SECRET_KEY_FILE),)
demo run worker messages: export OES_SECRET_KEY_FILE := $(DATA)/secret-key
endif

help:  ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | column -ts @ 2>/dev/null || grep '## ' $(MAKEFILE_LIST)

setup:  ## Install what is missing, for running and for tests
	@scripts/setup dev

demo:  ## Start OES with made-up exams and students; ARGS="..." is passed on
	@scripts/setup demo
	@oes demo $(ARGS)

test: setup test-js  ## Run all tests; pytest's summary is the last line
	@pytest --numprocesses 2 --maxschedchunk 2 --durations 12 $(ARGS)

test-py: setup  ## Run the Python tests but for the journeys
	@pytest -m "not browser" $(ARGS)

# Beside the modules, without a browser. An explicit list: node's own search would read node_modules.
test-js: setup  ## Run the tests of the browser modules
	@files=$$(find oes demo extension -name '*.test.js'); if [ -n "$$files" ]; then node --test --test-reporter=dot $$files; fi

journeys: setup  ## Run the journeys in a real browser
	@pytest -m browser --numprocesses 2 --maxschedchunk 2 $(ARGS)

lint: lint-python lint-imports lint-templates lint-browser lint-types  ## Complain about style, types and imports

lint-python: setup
	@ruff check --quiet --output-format concise .
	@ruff format --quiet --check --output-format concise . || { echo "'make format' mends these"; exit 1; }

lint-types: setup
	@mypy

lint-imports: setup
	@lint-imports --no-logo

lint-templates: setup
	@scripts/lint-templates

lint-browser: setup node_modules/.setup
	@npm run --silent lint

format: setup node_modules/.setup  ## Put everything into shape
	@ruff check --fix-only --quiet .
	@ruff format .
	@scripts/lint-templates --reformat
	@npm run --silent format

check: lint lint-migrations lint-messages audit  ## All that can be said without running the tests

lint-migrations: setup
	@DJANGO_SETTINGS_MODULE=tests.settings django-admin makemigrations --check --dry-run --pythonpath .

lint-messages: setup
	@pytest tests/test_locale.py

# Says plainly when the services of advisories cannot be reached.
audit: setup  ## Ask whether a flaw of a pinned package is known
	@python -m scripts.audit

bench:  ## Measure how often the detectors are right and what they cost; ARGS="load" for a load of 20 students
	@scripts/setup demo
ifeq ($(ARGS),)
	@oes bench accuracy --data $(LABELLED) --json $(DATA)/bench-accuracy.json --write-docs
	@oes bench speed --data $(LABELLED) --json $(DATA)/bench-speed.json --write-docs
else
	@oes bench $(ARGS)
endif

chaos: setup  ## Strike an installation with faults and see that nothing is lost; FAULTS=500 SEED=1
	@oes bench chaos --faults $(FAULTS) --seed $(SEED) --json $(DATA)/bench-chaos.json $(ARGS)

run:  ## Start the web server
	@scripts/setup demo
	@oes serve $(ARGS)

worker:  ## Start the worker that analyses recordings
	@scripts/setup demo
	@oes worker $(ARGS)

docs: setup  ## Rewrite the tables in docs/ that are read off the code
	@python -m tests.docs_tables

messages: setup  ## Gather the texts to translate into locale/
	@mkdir -p locale
	@oes makemessages --locale kk --locale ru $(MESSAGES)

lock:  ## Write constraints.txt from what is installed
	@scripts/lock

clean:  ## Remove everything that setup and tests made, the data in var/ excepted
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

node_modules/.setup: package-lock.json | setup
	@echo "setup: installing the linters of the browser code"
	@npm ci --silent
	@touch $@
