PYTHON ?= python3
PACKAGES := kernel auth posts notifier bot web_viewer local
PIP := .venv/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench clean

help:
	@echo "make run     starts everything on this machine (stop with Ctrl-C)"
	@echo "make test    lint and all tests"
	@echo "make lint    style, types and the rooms' borders"
	@echo "make format  writes the code as lint wants it"
	@echo "make bench   measures"
	@echo "make clean   removes what can be made again; your data stays"

run: .venv/installed-local
	@exec env PYTHONUTF8=1 .venv/bin/python -m local

test: lint
	.venv/bin/python -m pytest --numprocesses=2

lint: .venv/installed-dev
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m mypy $(PACKAGES) migrations tests $(wildcard benchmarks)
	.venv/bin/lint-imports

format: .venv/installed-dev
	.venv/bin/python -m ruff check --fix .
	.venv/bin/python -m ruff format .

bench: .venv/installed-dev
	.venv/bin/python -m benchmarks

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -path ./data -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Your data is still in ./data (or DATA_DIR): remove it yourself if you want to."

# Where pip has put everything, it has left a stamp; a newer list of requirements makes it work again.
.venv/installed-local: requirements-local.txt
	@$(environment)
	@echo "Installing what Postebin needs (about a minute the first time)…"
	@$(PIP) $<
	@touch $@

.venv/installed-dev: requirements-dev.txt
	@$(environment)
	@echo "Installing what Postebin and its tests need (about a minute the first time)…"
	@$(PIP) $<
	@touch $@ .venv/installed-local

define environment
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then \
	command -v $(PYTHON) >/dev/null || \
		{ echo "There is no $(PYTHON): install Python 3.11 or newer, or set PYTHON (make run PYTHON=…)." >&2; exit 2; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11)." >&2; exit 2; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make environments: install python3-venv, or set PYTHON to another." >&2; exit 2; }; \
	rm -rf .venv && $(PYTHON) -m venv .venv; \
fi
endef
