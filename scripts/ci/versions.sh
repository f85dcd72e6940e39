#!/usr/bin/env bash
# Builds the example and runs the quick tests with the newest, or the oldest, versions of libraries that pyproject.toml
# allows, in an environment of its own. usage: versions.sh newest|oldest
set -euo pipefail
cd "$(dirname "$0")/../.."
case ${1:-} in
  newest) resolution=highest ;;
  oldest) resolution=lowest-direct ;;
  *) echo "usage: versions.sh newest|oldest" >&2; exit 2 ;;
esac
here=build/versions/$1
mkdir -p "$here"

"${PYTHON:-python3}" -m venv --clear "$here/env"
pip=("$here/env/bin/python" -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" "uv>=0.9,<1"
# The tools of the tests are those of the lock; what geomap itself needs is chosen anew.
"${pip[@]}" --require-hashes --only-binary :all: --requirement requirements/dev.txt
"$here/env/bin/uv" pip compile --quiet --resolution "$resolution" --extra parquet --python "$here/env/bin/python" \
  --no-header --output-file "$here/chosen.txt" pyproject.toml
"${pip[@]}" --requirement "$here/chosen.txt"
"${pip[@]}" --no-deps --no-build-isolation --editable . $(printf -- '--editable %s ' packages/*)

"$here/env/bin/geomap" build config.yaml --out "$here/maps"
"$here/env/bin/python" -m pytest -n 2 @tests/quick.txt
