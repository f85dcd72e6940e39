"""Lint and check the format of the page's scripts with Biome, or with --fix mend them. Where Node is not, say so only.

Run from the project's root: python scripts/lint_page.py [--fix]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIOME = ROOT / "node_modules" / ".bin" / "biome"
LOCK = ROOT / "package-lock.json"


def is_current() -> bool:
    """Whether the tools that the lock file names are installed."""
    installed = ROOT / "node_modules" / ".package-lock.json"
    return BIOME.exists() and installed.stat().st_mtime >= LOCK.stat().st_mtime


def main() -> None:
    npm = shutil.which("npm")
    if npm is None:
        print("Node is not installed: the page's scripts are not linted")
        return
    if not is_current():
        made = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=False, capture_output=True, text=True
        )
        if made.returncode:
            print(f"npm could not install the linter, so the page's scripts are not linted:\n{made.stderr.strip()}")
            return
    fix = ["--write"] if "--fix" in sys.argv[1:] else []
    sys.exit(subprocess.run([BIOME, "check", "--error-on-warnings", *fix], cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
