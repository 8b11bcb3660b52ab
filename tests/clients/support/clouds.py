"""The clouds that are called, and what their tests share."""

from typing import NamedTuple


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
