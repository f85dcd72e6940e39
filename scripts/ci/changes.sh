#!/usr/bin/env bash
# Says what changed between a commit and the files here, as Markdown: in the job summary and in a file, the body of a
# comment. On GitHub it shows the committed pictures that changed.
# from the environment: CONFIG (config.yaml), BASE (a commit), BODY (geomap-changes.md)
set -euo pipefail
config=${CONFIG:-config.yaml}
body=${BODY:-geomap-changes.md}
: "${BASE:?set BASE to the commit to compare with}"
pictures=()
if [ -n "${GITHUB_REPOSITORY:-}" ]; then
  pictures=(--pictures "${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY/raw/{commit}/{path}")
fi
geomap diff "$config" --base "$BASE" --format markdown --exit-zero ${pictures[@]+"${pictures[@]}"} >"$body"
cat "$body" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
