//! What is typed into a provider's form, what is wrong with it, and what is sent of it.

use leptos::prelude::*;
use mist_api::{
    call::NewBackend,
    providers::{BARE_METAL, Field, FieldKind, Place, ProviderForm, SAVED_SECRET},
};
use mist_core::validate::{Host, HostEntry, HttpUrl, Port, UserName};

use crate::{
    locales::explain,
    say,
    state::adding::{ToAdd, Typed},
};

/// A field's text and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Input {
    /// Its text.
    pub value: RwSignal<String>,
    /// What is wrong with it.
    pub error: RwSignal<Option<String>>,
}

impl Input {
    fn new(value: ArcRwSignal<String>) -> Self {
        Self {
            value: value.into(),
            error: RwSignal::new(None),
        }
    }
}

/// A provider's form, filled in.
#[derive(Clone, Copy)]
pub struct Draft {
    form: &'static ProviderForm,
    /// What to call it.
    pub title: Input,
    /// The id of the backend whose secret is used once more; empty where all is typed.
    pub account: RwSignal<String>,
    /// Whether secret files are not to be shown.
    pub hidden: RwSignal<bool>,
    /// Whether the fields for few are open.
    pub more: RwSignal<bool>,
    fields: StoredValue<Vec<(&'static Field, Input)>>,
}

impl Draft {
    /// Over what is typed.
    pub fn new(typed: &Typed) -> Self {
        let fields = typed.form.fields.iter().zip(&*typed.fields);
        let fields = fields.map(|(field, text)| (field, Input::new(text.clone())));
        let fields: Vec<_> = fields.collect();
        let is_used = |(field, input): &(&Field, Input)| {
            field.advanced && !input.value.with_untracked(String::is_empty)
        };
        Self {
            form: typed.form,
            title: Input::new(typed.title.clone()),
            account: typed.account.clone().into(),
            hidden: typed.was_left.clone().into(),
            more: RwSignal::new(fields.iter().any(is_used)),
            fields: StoredValue::new(fields),
        }
    }

    /// The form's fields, in order.
    pub fn fields(self) -> Vec<(&'static Field, Input)> {
        self.fields.get_value()
    }

    /// The field that holds the name of a stored key.
    pub fn key(self) -> Option<Input> {
        self.of_kind(FieldKind::Key)
    }

    fn of_kind(self, kind: FieldKind) -> Option<Input> {
        let mut fields = self.fields().into_iter();
        let found = fields.find(|(field, _)| field.kind == kind);
        found.map(|(_, input)| input)
    }

    /// `ops@db1:2222` typed as a host goes where each part belongs, if the form has a place for each.
    fn spread(self) {
        let kinds = [FieldKind::Host, FieldKind::User, FieldKind::Port];
        let [Some(host), Some(user), Some(port)] = kinds.map(|kind| self.of_kind(kind)) else {
            return;
        };
        let Ok(entry) = host.value.with_untracked(|text| HostEntry::parse(text)) else {
            return;
        };
        if let Some(typed) = entry.user {
            user.value.set(typed.as_str().to_owned());
        }
        if let Some(typed) = entry.port {
            port.value.set(typed.number().to_string());
        }
        host.value.set(entry.host.as_str().to_owned());
    }

