#!/usr/bin/env bash
# Makes the draft of a release on GitHub: the tag's section of the changelog, and these files. People publish it.
# usage: draft.sh FILE...   from the environment: GITHUB_REF_NAME, the tag; GH_TOKEN
set -euo pipefail
: "${1:?usage: draft.sh FILE...}"
version=${GITHUB_REF_NAME#v}
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT

awk -v version="$version" '/^## / { here = $2 == version; next } here' CHANGELOG.md >"$notes"
grep -q . "$notes" || { echo "CHANGELOG.md: there is no section for $version" >&2; exit 1; }
gh release create "$GITHUB_REF_NAME" --draft --verify-tag --title "geomap $version" --notes-file "$notes" "$@"
