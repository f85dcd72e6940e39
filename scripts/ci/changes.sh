#!/usr/bin/env bash
# Says what changed between a commit and the files here, as a Markdown table: in the job summary and in a file, the
# body of a comment.
# from the environment: CONFIG (config.yaml), BASE (a commit), BODY (geomap-changes.md)
set -euo pipefail
config=${CONFIG:-config.yaml}
body=${BODY:-geomap-changes.md}
: "${BASE:?set BASE to the commit to compare with}"
before=$(mktemp -d)
trap 'git worktree remove --force "$before/tree" 2>/dev/null || true; rm -rf "$before"' EXIT

if ! git worktree add --quiet --detach "$before/tree" "$BASE"; then
  echo "commit $BASE is not there: check out with its history (fetch-depth: 0)" >&2
  exit 1
fi
if [ ! -f "$before/tree/$config" ]; then
  echo "\`$config\` is new." >"$body"
elif geomap diff "$before/tree/$config" "$config" --format markdown >"$body"; then
  echo "No unit of \`$config\` changed." >"$body"
elif [ ! -s "$body" ]; then
  exit 1 # the data are at fault; geomap said how
fi
cat "$body" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
