//! Errors become words for people here, and nowhere else.

use mist_api::{
    ApiError, Unreadable, call::Action, extensions::changed_host_key, providers::BadName,
};
use mist_core::{
    pattern::{self, PatternError},
    validate::{
        AddressError, CidrError, HostError, KeyNameError, PoolError, PortError, PrivateKeyShape,
        UrlError, UserNameError,
    },
};

use crate::say;

/// What failed, in words for people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trouble {
    /// What failed.
    pub what: String,
    /// The server's own words, if it had any.
    pub server_words: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
}

/// What went wrong with a call, under a sentence that says what the person wanted.
pub fn trouble(what: String, error: &ApiError) -> Trouble {
    Trouble {
        what,
        server_words: server_words(error),
        advice: advice(error),
    }
}

/// What went wrong with a change: `verb` as its button has it and `name` of its object, if it has
/// one. `failed` says that it was not made, which is true only if the server answered.
pub fn change(verb: &str, name: &str, failed: String, error: &ApiError) -> Trouble {
    if !error.is_answer_lost() {
        return trouble(failed, error);
    }
    let lost = if name.is_empty() {
        say!(errors.lost, what = verb)
    } else {
        say!(errors.lost_of, verb = verb, name = name)
    };
    Trouble {
        advice: Some(say!(errors.lost_advice).to_owned()),
        ..trouble(lost, error)
    }
}

/// The server's own words, or the plain fact where there are none.
fn server_words(error: &ApiError) -> Option<String> {
    match error {
        ApiError::Network { .. } => Some(say!(errors.network).to_owned()),
        ApiError::Timeout => Some(say!(errors.timeout).to_owned()),
        ApiError::Unaddressable => Some(say!(errors.unaddressable).to_owned()),
        ApiError::Offline => Some(say!(offline.why_not).to_owned()),
        ApiError::Undecodable { path, reason } => {
            let reason = unreadable(path, *reason);
            Some([say!(errors.undecodable), &reason].join(" "))
        }
        other => match (other.words(), other.status()) {
            (Some(words), _) => Some(words.to_owned()),
            (None, Some(status)) => Some(say!(errors.no_reason, status = status)),
            (None, None) => None,
        },
    }
}

/// What is wrong with an answer, or with the part of it at `path`.
fn unreadable(path: &str, reason: Unreadable) -> String {
    match reason {
        Unreadable::Empty => say!(errors.undecodable_empty).to_owned(),
        Unreadable::Page => say!(errors.undecodable_page).to_owned(),
        Unreadable::NotJson { line, column } => {
            say!(errors.undecodable_json, line = line, column = column)
        }
        Unreadable::NotAStream => say!(errors.undecodable_stream).to_owned(),
        Unreadable::NotAPicture => say!(errors.undecodable_picture).to_owned(),
        Unreadable::Missing => say!(errors.undecodable_missing, path = path),
        Unreadable::Mismatch { .. } => say!(errors.undecodable_mismatch, path = path),
    }
}

fn advice(error: &ApiError) -> Option<String> {
    let advice = match error {
        ApiError::Network { .. } => say!(errors.network_advice),
        ApiError::Timeout => say!(errors.timeout_advice),
        ApiError::ProviderUnreachable { .. } => say!(errors.unreachable_advice),
        ApiError::Server { .. } => say!(errors.server_advice),
        ApiError::Undecodable { .. } => say!(errors.undecodable_advice),
        ApiError::PaymentRequired { .. } => say!(errors.payment_advice),
        ApiError::NoEndpoint { .. } => say!(errors.no_endpoint_advice),
        _ => return None,
    };
    Some(advice.to_owned())
}

/// Why signing in failed.
pub fn sign_in(error: &ApiError) -> Trouble {
    match error {
        ApiError::Unauthorised { .. } => trouble(say!(sign_in.refused).to_owned(), error),
        ApiError::NotFound { .. } | ApiError::NoEndpoint { .. } | ApiError::NotAllowed { .. } => {
            no_server(error)
        }
        other => trouble(say!(sign_in.failed).to_owned(), other),
    }
}

/// What answers is no mist server.
pub fn no_server(error: &ApiError) -> Trouble {
    Trouble {
        advice: None,
        ..trouble(say!(sign_in.no_server).to_owned(), error)
    }
}

/// Why the server can't be used at all.
pub fn unusable(server: &str, error: &ApiError) -> Trouble {
    let what = match error {
        ApiError::Network { .. } | ApiError::Timeout => {
            say!(sign_in.unreachable, server = server)
        }
        _ => say!(sign_in.unusable, server = server),
    };
    trouble(what, error)
}

/// Why a sign-in link did not work.
pub fn sign_in_link(error: &ApiError) -> Trouble {
    match error {
        ApiError::Unauthorised { .. } => Trouble {
            what: say!(sign_in.link_used).to_owned(),
            ..Trouble::default()
        },
        other => trouble(say!(sign_in.failed).to_owned(), other),
    }
}

/// The id of the backend that is there already, in the words of a refusal (API notes §1).
pub fn existing_backend(words: &str) -> Option<&str> {
    let (_, id) = words.split_once("Backend exists: ")?;
    Some(id.trim()).filter(|id| !id.is_empty())
}

