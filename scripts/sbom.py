"""What geomap is made of, as CycloneDX 1.6: the locked libraries, and the data and fonts that the package itself holds.

Run from the project's root: python -m scripts.sbom FILE; the same sources give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from geomap import __version__
from scripts.lock import MAP, ROOT

_COMMAND = (
    "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(MAP), "--pyproject", str(ROOT / "pyproject.toml"),
    "--mc-type", "library", "--output-reproducible", "--of", "JSON", "--sv", "1.6",
)  # fmt: skip
# Of what pip does not know: where it stands, as the SOURCES.md beside it says, and its licence.
_HELD = (
    ("fonts/*.ttf", "Source Sans 3", "3.52", {"id": "OFL-1.1"}),
    ("ground/data/*.npz", "Natural Earth", "4.1.0", {"name": "public domain"}),
    ("places/gazetteer.zip", "GeoNames", "", {"id": "CC-BY-4.0"}),
)


def sbom() -> bytes:
    """The list as JSON."""
    done = subprocess.run([sys.executable, *_COMMAND], capture_output=True, check=True)
    content: dict[str, Any] = json.loads(done.stdout)
    package = content["metadata"]["component"]
    package |= {"version": __version__, "purl": f"pkg:pypi/{package['name']}@{__version__}"}
    for row in content["components"]:
        row.pop("description", None)  # the line of the lock, hashes and all, which stand below as well
    content["components"] += [_held(*row, file) for pattern, *row in _HELD for file in sorted(MAP.parent.glob(pattern))]
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _held(name: str, version: str, licence: dict[str, str], file: Path) -> dict[str, Any]:
    """A file of the package that others have made."""
    path = file.relative_to(ROOT).as_posix()
    return {
        "type": "data",
        "bom-ref": path,
        "name": f"{name}: {path}",
        **({"version": version} if version else {}),
        "licenses": [{"license": licence}],
        "hashes": [{"alg": "SHA-256", "content": sha256(file.read_bytes()).hexdigest()}],
    }


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(sbom())
