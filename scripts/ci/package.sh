#!/usr/bin/env bash
# Builds wheel and sdist of each distribution into dist/ and checks what they say of themselves. Then installs geomap's
# in an environment of its own and builds maps with it from an empty folder, where no network can be reached; and once
# more with the other distributions beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
most_bytes=$((25 * 1000 * 1000))
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

rm -rf dist
"$python" -m venv "$scratch/tools"
"$scratch/tools/bin/python" -m pip install --quiet --disable-pip-version-check "build>=1.2,<2" "twine>=7,<8"
for project in pyproject.toml packages/*/pyproject.toml; do
  [ -f "$project" ] || continue # no further distribution
  "$scratch/tools/bin/python" -m build --outdir dist "$(dirname "$project")" >"$scratch/build.log" 2>&1 ||
    { cat "$scratch/build.log" >&2; exit 1; }
done
"$scratch/tools/bin/python" -m twine check --strict dist/*

mkdir "$scratch/offline"
cat >"$scratch/offline/sitecustomize.py" <<'PYTHON'
import sys


def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"the network was asked for: {event} {arguments}")


sys.addaudithook(refuse)
PYTHON

add() { # FILE
  PATH="$scratch/clean/bin:$PATH" scripts/ci/install.sh "$PWD/$1"
  "$scratch/clean/bin/python" -m pip check
}

build_maps() {
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
}

for package in dist/*; do
  bytes=$(wc -c <"$package")
  echo "$package: $bytes bytes"
  [ "$bytes" -le "$most_bytes" ] || { echo "larger than $most_bytes bytes" >&2; exit 1; }
done
for kind in .whl .tar.gz; do
  "$python" -m venv --clear "$scratch/clean"
  others=0
  add dist/geomap_yaml-[0-9]*"$kind"
  build_maps
  for package in dist/*"$kind"; do
    case $package in dist/geomap_yaml-[0-9]*) continue ;; esac
    add "$package"
    others=1
  done
  [ "$others" -eq 0 ] || build_maps
done
echo "wheel and sdist of each distribution install, and build maps offline"
