"""A throwaway HOME for commands that tests run on this very machine: its own folder, and first on its PATH
a `reboot` (and its like) that only writes down that it was called.
"""

import shutil
import tempfile
from pathlib import Path

HARMFUL = ["reboot", "shutdown", "poweroff", "halt", "systemctl", "init", "sudo"]


class ThrowawayHome:
    def __init__(self, purpose):
        self.folder = Path(tempfile.mkdtemp(prefix=f"mist-clients-{purpose}-"))
        self.home = self.folder / "home"
        self.record = self.folder / "harmful-calls"
        bin = self.folder / "bin"
        (self.home / ".ssh").mkdir(parents=True, mode=0o700)
        bin.mkdir()
        for name in HARMFUL:
            # Asking sudo whether it would do anything harms nobody.
            harmless = 'test "$*" = "-n true" && exit 0\n' if name == "sudo" else ""
            program = bin / name
            program.write_text(f"#!/bin/sh\n{harmless}echo {name} \"$@\" >> '{self.record}'\n")
            program.chmod(0o755)
        path = f"{bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        # As every program under test gets it, with nothing of this machine's own. What they leave in their
        # TMPDIR (keys: see KnownFaults of the command) goes with the folder.
        self.environment = {"HOME": str(self.home), "PATH": path, "TMPDIR": str(self.folder), "LANG": "C.UTF-8"}

    @property
    def harmful_calls(self):
        """The harmful commands called so far, one line each."""
        return self.record.read_text().splitlines() if self.record.exists() else []

    def remove(self):
        shutil.rmtree(self.folder)
