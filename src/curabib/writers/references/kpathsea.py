"""BibTeX styles as TeX finds them."""

import re
import subprocess
from pathlib import Path
from shutil import which

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}\Z", re.ASCII)
_PATIENCE = 20.0


def bst_file(name: str) -> Path | None:
    """Return the .bst file that `kpsewhich` finds for a name, or None where it finds none or TeX is not installed."""
    program = which("kpsewhich")
    if program is None or not _NAME.match(name):
        return None
    try:
        done = subprocess.run(
            [program, f"{name.removesuffix('.bst')}.bst"],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    path = Path(done.stdout.decode("utf-8", "replace").partition("\n")[0].strip())
    return path if done.returncode == 0 and path.is_file() else None
