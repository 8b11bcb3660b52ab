//! Every recorded exchange with a real server of 2014 must be understood, to the letter.
//!
//! For each file the call is rebuilt from what was recorded, must go to the recorded address, and must read the recorded answer as the facts say. An
//! exchange without facts fails, and so do facts without an exchange.

#[cfg(test)]
mod support;

use std::collections::BTreeMap;

use mist_api::ApiError;
use mist_api::call::Call;
use serde_json::Value;
use support::{Exchange, FACTS, summary};

#[test]
fn every_exchange_says_what_it_says() {
    let lines = || {
        FACTS
            .lines()
            .map(|line| line.split_once('\t').expect("a tab"))
    };
    let mut facts: BTreeMap<&str, &str> = lines().collect();
    assert_eq!(facts.len(), lines().count(), "an exchange has facts twice");
    let exchanges = Exchange::all();
    assert!(
        exchanges.len() > 160,
        "the recorded exchanges are not there"
    );
    let mut wrong = Vec::new();
    for exchange in exchanges {
        let expected = facts.remove(exchange.name.as_str());
        let found = summary::of(&exchange);
        if expected != Some(found.as_str()) {
            wrong.push(format!("{}\t{found}", exchange.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "not as the facts say:\n{}",
        wrong.join("\n")
    );
    assert!(
        facts.is_empty(),
        "facts without an exchange: {:?}",
        facts.keys()
    );
}

/// Decoding and writing again gives the recorded JSON: the models' own wire shape is the server's.
#[test]
fn models_serialise_as_the_server_does() {
    let mut compared = 0;
    for exchange in Exchange::all() {
        let Some(written) = summary::written_again(&exchange) else {
            continue;
        };
        let mut recorded = exchange.json().expect("a JSON answer");
        with_text_ids(&mut recorded);
        assert_eq!(written, recorded, "{}", exchange.name);
        compared += 1;
    }
    assert!(compared > 50, "only {compared} answers were compared");
}

/// One server stored a number as the id of a key; an id is a text here.
fn with_text_ids(recorded: &mut Value) {
    match recorded {
        Value::Array(items) => items.iter_mut().for_each(with_text_ids),
        Value::Object(fields) => {
            if let Some(id @ Value::Number(_)) = fields.get_mut("id") {
                *id = Value::String(id.to_string());
            }
        }
        _ => {}
    }
}

/// Whatever a server called a provider, or was sent as one, the page has a form for.
#[test]
fn every_recorded_provider_has_a_form() {
    let mut seen = BTreeMap::new();
    for exchange in Exchange::all() {
        let sent = exchange.sent("provider").into_iter();
        for provider in sent.chain(exchange.json().iter().flat_map(providers)) {
            if let Some(id) = provider.as_str() {
                seen.insert(id.to_owned(), exchange.name.clone());
            }
        }
    }
    assert!(seen.len() > 4, "{seen:?}");
    for (id, exchange) in seen {
        assert!(mist_api::providers::form(&id).is_some(), "{id}: {exchange}");
    }
}

/// What stands under `provider`, at any depth.
fn providers(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(providers).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match key.as_str() {
                "provider" => vec![value.clone()],
                _ => providers(value),
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn duplicate_images_are_merged_and_keep_their_first_name() {
    let exchange = Exchange::named("316-ec2-images-all");
    let call = mist_api::call::ListImages {
        backend: "b".into(),
    };
    let images = call.decode(&exchange.body).unwrap();
    assert_eq!((images.items.len(), images.faults.len()), (86, 0));
    let recorded = exchange.json().unwrap();
    for image in &images.items {
        let first = recorded
            .as_array()
            .unwrap()
            .iter()
            .find(|i| i["id"] == *image.id)
            .unwrap();
        assert_eq!(first["name"], *image.name);
    }
}

#[test]
fn a_machine_of_ec2_says_image_size_and_host_only_in_its_extras() {
    let exchange = Exchange::named("338-ec2-machines-after-create");
    let call = mist_api::call::ListMachines {
        backend: "b".into(),
    };
    let machines = call.decode(&exchange.body).unwrap().items;
    let machine = machines.iter().find(|m| m.name == "WebServer 3").unwrap();
    assert_eq!(
        (machine.image_id.as_deref(), machine.size.as_deref()),
        (None, None)
    );
    assert_eq!(machine.image(), Some("ami-0d13700c"));
    assert_eq!(machine.size_name(), Some("t1.micro"));
    assert_eq!(
        machine.shell_host(),
        Some("ec2-127-0-0-10.ap-northeast-1.compute.amazonaws.com")
    );
}

#[test]
fn a_500_without_stream_is_an_error_and_with_one_is_none() {
    let plain = Exchange::named("231-shell-missing-command_id");
    let error = ApiError::from_response(plain.status, &plain.body);
    assert_eq!(
        error,
        ApiError::Server {
            status: 500,
            words: "Internal Server Error".into()
        }
    );
}
