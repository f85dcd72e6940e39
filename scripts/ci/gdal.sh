#!/usr/bin/env bash
# Opens the files of data in these folders with GDAL's own tools, and has its validator check the GeoPackages; whatever
# they say on standard error is a failure. Installs them where they are missing, as Debian and Ubuntu call them.
# usage: gdal.sh FOLDER...   from the environment: GDAL_PYTHON (/usr/bin/python3), the Python that GDAL was made for
set -euo pipefail
python=${GDAL_PYTHON:-/usr/bin/python3}
: "${1:?usage: gdal.sh FOLDER...}"
command -v ogrinfo >/dev/null || sudo apt-get install --quiet --yes gdal-bin python3-gdal
known=$(ogrinfo --formats)

failed=0
say() { # FILE TEXT
  [ -z "$2" ] && echo "$1: opened" || { echo "$1: $2" >&2; failed=1; }
}
for file in $(find "$@" -type f | LC_ALL=C sort); do
  case $file in
    *.parquet) grep -q Parquet <<<"$known" || { echo "$file: this GDAL reads no Parquet"; continue; } ;;
    *.geojson | *.gpkg | *.kml | *.kmz | *.csv) ;;
    *) continue ;;
  esac
  status=0
  said=$(ogrinfo -ro -al -so "$file" 2>&1 >/dev/null) || status=$?
  [ "$status" -eq 0 ] || said="${said:-ogrinfo ended with $status}"
  say "$file" "$said"
  case $file in
    *.gpkg) say "$file, validated" "$("$python" -m osgeo_utils.samples.validate_gpkg "$file" 2>&1 || echo "is not valid")" ;;
  esac
done
exit "$failed"
