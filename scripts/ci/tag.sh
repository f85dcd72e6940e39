#!/usr/bin/env bash
# Refuses a tag that is not the version of each distribution here, or that the changelog has no section of.
# usage: tag.sh [TAG]   from the environment: GITHUB_REF_NAME, the tag where none is given
set -euo pipefail
cd "$(dirname "$0")/../.."
tag=${1:-${GITHUB_REF_NAME:?usage: tag.sh TAG}}

failed=0
for project in pyproject.toml packages/*/pyproject.toml; do
  [ -f "$project" ] || continue # no further distribution
  file=$(dirname "$project")/$(sed -n '/^\[tool\.hatch\.version\]/,/^\[/s/^path = "\(.*\)"$/\1/p' "$project")
  version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$file")
  [ "$tag" = "v$version" ] || { echo "${file#./}: the version is \"$version\", expected that of the tag $tag" >&2; failed=1; }
done
if ! grep -qE "^## $(sed 's/\./\\./g' <<<"${tag#v}") - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md; then
  echo "CHANGELOG.md: there is no section \"## ${tag#v} - DATE\" for the tag $tag" >&2
  failed=1
fi
exit "$failed"
