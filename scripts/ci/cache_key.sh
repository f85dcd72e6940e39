#!/usr/bin/env bash
# Names the cache of downloaded packages: it changes with the requirements. usage: cache_key.sh PYPROJECT
set -euo pipefail
key="geomap-$(uname -s)-$(uname -m)-$(sha256sum <"${1:?usage: cache_key.sh PYPROJECT}" | cut -c 1-16)"
echo "key=$key" >>"${GITHUB_OUTPUT:-/dev/stdout}"
