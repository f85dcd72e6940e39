#!/usr/bin/env bash
# Names the cache of downloaded packages: it changes with what is pinned. usage: cache_key.sh LOCK
set -euo pipefail
key="geomap-$(uname -s)-$(uname -m)-$(sha256sum <"${1:?usage: cache_key.sh LOCK}" | cut -c 1-16)"
echo "key=$key" >>"${GITHUB_OUTPUT:-/dev/stdout}"
