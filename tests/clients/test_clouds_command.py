"""Simulated clouds by the `mist` command."""

import unittest

from support import CommandWorld, until
from support.clouds import CLOUDS, PATIENCE, state_of


class CloudsByCommand(CommandWorld):
    options = ("--demo",)

    def test_every_cloud_is_added_by_its_own_options(self):
        for cloud in CLOUDS:
            with self.subTest(cloud.provider):
                title = f"Proof {cloud.provider}"
                said = self.mist("add-backend", "--provider", cloud.provider, "--name", title, *cloud.typed)
                self.assertEqual(said, ["New backend added"])
                self.assertIn(cloud.provider, "\n".join(self.mist("describe-backend", title)))

    def test_a_machine_is_made_used_and_destroyed(self):
        self.mist("add-key", "--name", "ops", "--auto-generate")
        cloud = CLOUDS[0]
        self.mist("add-backend", "--provider", cloud.provider, "--name", "Proof", *cloud.typed)
        (backend,) = self.sign_in_as_command().backends(name="Proof")
        image, size, place = backend.images[0], backend.sizes[0], backend.locations[0]
        self.assertIn(image["id"], "\n".join(self.mist("list-images", "--backend", "Proof", "--search", "all")))
        self.assertIn(size["id"], "\n".join(self.mist("list-sizes", "--backend", "Proof")))
        self.assertIn(place["name"], "\n".join(self.mist("list-locations", "--backend", "Proof")))
        self.assertEqual(
            self.mist(
                "create-machine", "--backend", "Proof", "--machine-name", "proof-1", "--key-id", "ops",
                "--image-id", image["id"], "--size-id", size["id"], "--location-id", place["id"],
            ),
            ["Created machine proof-1"],
        )
        for action, said, state in [
            (None, None, "running"),
            ("stop", "Stopped", "stopped"),
            ("start", "Started", "running"),
            ("reboot", "Rebooted", "running"),
            ("destroy", "Destroyed", None),
        ]:
            if action:
                self.assertEqual(self.mist(action, "--name", "proof-1"), [f"{said} machine proof-1"])
            until(f"proof-1 to be {state}", lambda: state_of(backend, "proof-1") == state, PATIENCE)

    def test_a_machine_is_monitored(self):
        machines = self.sign_in_as_command().machines()
        machine = next(one for one in machines if one.info["state"] == "running")
        done = f"monitoring to machine {machine.name}"
        self.assertEqual(self.mist("enable-monitoring", "--id", machine.id), [f"Enabled {done}"])
        # None yet, as what measures them is being installed.
        self.assertEqual(self.mist("list-metrics", "--machine-id", machine.id), [])
        self.assertEqual(self.mist("disable-monitoring", "--id", machine.id), [f"Disabled {done}"])


if __name__ == "__main__":
    unittest.main()
