"""Proof that a test left this person's own SSH folder alone: contents are hashed, never kept or shown."""

import hashlib
import os
import pwd
from pathlib import Path


def fingerprints():
    """Every file where OpenSSH looks and where programs look that believe HOME, with its content's digest."""
    homes = {pwd.getpwuid(os.getuid()).pw_dir, os.path.expanduser("~")}
    files = (file for home in homes for file in Path(home, ".ssh").rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
