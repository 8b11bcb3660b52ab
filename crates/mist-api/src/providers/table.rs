//! The providers. All of it travels with the page: keep it short.

use crate::extensions::LOCAL;

use super::machines::{MachineRules, Sends};
use super::{Field, FieldKind, ProviderForm};

const USERNAME: Field = Field::text("Username", "apikey");
const API_KEY: Field = Field::text("API Key", "apisecret").secret();
const USER: Field = Field::new("User", "machine_user", FieldKind::User).prefilled("root");
const PASSWORD: Field = Field::text("Password", "apisecret").secret();

/// Username and API key.
const ACCOUNT: &[Field] = &[USERNAME, API_KEY];

/// A provider without regions, whose machines have no rules of their own.
const PLAIN: ProviderForm = ProviderForm {
    id: "",
    title: "",
    fields: &[],
    regions: &[],
    reuses_secret: false,
    machines: MachineRules::USUAL,
};

/// For a provider that nobody knows. Some want no more than a secret, so the key is not required.
pub const GENERIC: &ProviderForm = &ProviderForm {
    fields: &[
        Field::text("API Key", "apikey").optional(),
        Field::text("API Secret", "apisecret").secret(),
    ],
    ..PLAIN
};

/// A single server over SSH. On its own: whoever needs no more than this one does not carry the others.
pub const BARE_METAL: ProviderForm = ProviderForm {
    id: "bare_metal",
    title: "Bare Metal Server",
    fields: &[
        Field::new("Hostname", "machine_ip", FieldKind::Host),
        USER,
        Field::new("Port", "machine_port", FieldKind::Port)
            .prefilled("22")
            .optional(),
        Field::new("SSH Key", "machine_key", FieldKind::Key),
    ],
    machines: MachineRules::NONE,
    ..PLAIN
};

