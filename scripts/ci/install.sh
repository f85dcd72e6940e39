#!/usr/bin/env bash
# Installs geomap from a folder or a wheel. usage: install.sh PATH
set -euo pipefail
python -m pip install --quiet --disable-pip-version-check "${1:?usage: install.sh PATH}"
geomap --version