/// Why a single server, or something else, was not added as a backend.
pub fn add_backend(error: &ApiError, is_server: bool) -> Trouble {
    let failed = say!(add_backend.failed).to_owned();
    let base = change(say!(add_backend.submit), "", failed, error);
    let advice = match error {
        ApiError::Unauthorised { .. } if is_server => say!(add_backend.refused_key),
        ApiError::Unauthorised { .. } => say!(add_backend.refused_credentials),
        ApiError::ProviderUnreachable { .. } if is_server => say!(add_backend.unreachable),
        ApiError::ProviderUnreachable { .. } => say!(add_backend.cloud_unreachable),
        ApiError::NotFound { .. } if is_server => say!(add_backend.key_gone),
        ApiError::Conflict { words } => {
            if let Some(changed) = changed_host_key(words).filter(|_| is_server) {
                return Trouble {
                    what: say!(add_backend.host_key_changed, host = changed.host),
                    // Its words are told below, fingerprint by fingerprint.
                    server_words: None,
                    advice: Some(say!(add_backend.host_key_advice).to_owned()),
                };
            }
            match existing_backend(words) {
                Some(_) if is_server => say!(add_backend.duplicate),
                Some(_) => say!(add_backend.account_duplicate),
                None => return base,
            }
        }
        _ => return base,
    };
    Trouble {
        advice: Some(advice.to_owned()),
        ..base
    }
}

/// Why a key of this shape was not added.
pub fn add_key(error: &ApiError, shape: PrivateKeyShape) -> Trouble {
    let failed = say!(add_key.failed).to_owned();
    let base = change(say!(add_key.submit), "", failed, error);
    let advice = match (error, shape) {
        (ApiError::Conflict { .. }, _) => say!(add_key.exists),
        // All that older servers say of a key they can't read (API notes §2.3).
        (ApiError::Rejected { words, .. }, shape) if words == "Invalid private key" => {
            match shape {
                protected if protected.is_encrypted() => say!(add_key.key_encrypted),
                PrivateKeyShape::OpenSsh { .. } => say!(add_key.key_openssh),
                _ => return base,
            }
        }
        _ => return base,
    };
    Trouble {
        advice: Some(advice.to_owned()),
        ..base
    }
}

/// Why a machine did not do what was asked.
pub fn action(action: Action, name: &str, error: &ApiError) -> Trouble {
    let (verb, failed) = match action {
        Action::Start => (say!(actions.start), say!(actions.start_failed, name = name)),
        Action::Stop => (say!(actions.stop), say!(actions.stop_failed, name = name)),
        Action::Reboot => (
            say!(actions.reboot),
            say!(actions.reboot_failed, name = name),
        ),
        Action::Destroy => (
            say!(actions.destroy),
            say!(actions.destroy_failed, name = name),
        ),
    };
    change(verb, name, failed, error)
}

/// Why a machine was not made, or that nobody knows.
pub fn create_machine(name: &str, error: &ApiError) -> Trouble {
    let failed = say!(create.failed, name = name);
    let base = change(say!(create.title), name, failed, error);
    let advice = match error {
        lost if lost.is_answer_lost() => Some(say!(create.lost_advice, name = name)),
        // The cloud's own refusal: its words say it all.
        ApiError::Server { words, .. } if !words.is_empty() => None,
        _ => return base,
    };
    Trouble { advice, ..base }
}

/// What is wrong with a machine's name.
pub fn machine_name(name: &str, error: BadName) -> String {
    match error {
        BadName::Empty => say!(create.name_empty).to_owned(),
        BadName::Capital(c) => say!(create.name_capital, name = name, character = c),
        BadName::Character(' ') => say!(create.name_blank, name = name),
        BadName::Character(c) => say!(create.name_character, name = name, character = c),
        BadName::TooLong { longest } => say!(create.name_long, name = name, count = longest),
    }
}

/// What is wrong with a pattern of names.
pub fn pattern(error: &PatternError) -> String {
    match error {
        PatternError::Open => say!(create.pattern_open).to_owned(),
        PatternError::Closed => say!(create.pattern_closed).to_owned(),
        PatternError::Nested => say!(create.pattern_nested).to_owned(),
        PatternError::NoGroup(inside) => say!(create.pattern_group, inside = inside),
        PatternError::TooMany => say!(create.pattern_many, count = pattern::MOST),
        PatternError::Twice(name) => say!(create.pattern_twice, name = name),
    }
}

/// Why a tag was not taken off a machine.
pub fn remove_tag(tag: &str, name: &str, error: &ApiError) -> Trouble {
    let failed = say!(tags.remove_failed, tag = tag, name = name);
    let base = change(&say!(tags.remove, tag = tag), "", failed, error);
    match error {
        // A machine that is not found is another matter.
        ApiError::NotFound { words } if words.to_ascii_lowercase().contains("tag not found") => {
            Trouble {
                advice: Some(say!(tags.not_a_tag, tag = tag)),
                ..base
            }
        }
        _ => base,
    }
}

