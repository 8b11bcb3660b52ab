"""Simulated clouds by library and command: everything that servers of one's own do not have.

What is called stands in tables, so that a cloud, a list or a call more is a line more.
"""

import unittest
from typing import NamedTuple

from support import CommandWorld, World, until

#: Machines of a cloud take their time to start.
PATIENCE = 120


class Cloud(NamedTuple):
    """A kind of cloud: how the library adds it, and how the command does."""

    provider: str
    #: What the library's `add_backend` is told besides title and provider.
    told: dict
    #: What `mist add-backend` is told besides them.
    typed: list


CLOUDS = [
    Cloud(
        "ec2_ap_northeast",
        {"key": "AKIAEXAMPLE", "secret": "sekrit"},
        ["--ec2-api-key", "AKIAEXAMPLE", "--ec2-api-secret", "sekrit"],
    ),
    Cloud(
        "rackspace:dfw",
        {"key": "ops", "secret": "sekrit"},
        ["--rackspace-username", "ops", "--rackspace-api-key", "sekrit"],
    ),
    Cloud("linode", {"key": "dummy", "secret": "sekrit"}, ["--linode-api-key", "sekrit"]),
    Cloud("digitalocean", {"key": "dummy", "secret": "sekrit"}, ["--digi-token", "sekrit"]),
    Cloud(
        "openstack",
        {"key": "ops", "secret": "sekrit", "apiurl": "http://10.0.0.2:5000/v2.0", "tenant_name": "mist"},
        [
            *["--openstack-username", "ops", "--openstack-password", "sekrit"],
            *["--openstack-auth-url", "http://10.0.0.2:5000/v2.0", "--openstack-tenant", "mist"],
        ],
    ),
    Cloud(
        "nephoscale",
        {"key": "ops", "secret": "sekrit"},
        ["--nepho-username", "ops", "--nepho-password", "sekrit"],
    ),
    Cloud(
        "softlayer",
        {"key": "ops", "secret": "sekrit"},
        ["--softlayer-username", "ops", "--softlayer-api-key", "sekrit"],
    ),
]

#: What can be listed of a cloud, and what each thing has that the client reads.
LISTS = {
    "sizes": {"id", "name"},
    "locations": {"id", "name"},
    "images": {"id", "name", "star"},
}

#: What is done to a machine, in this order and where it says that it can be: its name in the library, what
#: allows it, and the state it leads to.
ACTIONS = [
    ("stop", "can_stop", "stopped"),
    ("start", "can_start", "running"),
    ("reboot", "can_reboot", "running"),
    ("destroy", "can_destroy", None),
]


def machine_of(backend, name):
    """A machine by its name, looked up anew; None once it is gone."""
    backend.update_machines()
    found = [machine for machine in backend.machines(name=name) if machine.info["state"] != "terminated"]
    return found[0] if found else None


def roomiest(sizes):
    """A size that every image fits on."""
    return max(sizes, key=lambda size: float(size.get("disk") or 0))


def state_of(backend, name):
    machine = machine_of(backend, name)
    return machine and machine.info["state"]