    /// What can be sent; otherwise every field says what is wrong. `apikey` is that of the backend whose
    /// saved secret is used once more.
    pub fn check(self, place: &Place, offer: String, apikey: Option<String>) -> Option<ToAdd> {
        self.spread();
        let mut values = Vec::new();
        if let Some(apikey) = apikey {
            values.push(("apikey", apikey));
            values.push(("apisecret", SAVED_SECRET.to_owned()));
        } else {
            let mut is_wrong = false;
            for (field, input) in self.fields() {
                let value = input.value.with_untracked(|text| value_of(field, text));
                let error = value.as_ref().err().map(|words| (*words).to_owned());
                is_wrong |= error.is_some();
                if field.advanced && error.is_some() {
                    self.more.set(true);
                }
                input.error.set(error);
                values.extend(value.ok().flatten().map(|value| (field.param, value)));
            }
            if is_wrong {
                return None;
            }
        }
        let title = self.title.value.get_untracked().trim().to_owned();
        let host = || {
            let host = self.of_kind(FieldKind::Host);
            host.map(|host| host.value.get_untracked())
        };
        let (title, name) = match host().filter(|_| self.form.id == BARE_METAL.id) {
            Some(host) if title.is_empty() => (host.clone(), host),
            Some(host) => (title, host),
            None if title.is_empty() => (place.title.clone(), place.title.clone()),
            None => (title.clone(), title),
        };
        let mut new = NewBackend::new(place.provider.clone(), title);
        new.region.clone_from(&place.region);
        for (param, value) in values {
            new = new.field(param, value);
        }
        Some(ToAdd { new, name, offer })
    }
}

/// What is sent of a field: nothing where it may be empty and is.
fn value_of(field: &Field, text: &str) -> Result<Option<String>, &'static str> {
    let typed = text.trim();
    if typed.is_empty() {
        return if field.required {
            Err(missing(field.kind))
        } else {
            Ok(None)
        };
    }
    let value = match field.kind {
        FieldKind::Host => Host::parse(typed).map_err(explain::host)?.as_str().into(),
        FieldKind::User => UserName::parse(typed)
            .map_err(explain::user)?
            .as_str()
            .into(),
        FieldKind::Port => Port::parse(typed)
            .map_err(explain::port)?
            .number()
            .to_string(),
        FieldKind::Url => HttpUrl::parse(typed).map_err(explain::url)?.as_str().into(),
        // A file goes as it is.
        FieldKind::File => text.to_owned(),
        FieldKind::Text | FieldKind::Key => typed.to_owned(),
    };
    Ok(Some(value))
}

/// What is said of a field that was left empty.
fn missing(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Host => say!(check.host_empty),
        FieldKind::User => say!(check.user_empty),
        FieldKind::Port => say!(check.port_bad),
        FieldKind::Url => say!(check.url_empty),
        FieldKind::Key => say!(add_backend.no_key),
        FieldKind::File => say!(check.file_empty),
        FieldKind::Text => say!(form.required),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::providers::{FORMS, GENERIC, form};

    fn field(provider: &str, param: &str) -> &'static Field {
        let fields = form(provider).unwrap().fields;
        fields.iter().find(|field| field.param == param).unwrap()
    }

    #[test]
    fn what_is_required_is_said_and_what_is_not_is_left_out() {
        for field in FORMS.iter().chain([GENERIC]).flat_map(|form| form.fields) {
            let empty = value_of(field, " \n");
            assert_eq!(empty.is_err(), field.required, "{field:?}");
            assert!(field.required || empty == Ok(None), "{field:?}");
        }
    }

    #[test]
    fn what_stands_in_a_form_at_first_can_be_sent() {
        let fields = FORMS.iter().flat_map(|form| form.fields);
        for field in fields.filter(|field| !field.default.is_empty()) {
            assert_eq!(
                value_of(field, field.default),
                Ok(Some(field.default.into()))
            );
        }
    }

    #[test]
    fn addresses_and_ports_are_checked() {
        let url = field("openstack", "apiurl");
        assert!(value_of(url, "cloud:5000").is_err());
        let good = " https://cloud:5000/v2.0 ";
        assert_eq!(value_of(url, good), Ok(Some(good.trim().to_owned())));
        let endpoint = field("openstack", "compute_endpoint");
        assert!(value_of(endpoint, "nowhere").is_err());
        let port = field("docker", "docker_port");
        assert_eq!(value_of(port, " 04243 "), Ok(Some("4243".to_owned())));
        assert!(value_of(port, "70000").is_err());
        assert!(value_of(field("libvirt", "machine_hostname"), "kvm:22").is_err());
    }

    #[test]
    fn blanks_around_are_no_part_of_a_key_but_of_a_file() {
        let key = field("linode", "apisecret");
        assert_eq!(value_of(key, " s3 cret\n"), Ok(Some("s3 cret".to_owned())));
        let file = field("gce", "apisecret");
        let pem = "-----BEGIN\nx\n-----END\n";
        assert_eq!(value_of(file, pem), Ok(Some(pem.to_owned())));
    }
}
