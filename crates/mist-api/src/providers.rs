//! What each provider's form asks for (API notes §3), as data.

/// The form that adds a backend of one provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderForm {
    /// The provider's id.
    pub id: &'static str,
    /// What to call it where the server gives no title.
    pub title: &'static str,
    /// Its fields, in order, besides title and region.
    pub fields: &'static [Field],
}

/// One field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// What people read.
    pub label: &'static str,
    /// The parameter's name on the wire.
    pub param: &'static str,
    /// What goes in.
    pub kind: FieldKind,
    /// Whether the form can do without.
    pub required: bool,
    /// Whether it must not be seen.
    pub secret: bool,
    /// What stands in it at first; empty for nothing.
    pub default: &'static str,
    /// Whether few need it, so that it may stay out of sight at first.
    pub advanced: bool,
}

/// What goes into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A port number.
    Port,
    /// An address with http or https.
    Url,
    /// The name of a stored key.
    Key,
    /// The text of a file.
    File,
}

impl Field {
    const fn new(label: &'static str, param: &'static str, kind: FieldKind) -> Self {
        Self {
            label,
            param,
            kind,
            required: true,
            secret: false,
            default: "",
            advanced: false,
        }
    }

    const fn prefilled(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    const fn optional(self) -> Self {
        Self {
            required: false,
            ..self
        }
    }
}

/// All forms.
pub const FORMS: &[ProviderForm] = &[ProviderForm {
    id: "bare_metal",
    title: "Bare Metal Server",
    fields: &[
        Field::new("Hostname", "machine_ip", FieldKind::Text),
        Field::new("User", "machine_user", FieldKind::Text).prefilled("root"),
        Field::new("Port", "machine_port", FieldKind::Port)
            .prefilled("22")
            .optional(),
        Field::new("SSH Key", "machine_key", FieldKind::Key),
    ],
}];

/// The form of a provider, if it is known.
pub fn form(provider: &str) -> Option<&'static ProviderForm> {
    FORMS.iter().find(|form| form.id == provider)
}

#[cfg(test)]
mod tests {
    use super::{FieldKind, form};

    #[test]
    fn a_single_server_is_asked_for_as_in_2014() {
        let form = form("bare_metal").unwrap();
        let labels: Vec<_> = form
            .fields
            .iter()
            .map(|f| (f.label, f.param, f.required, f.default))
            .collect();
        assert_eq!(
            labels,
            [
                ("Hostname", "machine_ip", true, ""),
                ("User", "machine_user", true, "root"),
                ("Port", "machine_port", false, "22"),
                ("SSH Key", "machine_key", true, ""),
            ]
        );
        assert!(form.fields.iter().any(|f| f.kind == FieldKind::Key));
        assert!(super::form("no_such_cloud").is_none());
    }
}
