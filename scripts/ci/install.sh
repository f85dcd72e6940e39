#!/usr/bin/env bash
# Installs geomap from folders or wheels, with the versions of its libraries that geomap/requirements.txt pins.
# usage: install.sh PATH...
set -euo pipefail
: "${1:?usage: install.sh PATH...}"
locked=$(cd "$(dirname "$0")/../../geomap" && pwd)/requirements.txt
python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement "$locked"
python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "$@"
geomap --version
