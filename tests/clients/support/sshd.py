"""A real OpenSSH server on loopback, with a throwaway host key, HOME and authorized_keys."""

import getpass
import os
import socket
import subprocess

from .home import ThrowawayHome
from .waiting import until

PROGRAM = os.environ.get("SSHD", "/usr/sbin/sshd")


class SshServer:
    """Runs as the person who runs the tests and lets in the owner of one key."""

    def __init__(self):
        self.user = getpass.getuser()
        self.throwaway = ThrowawayHome("sshd")
        folder, home = self.throwaway.folder, self.throwaway.home
        self.host_key = folder / "host-key"
        new_key(self.host_key)
        new_key(folder / "client-key")
        self.private_key = (folder / "client-key").read_text()
        self.authorize((folder / "client-key.pub").read_text())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = " ".join(f'"{name}={value}"' for name, value in self.throwaway.environment.items())
        config = folder / "config"
        config.write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.host_key}\nPidFile none\n"
            f"AuthorizedKeysFile {home}/.ssh/authorized_keys\nStrictModes no\nUsePAM no\n"
            f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
            f"SetEnv {environment}\n"
        )
        if os.getuid() == 0:
            # Debian's sshd refuses to run as root without its empty privilege separation folder.
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen([PROGRAM, "-D", "-e", "-f", config], stderr=log)
        until("sshd", self._answers)

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"sshd ended: {self.log.read_text()}")
        try:
            with socket.create_connection(("127.0.0.1", self.port)) as connection:
                return connection.recv(4) == b"SSH-"
        except OSError:
            return False

    def authorize(self, public_key):
        """Lets the owner of one more key in."""
        with (self.throwaway.home / ".ssh" / "authorized_keys").open("a") as file:
            file.write(public_key.strip() + "\n")

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def close(self):
        self.stop()
        self.throwaway.remove()


def new_key(file):
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-C", "clients", "-f", file],
        check=True,
    )