/// Why a key was not associated with a machine.
pub fn associate_key(key: &str, name: &str, error: &ApiError) -> Trouble {
    let failed = say!(machine_keys.associate_failed, key = key, name = name);
    let base = change(say!(machine_keys.associate), key, failed, error);
    let advice = match error {
        ApiError::Unauthorised { .. } => say!(machine_keys.refused_advice),
        ApiError::ProviderUnreachable { .. } => say!(machine_keys.unreachable_advice),
        _ => return base,
    };
    Trouble {
        advice: Some(advice.to_owned()),
        ..base
    }
}

/// What is wrong with a key's name.
pub fn key_name(error: KeyNameError) -> &'static str {
    match error {
        KeyNameError::Empty => say!(add_key.name_empty),
        KeyNameError::Slash => say!(add_key.name_slash),
        KeyNameError::Dots => say!(add_key.name_dots),
        KeyNameError::Control => say!(add_key.name_control),
        KeyNameError::TooLong => say!(add_key.name_long),
    }
}

/// What is wrong with a private key, if anything can be told before a server sees it.
pub fn private_key(shape: PrivateKeyShape, blank: bool) -> Option<&'static str> {
    match shape {
        _ if blank => Some(say!(add_key.key_empty)),
        PrivateKeyShape::PublicKeyPasted => Some(say!(add_key.key_public)),
        PrivateKeyShape::PuttyPpk => Some(say!(add_key.key_putty)),
        PrivateKeyShape::Incomplete => Some(say!(add_key.key_cut)),
        PrivateKeyShape::NotAKey => Some(say!(add_key.key_none)),
        _ => None,
    }
}

/// What is wrong with a host.
pub fn host(error: HostError) -> &'static str {
    match error {
        HostError::Empty => say!(check.host_empty),
        _ => say!(check.host_bad),
    }
}

/// What is wrong with a port.
pub fn port(_: PortError) -> &'static str {
    say!(check.port_bad)
}

/// What is wrong with the address of a service.
pub fn url(error: UrlError) -> &'static str {
    match error {
        UrlError::Empty => say!(check.url_empty),
        UrlError::User => say!(check.url_user),
        _ => say!(check.url_bad),
    }
}

/// What is wrong with a user name.
pub fn user(error: UserNameError) -> &'static str {
    match error {
        UserNameError::Empty => say!(check.user_empty),
        _ => say!(check.user_bad),
    }
}

/// What is wrong with a range of addresses.
pub fn cidr(error: CidrError) -> String {
    match error {
        CidrError::Empty => say!(check.cidr_empty).to_owned(),
        CidrError::NoPrefix => say!(check.cidr_no_prefix).to_owned(),
        CidrError::Address => say!(check.cidr_address).to_owned(),
        CidrError::Prefix => say!(check.cidr_prefix).to_owned(),
        CidrError::Inside(range) => say!(check.cidr_inside, range = range),
    }
}

/// What is wrong with an address in a range.
pub fn address(error: AddressError) -> String {
    match error {
        AddressError::Malformed => say!(check.address_bad).to_owned(),
        AddressError::Outside(range) => say!(check.address_outside, range = range),
    }
}

/// What is wrong with the parts of a range.
pub fn pool(error: PoolError) -> String {
    match error {
        PoolError::Shape(line) => say!(check.pool_shape, line = line),
        PoolError::Address(line, why) => say!(check.pool_address, line = line, why = address(why)),
        PoolError::Backwards(line) => say!(check.pool_backwards, line = line),
        PoolError::Overlap(line) => say!(check.pool_overlap, line = line),
        PoolError::Gateway(line) => say!(check.pool_gateway, line = line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever happens has words, also where the server had none.
    #[test]
    fn nothing_is_left_unsaid() {
        let unreadable = [
            Unreadable::Empty,
            Unreadable::Page,
            Unreadable::NotJson { line: 2, column: 7 },
            Unreadable::NotAStream,
            Unreadable::NotAPicture,
            Unreadable::Missing,
            Unreadable::Mismatch {
                expected: "a list",
                found: "null",
            },
        ];
        let unreadable = unreadable.map(|reason| ApiError::Undecodable {
            path: "$[3].id".to_owned(),
            reason,
        });
        let silent = [400, 401, 402, 403, 404, 405, 409, 500, 503]
            .map(|status| ApiError::from_response(status, b""));
        let others = [
            ApiError::Timeout,
            ApiError::Unaddressable,
            ApiError::Network {
                detail: String::new(),
            },
        ];
        let errors = unreadable.into_iter().chain(silent).chain(others);
        let mut said: Vec<_> = errors
            .map(|error| {
                trouble(String::new(), &error)
                    .server_words
                    .unwrap_or_default()
            })
            .collect();
        assert!(said.iter().all(|words| words.ends_with('.')), "{said:?}");
        let all = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), all, "two errors read the same: {said:?}");
        let told = trouble(
            String::new(),
            &ApiError::from_response(404, b"u'Backend not found: x'"),
        );
        assert_eq!(told.server_words.as_deref(), Some("Backend not found: x"));
    }
}
