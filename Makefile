# What a person or CI does here; `make help` lists it. Python 3.12 or newer is all it needs.

VENV := .venv
PYTHON := $(VENV)/bin/python
PINS := pip-compile --quiet --generate-hashes --no-strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
SOURCES := finance_app tests examples $(wildcard alembic bench) rxconfig.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run build test soak lint format bench pictures demo pins sbom audit clean

help: ## list what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: $(VENV)/.runtime ## start the app
	@$(PYTHON) -m finance_app build
	@exec $(PYTHON) -m finance_app serve

build: $(VENV)/.runtime ## build the browser's part, where it is out of date
	@$(PYTHON) -m finance_app build

test: $(VENV)/.development lint ## check everything: style, types, layers, both databases, the browser
	@.ci/needs
	@$(PYTHON) -m finance_app build  # once, before two workers want it
	@$(PYTHON) -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

soak: $(VENV)/.development ## run the whole of what `make test` runs a hundredth of, and write docs/soak.md
	@$(PYTHON) -m finance_app build
	@$(PYTHON) -m pytest -q --soak $$($(PYTHON) -m tests.figures) $(PYTEST_ARGS)

lint: $(VENV)/.development ## check style, types and layers
	@$(VENV)/bin/ruff check --quiet $(SOURCES)
	@$(VENV)/bin/ruff format --quiet --check $(SOURCES)
	@$(VENV)/bin/mypy --no-error-summary
	@PYTHONPATH=. $(VENV)/bin/lint-imports --no-cache --no-logo | tail -n 2

format: $(VENV)/.development ## put the code in order
	@$(VENV)/bin/ruff check --quiet --fix $(SOURCES)
	@$(VENV)/bin/ruff format --quiet $(SOURCES)

bench: $(VENV)/.development ## measure against the targets
	@$(PYTHON) -m bench

demo: export FINANCE_DATA_DIR := $(or $(FINANCE_DATA_DIR),data-demo)
pictures: $(VENV)/.development ## take the pictures in docs/screens anew
	@$(PYTHON) -m finance_app build
	@$(PYTHON) -m tests.pictures

demo: $(VENV)/.runtime ## make a user with invented entries, in a data folder of its own
	@$(PYTHON) -m finance_app demo --entries 2000

pins: $(VENV)/.development ## write requirements*.txt anew from requirements*.in
	@$(VENV)/bin/pip install --quiet pip-tools
	@for name in requirements requirements-dev; do \
	  PATH="$(VENV)/bin:$$PATH" $(PINS) --upgrade --output-file $$name.txt $$name.in || exit 1; \
	  sed -i "1i # Pinned by \`make pins\` from $$name.in." $$name.txt; \
	done
	@$(MAKE) --no-print-directory sbom

sbom: $(VENV)/.development ## write down what the app is made of, in docs/sbom.cdx.json
	@$(PYTHON) -m tests.sbom

audit: $(VENV)/.development ## ask for known holes in what is pinned; needs the advisories of PyPI and npm
	@$(VENV)/bin/pip install --quiet pip-audit
	@$(VENV)/bin/pip-audit --disable-pip --require-hashes --strict -r requirements.txt
	@cd reflex.lock && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm audit --package-lock-only

clean: ## remove what was made here, except data
	@rm -rf $(VENV) .web .states .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON):
	@for python in python3 python3.14 python3.13 python3.12; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || continue; \
	  exec $$python -m venv $(VENV); \
	done; \
	echo "Python 3.12 or newer is needed and was not found; install it and try again." >&2; exit 1

$(VENV)/.runtime: requirements.txt | $(PYTHON)
	@echo "Installing what the app needs into $(VENV); this is done once."
	@$(PYTHON) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@$(PYTHON) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
