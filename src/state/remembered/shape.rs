//! What is remembered of backends and machines: what is named here and nothing else, in the shape that
//! the server's own lists have, so that they are read back as those are.

use mist_api::model::{Backend, Machine};
use serde::Serialize;

#[derive(Serialize)]
struct KeptBackend<'a> {
    id: &'a str,
    title: &'a str,
    provider: &'a str,
    region: &'a str,
    state: &'a str,
    enabled: bool,
    poll_interval: u64,
    simulated: bool,
}

#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are four independent answers of the API"
)]
struct KeptMachine<'a> {
    id: &'a str,
    name: &'a str,
    state: &'a str,
    #[serde(rename = "imageId")]
    image: Option<&'a str>,
    size: Option<&'a str>,
    public_ips: &'a [String],
    private_ips: &'a [String],
    tags: &'a [String],
    can_start: bool,
    can_stop: bool,
    can_reboot: bool,
    can_destroy: bool,
}

/// A backend, as the text of a list's item.
pub(super) fn backend(backend: &Backend) -> String {
    written(&KeptBackend {
        id: &backend.id,
        title: &backend.title,
        provider: &backend.provider,
        region: &backend.region,
        state: &backend.state,
        enabled: backend.enabled,
        poll_interval: backend.poll_interval_ms,
        simulated: backend.simulated,
    })
}

/// A machine, as the text of a list's item.
pub(super) fn machine(machine: &Machine) -> String {
    written(&KeptMachine {
        id: &machine.id,
        name: &machine.name,
        state: machine.state.as_str(),
        image: machine.image(),
        size: machine.size_name(),
        public_ips: &machine.public_ips,
        private_ips: &machine.private_ips,
        tags: &machine.tags,
        can_start: machine.can.start,
        can_stop: machine.can.stop,
        can_reboot: machine.can.reboot,
        can_destroy: machine.can.destroy,
    })
}

/// Texts, numbers and lists of them can always be written.
fn written(item: &impl Serialize) -> String {
    serde_json::to_string(item).unwrap_or_default()
}

/// A list of items' texts.
pub(super) fn list(items: &[String]) -> String {
    ["[", &items.join(","), "]"].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use mist_api::call::{Call, ListBackends, ListMachines};

    use super::*;

    fn machines(answer: &str) -> Vec<Machine> {
        let call = ListMachines {
            backend: "b".into(),
        };
        call.decode(answer.as_bytes()).unwrap().items
    }

    #[test]
    fn a_machine_comes_back_as_the_lists_show_it_and_without_the_rest() {
        let answer = r#"[{"id": "i-1", "uuid": "u", "name": "web \"1\"", "state": "running",
            "public_ips": ["192.0.2.1"], "private_ips": ["10.0.0.1"], "tags": ["eu", "eu"],
            "can_stop": true, "can_tag": true,
            "extra": {"imageId": "ami-7", "instance_type": "m1.small", "password": "hunter2",
                      "dns_name": "secret.example.com"}}]"#;
        let known = machines(answer);
        let text = list(&[machine(&known[0])]);
        for never in ["extra", "hunter2", "secret", "uuid", "dns_name"] {
            assert!(!text.contains(never), "{never} in {text}");
        }
        let back = machines(&text).remove(0);
        assert_eq!(back.size_name(), Some("m1.small"));
        assert_eq!(back.image(), Some("ami-7"));
        assert!(back.can.stop && !back.can.start && back.extra.is_empty());
        let known = &known[0];
        assert_eq!((&back.id, &back.name), (&known.id, &known.name));
        assert_eq!((&back.state, &back.tags), (&known.state, &known.tags));
        assert_eq!(back.public_ips, known.public_ips);
        assert_eq!(back.private_ips, known.private_ips);
    }

    #[test]
    fn a_backend_comes_back_without_what_may_be_its_secret() {
        let answer = r#"[{"id": "b", "title": "EC2", "provider": "ec2", "region": "eu",
            "apikey": "AKIA-TOKEN", "enabled": false, "state": "offline", "poll_interval": 7000,
            "apisecret": "hunter2"}]"#;
        let known = ListBackends.decode(answer.as_bytes()).unwrap().items;
        let text = list(&[backend(&known[0])]);
        for never in ["apikey", "AKIA", "hunter2", "secret"] {
            assert!(!text.contains(never), "{never} in {text}");
        }
        let mut back = ListBackends.decode(text.as_bytes()).unwrap().items;
        back[0].apikey.clone_from(&known[0].apikey);
        assert_eq!(back, known);
    }

    #[test]
    fn nothing_is_a_list_too() {
        assert_eq!(list(&[]), "[]");
        assert_eq!(list(&["1".into(), "2".into()]), "[1,2]");
    }
}
