#!/usr/bin/env bash
# Builds the maps of a config, or checks that the committed ones are up to date.
# from the environment: CONFIG (config.yaml), COMMAND (build or check), OUT (output/ beside CONFIG)
set -euo pipefail
config=${CONFIG:-config.yaml}
out=${OUT:-$(dirname "$config")/output}
echo "out=$out" >>"${GITHUB_OUTPUT:-/dev/null}"
case ${COMMAND:-build} in
  build) geomap validate "$config" && geomap build "$config" --out "$out" --locked ;;
  check) geomap check "$config" --out "$out" ;;
  *) echo "COMMAND is ${COMMAND}: choose build or check" >&2; exit 2 ;;
esac
