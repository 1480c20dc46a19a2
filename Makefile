PYTHON ?= python3
ifneq ($(words $(PYTHON)),1)
$(error PYTHON must be one word: the name or the path of a Python, such as python3.13)
endif
# A Python chosen on the command line has its own environment: `make test PYTHON=python3.13`.
VENV := .venv
ifneq ($(origin PYTHON),file)
VENV := .venv-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
endif
# An environment whose Python no longer works is rebuilt.
$(shell [ ! -d $(VENV) ] || $(VENV)/bin/python -c 'import pip' 2>/dev/null || rm -f $(VENV)/installed-*)
PACKAGES := kernel auth posts notifier bot web_viewer local

ifeq ($(OS),Windows_NT)
$(error Postebin runs on Linux and macOS. On Windows, install WSL (wsl --install) and run it there)
endif

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench clean

help:
	@echo "make run     starts everything on this machine (stop with Ctrl-C)"
	@echo "make test    lint and all tests"
	@echo "make lint    style, types and imports between packages"
	@echo "make format  formats the code as lint requires"
	@echo "make bench   runs the benchmarks"
	@echo "make clean   removes generated files; your data stays"
	@echo "To use another Python: make run PYTHON=python3.13"

run: $(VENV)/installed-local
	@exec env PYTHONUTF8=1 $(VENV)/bin/python -m local

test: lint
	$(VENV)/bin/python -m pytest --numprocesses=2

lint: $(VENV)/installed-dev
	$(VENV)/bin/python -m ruff check .
	$(VENV)/bin/python -m ruff format --check .
	$(VENV)/bin/python -m mypy $(PACKAGES) migrations tests $(wildcard benchmarks)
	$(VENV)/bin/lint-imports

format: $(VENV)/installed-dev
	$(VENV)/bin/python -m ruff check --fix .
	$(VENV)/bin/python -m ruff format .

bench: $(VENV)/installed-dev
	$(VENV)/bin/python -m benchmarks

clean:
	rm -rf .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -path ./data -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Your data is still in ./data (or DATA_DIR); delete it yourself if you no longer need it."

# The stamp of a complete installation; newer requirements install again.
$(VENV)/installed-%: requirements-%.txt
	@command -v $(PYTHON) >/dev/null || \
		{ echo "$(PYTHON) was not found: install Python 3.11 or newer, or set PYTHON (make run PYTHON=…)." >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 6))' || \
		{ echo "$(PYTHON) is too old: set PYTHON to 3.11 or newer (make run PYTHON=python3.11)." >&2; exit 2; }
	@$(PYTHON) -I local/machine.py
	@$(PYTHON) -I local/install.py $(VENV) $<
	@touch $@ $(if $(filter dev,$*),$(VENV)/installed-local)