class Clouds(World):
    options = ("--demo",)

    def each(self, work, backends):
        """Does something with every backend; one that fails does not hide the others."""
        for backend in backends:
            with self.subTest(backend.provider):
                work(backend)

    def wait_for(self, backend, state):
        until(
            f"a machine on {backend.provider} to be {state or 'gone'}",
            lambda: state_of(backend, "proof-1") == state,
            PATIENCE,
        )

    def setUp(self):
        super().setUp()
        self.client.add_key("ops", self.client.generate_key())
        self.backends = {}
        for cloud in CLOUDS:
            title = f"Proof {cloud.provider}"
            self.client.add_backend(title=title, provider=cloud.provider, **cloud.told)
            (self.backends[cloud.provider],) = self.client.backends(name=title)

    def test_they_are_offered_and_listed(self):
        offered = {provider["provider"] for provider in self.client.supported_providers}
        self.assertLessEqual({cloud.provider for cloud in CLOUDS}, offered)

        def look(backend):
            for name, needed in LISTS.items():
                things = getattr(backend, name)
                self.assertTrue(things, name)
                for thing in things:
                    self.assertLessEqual(needed, set(thing), name)

        self.each(look, self.backends.values())

    def test_a_search_finds_images_by_their_names(self):
        def search(backend):
            term = backend.images[0]["name"].split()[0]
            found = backend.search_image(term)
            self.assertTrue(found)
            for image in found:
                self.assertIn(term.lower(), f"{image['id']} {image['name']}".lower())
            self.assertEqual(backend.search_image("zzzz-no-such-image"), [])

        self.each(search, self.backends.values())

    def test_networks_are_listed_where_the_client_asks_for_them(self):
        for provider in ["openstack", "nephoscale"]:
            self.assertIsInstance(self.backends[provider].networks, list)

    def test_machines_are_made_used_and_destroyed(self):
        made = []

        def make(backend):
            image, place, size = backend.images[0], backend.locations[0], roomiest(backend.sizes)
            (key,) = self.client.keys()
            backend.create_machine(
                "proof-1", key, image["id"], place["id"], size["id"],
                # What some clouds want besides.
                image_extra=image.get("extra"), disk=size.get("disk"), location_name=place["name"],
            )
            made.append(backend)

        def use(backend):
            self.wait_for(backend, "running")
            machine = machine_of(backend, "proof-1")
            self.assertIn("uptime", machine.probe())
            if machine.info["can_tag"]:
                machine.tag("proof")
                self.assertIn("proof", machine_of(backend, "proof-1").info["tags"])
            (key,) = self.client.update_keys().values()
            self.assertIn([backend.id, machine.id], [association[:2] for association in key.info["machines"]])

        # In turns, for each takes its time: it passes for all of them at once.
        self.each(make, self.backends.values())
        self.each(use, made)
        for action, allowed, state in ACTIONS:
            acted_on = []

            def act(backend, action=action, allowed=allowed, acted_on=acted_on):
                machine = machine_of(backend, "proof-1")
                if machine.info[allowed]:
                    getattr(machine, action)()
                    acted_on.append(backend)

            self.each(act, made)
            # Nearly all of them can do all of it.
            self.assertGreater(len(acted_on), len(CLOUDS) // 2, action)
            for backend in acted_on:
                self.wait_for(backend, state)

    def test_what_cannot_be_made_is_refused_in_words(self):
        backend = self.backends["ec2_ap_northeast"]
        (key,) = self.client.keys()
        image, size, place = backend.images[0]["id"], backend.sizes[0]["id"], backend.locations[0]["id"]
        with self.refused("^Required parameter not provided: '?name'?$"):
            backend.create_machine(None, key, image, place, size)
        with self.refused("ami-00000000"):
            backend.create_machine("x", key, "ami-00000000", place, size)
        key.id = "nosuch"
        with self.refused("Keypair not found: nosuch"):
            backend.create_machine("x", key, image, place, size)

    def test_a_machine_is_monitored_and_its_metrics_change(self):
        # Of the furniture: it runs already.
        machine = next(one for one in self.client.machines() if one.info["state"] == "running")
        machine.enable_monitoring(no_ssh=True)
        # Start, stop and step travel in a body that no server reads, so this is the default span.
        self.assertTrue(until("stats", machine.get_stats, PATIENCE))
        metrics = until("metrics to choose from", lambda: machine.available_metrics, PATIENCE)
        metric = sorted(metrics)[0]
        machine.add_metric(metric)
        machine.remove_metric(metric)
        plugin = self.mistd.throwaway.folder / "plugin.py"
        plugin.write_text("def read():\n    return 1\n")
        machine.add_python_plugin("Answer", str(plugin), value_type="gauge", unit="ones")
        machine.disable_monitoring(no_ssh=True)


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
        until("metrics to choose from", lambda: self.mist("list-metrics", "--machine-id", machine.id), PATIENCE)
        self.assertEqual(self.mist("disable-monitoring", "--id", machine.id), [f"Disabled {done}"])


if __name__ == "__main__":
    unittest.main()
