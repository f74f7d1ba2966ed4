# `make serve` and `make test` set up what they need, then do their work.
PORT ?= 8000
CHRONIQUE_HOME ?= ./var

.DEFAULT_GOAL := help
.PHONY: help serve test lint coverage format bench filter docs constraints clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand --tabs=20

serve: export CHRONIQUE_HOME := $(CHRONIQUE_HOME)
serve: export CHRONIQUE_URL := $(or $(CHRONIQUE_URL),http://localhost:$(PORT))
serve: .venv/.runtime ## Start everything; PORT and CHRONIQUE_HOME choose where
	@exec .venv/bin/chronique serve --demo --port $(PORT)

test: .venv/.dev ## Check and test everything, on SQLite, on PostgreSQL and in a browser
	@tools/with_postgres --if-there .venv/bin/python -m tools.check test

lint: .venv/.dev ## The checks alone: format, habits, types, contracts, migrations
	@.venv/bin/python -m tools.check lint

coverage: .venv/.dev ## Count what the tests reach; takes twice their time
	@tools/with_postgres --if-there .venv/bin/python -m tools.check coverage

format: .venv/.dev ## Put code and templates into shape
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/python -m tools.check format

bench: .venv/.dev ## Measure, and print a table
	@tools/with_postgres --if-there .venv/bin/python -m bench

filter: ## Train the model of the spam filter anew, from ../shared/spam and our own rows
	@tools/spam/make_filter

docs: .venv/.dev ## Write docs/settings.md and docs/commands.md anew from the program
	@.venv/bin/python -m tools.write_docs

constraints: ## Pin the newest releases that pyproject.toml allows
	@tools/pin

clean: ## Remove what can be made again; never the publication in var/
	rm -rf .venv .cache build dist src/*.egg-info .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.runtime: pyproject.toml constraints.txt
	@tools/set_up runtime

.venv/.dev: pyproject.toml constraints.txt
	@tools/set_up dev
