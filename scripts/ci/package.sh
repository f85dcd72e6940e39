#!/usr/bin/env bash
# Builds wheel and sdist into dist/, then installs each in an environment of its own and builds maps with it from an
# empty folder, where no network can be reached.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
most_bytes=$((25 * 1000 * 1000))
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

rm -rf dist
"$python" -m venv "$scratch/tools"
"$scratch/tools/bin/python" -m pip install --quiet --disable-pip-version-check "build>=1.2,<2"
"$scratch/tools/bin/python" -m build --outdir dist . >"$scratch/build.log" 2>&1 || { cat "$scratch/build.log" >&2; exit 1; }

mkdir "$scratch/offline"
cat >"$scratch/offline/sitecustomize.py" <<'PYTHON'
import sys


def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"the network was asked for: {event} {arguments}")


sys.addaudithook(refuse)
PYTHON

for package in dist/*.whl dist/*.tar.gz; do
  bytes=$(wc -c <"$package")
  echo "$package: $bytes bytes"
  [ "$bytes" -le "$most_bytes" ] || { echo "larger than $most_bytes bytes" >&2; exit 1; }
  "$python" -m venv --clear "$scratch/clean"
  PATH="$scratch/clean/bin:$PATH" scripts/ci/install.sh "$PWD/$package"
  "$scratch/clean/bin/python" -m pip check
  rm -rf "$scratch/empty" && mkdir "$scratch/empty"
  (
    cd "$scratch/empty"
    export PYTHONPATH="$scratch/offline" PATH="$scratch/clean/bin:$PATH"
    for template in minimal full table; do
      geomap init "$template" --template "$template" >/dev/null
      (cd "$template" && geomap build && geomap build --locked && geomap check)
    done
    geomap geocode --name "Rostov na Donu" --country RU
    geomap symbols --family app6 --out app6.png
  )
done
echo "wheel and sdist install and build maps offline"