/// All forms.
pub const FORMS: &[ProviderForm] = &[
    BARE_METAL,
    ProviderForm {
        id: LOCAL,
        title: "This computer",
        machines: MachineRules::NONE,
        ..PLAIN
    },
    ProviderForm {
        id: "ec2",
        title: "EC2",
        fields: &[
            Field::text("API Key", "apikey"),
            Field::text("API Secret", "apisecret").secret(),
        ],
        regions: &[
            ("ec2_ap_northeast", "Tokyo"),
            ("ec2_ap_southeast", "Singapore"),
            ("ec2_ap_southeast_2", "Sydney"),
            ("ec2_eu_west", "Ireland"),
            ("ec2_sa_east", "Sao Paulo"),
            ("ec2_us_east", "N. Virginia"),
            ("ec2_us_west", "N. California"),
            ("ec2_us_west_oregon", "Oregon"),
        ],
        reuses_secret: true,
        ..PLAIN
    },
    ProviderForm {
        id: "rackspace",
        title: "Rackspace",
        fields: ACCOUNT,
        regions: &[
            ("dfw", "Dallas"),
            ("ord", "Chicago"),
            ("iad", "N. Virginia"),
            ("lon", "London"),
            ("syd", "Sydney"),
            ("hkg", "Hong Kong"),
            ("rackspace_first_gen:us", "US-First Gen"),
            ("rackspace_first_gen:uk", "UK-First Gen"),
        ],
        reuses_secret: true,
        ..PLAIN
    },
    ProviderForm {
        id: "softlayer",
        title: "SoftLayer",
        fields: ACCOUNT,
        machines: MachineRules::named("-.", true, 253),
        ..PLAIN
    },
    ProviderForm {
        id: "nephoscale",
        title: "NephoScale",
        fields: &[USERNAME, PASSWORD],
        machines: MachineRules {
            small_images: &["49", "27"],
            ..MachineRules::named("-_", false, 64)
        },
        ..PLAIN
    },
    ProviderForm {
        id: "digitalocean",
        title: "DigitalOcean",
        fields: &[Field::text("Client ID", "apikey").optional(), API_KEY],
        machines: MachineRules::named("-.", true, 0),
        ..PLAIN
    },
    ProviderForm {
        id: "linode",
        title: "Linode",
        fields: ACCOUNT,
        machines: MachineRules {
            sends: Sends::DiskAndImage,
            ..MachineRules::named("-_", true, 0)
        },
        ..PLAIN
    },
    ProviderForm {
        id: "gce",
        title: "Google Compute Engine",
        fields: &[
            Field::text("Email address", "apikey"),
            Field::new("Private key", "apisecret", FieldKind::File).secret(),
            Field::text("Project ID", "tenant_name"),
        ],
        machines: MachineRules {
            sends: Sends::Names,
            ..MachineRules::named("-", false, 0)
        },
        ..PLAIN
    },
    ProviderForm {
        id: "openstack",
        title: "OpenStack",
        fields: &[
            USERNAME,
            PASSWORD,
            Field::new("Auth URL", "apiurl", FieldKind::Url),
            Field::text("Tenant Name", "tenant_name").optional(),
            Field::text("Region", "region").advanced(),
            Field::new("Compute Endpoint", "compute_endpoint", FieldKind::Url).advanced(),
        ],
        machines: STACK,
        ..PLAIN
    },
    ProviderForm {
        id: "hpcloud",
        title: "HP Cloud",
        fields: &[
            USERNAME,
            PASSWORD,
            Field::new("Auth URL", "apiurl", FieldKind::Url)
                .prefilled("https://region-a.geo-1.identity.hpcloudsvc.com:35357/v2.0/tokens"),
            Field::text("Tenant Name", "tenant_name"),
        ],
        regions: &[
            ("region-a.geo-1", "US West"),
            ("az-1.region-a.geo-1", "US West AZ 1"),
            ("az-2.region-a.geo-1", "US West AZ 2"),
            ("az-3.region-a.geo-1", "US West AZ 3"),
            ("region-b.geo-1", "US East"),
        ],
        machines: STACK,
        ..PLAIN
    },
    ProviderForm {
        id: "azure",
        title: "Azure",
        fields: &[
            Field::text("Subscription ID", "apikey"),
            Field::new("Certificate file", "apisecret", FieldKind::File).secret(),
        ],
        machines: MachineRules::named("-", true, 0),
        ..PLAIN
    },
    ProviderForm {
        id: "docker",
        title: "Docker",
        fields: &[
            Field::text("Host", "apiurl"),
            Field::new("Port", "docker_port", FieldKind::Port).prefilled("4243"),
            Field::text("BasicAuth User", "apikey").optional(),
            Field::text("BasicAuth Password", "apisecret")
                .secret()
                .optional(),
        ],
        machines: MachineRules {
            key: false,
            location: false,
            ..MachineRules::USUAL
        },
        ..PLAIN
    },
    ProviderForm {
        id: "vcloud",
        title: "VMware vCloud",
        fields: &[
            VCLOUD_USERNAME,
            VCLOUD_PASSWORD,
            VCLOUD_ORGANIZATION,
            Field::text("Host", "host"),
        ],
        ..PLAIN
    },
    ProviderForm {
        id: "indonesian_vcloud",
        title: "Indonesian Cloud",
        fields: &[VCLOUD_USERNAME, VCLOUD_PASSWORD, VCLOUD_ORGANIZATION],
        ..PLAIN
    },
    ProviderForm {
        id: "libvirt",
        title: "KVM (via libvirt)",
        fields: &[
            Field::new("Hostname", "machine_hostname", FieldKind::Host),
            USER,
            Field::new("SSH Key", "machine_key", FieldKind::Key).optional(),
        ],
        ..PLAIN
    },
];

const STACK: MachineRules = MachineRules {
    networks: true,
    ..MachineRules::USUAL
};

const VCLOUD_USERNAME: Field = Field::text("Username", "username");
const VCLOUD_PASSWORD: Field = Field::text("Password", "password").secret();
const VCLOUD_ORGANIZATION: Field = Field::text("Organization", "organization");
