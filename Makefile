# The verbs that people type. Each is a small script in scripts/; `make help` lists them.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

.PHONY: help run dev check test soak fuzz lint e2e bench build setup

help: ## List the verbs
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up, build and serve http://127.0.0.1:3000, data in ./data
	@scripts/run

dev: ## The same with the component gallery; rebuilds on change
	@scripts/dev

check: ## Format, clippy, domain tests on SQLite: the three-minute loop
	@scripts/check

test: ## Everything: lint, tests on both engines, page weight, browser tests
	@scripts/test

soak: ## Races and crashes over and over; SOAK="3 jobs::" narrows it
	@scripts/soak $(SOAK)

fuzz: ## Parsers against nonsense; FUZZ="600 signature" narrows it
	@scripts/fuzz $(FUZZ)

lint: ## Format and clippy alone
	@scripts/lint

e2e: ## Browser tests alone; E2E="-g words --project=light" narrows them
	@scripts/e2e $(E2E)

bench: ## Measure a release build, a table
	@scripts/bench $(BENCH)

build: ## Release binaries in target/release/
	@scripts/build

setup: ## Install what the other verbs need (they do it themselves)
	@scripts/setup

-include make/*.mk
