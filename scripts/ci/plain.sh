#!/usr/bin/env bash
# Installs what is locked with pip alone, builds the example and runs the quick tests: for systems without make.
set -euo pipefail
cd "$(dirname "$0")/../.."
pip=(python -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" --require-hashes --only-binary :all: --requirement requirements/dev.txt
"${pip[@]}" --no-deps --no-build-isolation --editable . --editable packages/fonts
geomap build config.yaml --out build/maps
python -m pytest -n 2 @tests/quick.txt
