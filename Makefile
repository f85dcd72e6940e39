# One command each. Everything runs in .venv, which is made on first use, of the versions that are locked.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --require-hashes --only-binary :all:
FONTS := $(wildcard packages/fonts)
READY := $(VENV)/.ready

# Each worker takes whole files, as far as all have work, so that what a file builds is built once; three on two
# processors, as one that waits for a browser or another process leaves time for the others.
PYTEST := $(BIN)/python -m pytest -n 3 --dist worksteal

.PHONY: map test quick lint check fix lock package gdal reference docs bench fuzz guided long soak prove mutate coverage
.PHONY: audit sbom clean
.DEFAULT_GOAL := map

$(VENV)/.geomap: geomap/requirements.txt pyproject.toml
	@echo "installing into $(VENV), once; a minute or two"
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) -r geomap/requirements.txt
	$(PIP) --no-deps --no-build-isolation -e . $(FONTS:%=-e %)
	touch $@

$(READY): requirements/dev.txt $(VENV)/.geomap
	$(LOCKED) -r requirements/dev.txt
	touch $@

map: $(VENV)/.geomap  ## build output/ from config.yaml
	$(BIN)/geomap build config.yaml

test: $(READY)  ## run all tests, those in the browser included
	$(BIN)/python scripts/find_chromium.py
	$(PYTEST)

quick: $(READY)  ## while editing: lint of Python and the tests that draw little and open no browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PYTEST) @tests/quick.txt

lint: $(READY)  ## lint, contracts of import, strict types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python scripts/web_tools.py lint types

check: lint test  ## lint, strict types, tests

fix: $(READY)  ## mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python scripts/web_tools.py --fix

lock: $(READY)  ## pin the newest versions that pyproject.toml allows
	$(PIP) "uv>=0.9,<1"
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m scripts.lock

package:  ## build wheel and sdist, install each in an empty environment, build maps with it offline
	PYTHON=$(PYTHON) scripts/ci/package.sh

DAYS := build/gdal/days.yaml --from 2024-03-01 --to 2024-04-08
gdal: $(VENV)/.geomap  ## open files of data, and those of a map of the change, with GDAL's own tools and its validator
	rm -rf build/gdal
	$(BIN)/geomap build config.yaml --locked --quiet --only geojson,gpkg,kml,kmz,csv --out build/gdal/example
	sed 's/^outputs:.*/outputs: [geojson, gpkg, kml, kmz, csv]/' tests/scenes/six-weeks/config.yaml >build/gdal/days.yaml
	$(BIN)/geomap diff $(DAYS) --out build/gdal/changes >/dev/null || [ $$? = 1 ]  # something changed
	scripts/ci/gdal.sh build/gdal

reference: $(READY)  ## renew docs/keys.md and docs/commands.md, every key and every command
	$(BIN)/python -m scripts.docs_reference

docs: $(READY) reference  ## build the docs into site/, the reference and their pictures first
	$(BIN)/python -m scripts.make_pictures
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

bench: $(READY)  ## time geomap beside what a user would write otherwise; results in benchmarks/, figures in README.md
	$(PIP) -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.run --write
	$(BIN)/python -m benchmarks.pages --write
	$(BIN)/python -m benchmarks.labels --write

# Of each fuzzer so many; the second starts with the number FROM, so that `make fuzz FROM=80000` goes on where one ended.
CONFIGS ?= 100000
FILES ?= 20000
WIDE ?= 80000
FROM ?= 0
PROJECTS ?= 60
PAGES ?= 60
fuzz: $(READY)  ## 200,000 broken configs, tables, layers and fonts, projects and pages; results in docs/robustness.md
	$(BIN)/python -m scripts.fuzz.files $(CONFIGS) $(FILES)
	$(BIN)/python -m scripts.fuzz.wide $(WIDE) $(FROM)
	$(BIN)/python -m scripts.fuzz.states $(PROJECTS)
	$(BIN)/python -m scripts.fuzz.pages $(PAGES) $(FROM)
	GEOMAP_EXAMPLES=2000 $(BIN)/python -m pytest tests/fuzzing/test_strategies.py
	GEOMAP_EXAMPLES=60 $(BIN)/python -m pytest tests/layout/test_dense.py

guided: $(READY)  ## ten seconds of a fuzzer that looks for new lines of the reader, where atheris has a wheel
	@$(BIN)/python -c "import atheris" 2>/dev/null || { echo "atheris has no wheel here"; exit 0; }; \
	$(BIN)/python -m scripts.fuzz.guided 10

prove: $(READY)  ## without its check no message on a broken input of tests/bad is said; results in docs/robustness.md
	$(BIN)/python -m scripts.prove_checks

mutate: $(READY)  ## change the code of key, estimates, geocoding and diff: do tests notice? results in docs/robustness.md
	$(BIN)/python -m scripts.mutation

coverage: $(READY)  ## how many lines and branches of geomap/ the tests go through; results in docs/robustness.md
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/python -m coverage run -m pytest -n 3 --dist worksteal $(TESTS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage json --quiet -o build/coverage/report.json
	$(BIN)/python -m scripts.record_coverage build/coverage/report.json

long: $(READY)  ## the tests that `make test` leaves out: further seeds, widths and sizes, and the peers of the benchmarks
	$(BIN)/python scripts/find_chromium.py
	$(PYTEST) -m long

soak: $(READY) long  ## and kill 200 builds, 200 writers, fill a disk at 100 sizes, race; results in docs/robustness.md
	$(BIN)/python -m scripts.soak 200 100

DATABASE ?= build/osv-pypi.zip
audit: $(READY)  ## known holes in the locked versions, by a database that is fetched once and kept (DATABASE=FILE)
	$(BIN)/python -m scripts.audit $(DATABASE)

sbom: $(READY)  ## dist/geomap.cdx.json, what geomap is made of (CycloneDX)
	$(BIN)/python -m scripts.sbom dist/geomap.cdx.json

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build site node_modules .cache/npm
