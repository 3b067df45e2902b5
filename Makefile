# Thin on purpose: each target is the plain lines that the README shows.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PAGES := $(shell find web/frontend -name node_modules -prune -o -type f -print)

.PHONY: demo test check words clean

demo: $(VENV)/.ready
	$(BIN)/aftersales demo

test: $(VENV)/.ready-for-tests check
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder -m "not (postgresql or browser or uncounted)"
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder -m "postgresql or browser or uncounted"
	NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m pytest --numprocesses=auto tests/scheduling/search tests/scheduling/slots tests/scheduling/uncertainty
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=90
	$(BIN)/coverage report --fail-under=100 --include='scheduling/*,warranty/*'

check: $(VENV)/.ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Collect what the code says and bring the catalogues of the other languages up to date.
words: $(VENV)/.ready-for-tests
	$(BIN)/pybabel -q extract -F babel.cfg -k _:1 -k many:1,2 -k said:1 --no-location --sort-output --omit-header -o .words.pot .
	for language in lv bn; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -w 100 \
		-D aftersales -i .words.pot -d aftersales/words/locale -l $$language; done
	rm .words.pot

$(VENV)/.ready: pyproject.toml constraints.txt $(PAGES)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.ready-for-tests: pyproject.toml constraints.txt $(PAGES)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(VENV)/.ready $@

clean:
	rm -rf $(VENV) demo web/static/built web/frontend/node_modules .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
