# The developer commands. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# A debug build, because the first one takes about four minutes against six, every later one seconds, and the tests
# share it. The slow part of a sign-in is C (libsodium) and runs at full speed either way.
# `make run CONFIGURATION=release` runs the build that an operator would.
CONFIGURATION ?= debug

# Every build uses the same flags: another set of flags would make SwiftPM build all the dependencies again.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
MARTLET := .build/$(CONFIGURATION)/martlet
DATA ?= martlet-data
LISTEN ?= localhost:8080
export SWIFT_FLAGS

say = @printf '\033[1m==>\033[0m %s\n'

.PHONY: help
help: ## list the goals
	@echo 'Martlet: make GOAL'
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r goal text; do \
		printf '  %-14s %s\n' "$$goal" "$$text"; done

.PHONY: run
run: build ## start on http://localhost:8080 with the store in ./martlet-data; the first start prints a set-up link
	$(say) 'Starting Martlet (Ctrl-C stops it; the store stays in ./$(DATA))'
	@exec $(MARTLET) serve --data $(DATA) --listen $(LISTEN)

.PHONY: demo
demo: build ## start a filled example organisation on http://localhost:8080; prints its accounts
	$(say) 'Filling an example organisation: 40 people, three apps, thirty days of sign-ins'
	@exec $(MARTLET) demo --listen $(LISTEN)

.PHONY: build
build: dependencies
	$(say) 'Building Martlet ($(CONFIGURATION); the first build takes some minutes, later ones seconds)'
	@swift build -c $(CONFIGURATION) --product martlet $(SWIFT_FLAGS)

.PHONY: dependencies
dependencies:
	@scripts/install-dependencies build

.PHONY: test
test: ## run every test: units, the store on each engine, end to end with a browser
	@scripts/test

.PHONY: check
check: ## lint, the walls between the rooms, warnings as errors, the house rules
	@scripts/check

.PHONY: format
format: ## rewrite the Swift sources in the house format
	$(say) 'Formatting'
	@swift format format --in-place --recursive --parallel Package.swift Sources Tests Fuzz

.PHONY: bench
bench: ## measure a release build: hashes, sign-ins, refreshes, decisions, start, memory
	@scripts/bench

.PHONY: scale
scale: SIZES := 1000 100000 1000000
scale: ENGINES := sqlite postgres
scale: ## measure a release build with SIZES users (1000 100000 1000000) on both ENGINES: sign-ins, refreshes, pages
	@SIZES='$(SIZES)' ENGINES='$(ENGINES)' scripts/scale

.PHONY: nodes
nodes: ## measure one node and two on one PostgreSQL, and what bounds them
	@scripts/scale-nodes

.PHONY: fuzz
fuzz: SECONDS := 600
fuzz: ## show made-up inputs to every reader of what strangers send, for SECONDS (600) in all
	@scripts/fuzz $(SECONDS)

.PHONY: legacy-attempts
legacy-attempts: ## 10,000 right and wrong passwords at every legacy door: none let in, none told apart
	@LEGACY_ATTEMPTS=$${LEGACY_ATTEMPTS:-10000} scripts/test end-to-end -s tests/e2e/test_legacy_attempts.py

.PHONY: faults
faults: ## kill, fill, cut and corrupt what Martlet stands on and look for lost or doubled writes; FAULTS=short for minutes
	@scripts/test faults

.PHONY: screenshots
screenshots: CONFIGURATION := debug
screenshots: build ## draw docs/images anew from the example organisation
	@scripts/install-dependencies test
	$(say) 'Drawing docs/images'
	@.venv/bin/python tests/e2e/screenshots.py

.PHONY: hooks
hooks: ## run `make check` before every commit of this clone
	@git config core.hooksPath scripts/hooks
	@echo 'From now on a commit runs make check; git commit --no-verify passes it by.'
