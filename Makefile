# `make demo` and `make test` need only this checkout, make and Python 3.11 or newer.
.POSIX:
.SUFFIXES:
.PHONY: demo test check long slow faults faults-short bench bench-compare bench-growth bench-peers screenshots clean

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
INSTALL = $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
PYTEST_ARGS = -n auto

demo: $(VENV)/.installed
	@$(BIN)/moie demo

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Screens and processes that take about a second each, which would make `make test` too long to wait for.
long: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -m 'long and not slow and not faults' $(PYTEST_ARGS)

# What takes more than a few seconds each: a minute of foreign writers, hostile text at every size, closed terminals.
slow: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -m slow --timeout 600 $(PYTEST_ARGS)

# Breaks things on purpose; the whole run also writes its figures into docs/reliability.md.
FIGURES = build/faults.jsonl
PYTEST_FAULTS = $(BIN)/python -m pytest -m faults tests/faults -n auto --dist worksteal

faults-short: $(VENV)/.installed-dev
	@FAULTS=short $(PYTEST_FAULTS)

faults: $(VENV)/.installed-dev
	@mkdir -p build && rm -f $(FIGURES)
	@FAULTS=full FAULTS_FIGURES="$$PWD/$(FIGURES)" $(PYTEST_FAULTS) --timeout 0
	@$(BIN)/python -m tests.faults.table $(FIGURES)

# Every figure of docs/performance.md beside its baseline, in about ten minutes; BENCH_ARGS=--quick in four.
bench: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.benchmarks --write $(BENCH_ARGS)

# What ten times as much of everything costs.
bench-growth: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.benchmarks.growth $(BENCH_ARGS)

# What got slower since a commit: make bench-compare REV=HEAD~5
bench-compare: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.benchmarks.compare $(REV) $(BENCH_ARGS)

# Other programs on Textual beside ours; which of them are not installed, it says.
bench-peers: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.benchmarks.peers $(BENCH_ARGS)

screenshots: $(VENV)/.installed-dev
	@$(BIN)/python -m screenshots.make

clean:
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first interpreter that is new enough, since `python3` is 3.9 on some Macs.
$(VENV)/.made:
	@for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "make: $$python has no venv module; install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }; \
	  echo "making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv $(VENV) && touch $@; exit; \
	done; \
	echo "make: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1

$(VENV)/.installed: $(VENV)/.made pyproject.toml constraints.txt
	@echo "installing moie-tui into $(VENV)"
	@$(INSTALL) --editable . && touch $@

$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml constraints.txt
	@echo "installing moie-tui and its test tools into $(VENV)"
	@$(INSTALL) --editable '.[dev]' && touch $(VENV)/.installed $@
