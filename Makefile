# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
TESTS ?= tests
DEMO_ARGS ?=

SEEDS ?= 0-999
STEPS ?=
WRITE ?=

.PHONY: demo test check lint format bench simulate defences lock clean
.DEFAULT_GOAL := check

demo: $(STAMPS)/venv  ## run the worked example and keep serving (DEMO_ARGS=--no-serve ends it)
	$(BIN)/crossfoot demo $(DEMO_ARGS)

test: $(STAMPS)/venv $(STAMPS)/programs $(STAMPS)/node  ## every test
	$(BIN)/pytest -n 2 $(TESTS)

check: lint  ## lint, types, import contracts and the fast tests, in under two minutes
	$(BIN)/pytest -n 2 -q -m "not slow" $(TESTS)

lint: $(STAMPS)/venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMPS)/venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMPS)/venv  ## the benchmarks: ratios within one run
	for each in benchmarks/bench_*.py; do $(BIN)/python $$each || exit 1; done

simulate: $(STAMPS)/venv  ## a company at work under trouble: SEEDS=0-9999, or one seed again with STEPS=3,17
	$(BIN)/python -m crossfoot_tests.simulation $(SEEDS) --steps "$(STEPS)" $(if $(KEPT),--kept "$(KEPT)") $(WRITE)

defences: $(STAMPS)/venv $(STAMPS)/programs $(STAMPS)/node  ## take out each defence; the tests that guard it must fail
	$(BIN)/python -m crossfoot_tests.planted

# The virtual environment: pinned by hash, built anew only when a pin changes.
$(STAMPS)/venv: requirements/dev.txt pyproject.toml
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "crossfoot needs Python 3.11 or newer; name one with: make PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Programs the tests drive. What is missing is installed where apt-get may, and named where it may not.
$(STAMPS)/programs: .ci/programs
	@mkdir -p $(STAMPS)
	.ci/programs
	@touch $@

# What checks the script of Google sheets and the task pane: pinned by hash, installed anew only when a pin changes.
$(STAMPS)/node: package-lock.json .npmrc $(STAMPS)/programs
	npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

lock: $(STAMPS)/venv  ## renew the pins (needs uv and npm)
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet -o requirements/dev.txt
	npm install --package-lock-only --silent --no-audit --no-fund

clean:
	rm -rf $(VENV) $(STAMPS) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
