//! Errors become words for people here, and nowhere else.

use mist_api::{ApiError, call::Action};
use mist_core::validate::{HostError, KeyNameError, PortError, PrivateKeyShape, UserNameError};

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

/// What went wrong with a change. `wanted` names it as its button does, `failed` says that it was
/// not made: true only if the server answered.
pub fn change(wanted: &str, failed: String, error: &ApiError) -> Trouble {
    if error.is_answer_lost() {
        return Trouble {
            advice: Some(say!(errors.lost_advice).to_owned()),
            ..trouble(say!(errors.lost, what = wanted), error)
        };
    }
    trouble(failed, error)
}

/// The server's own words, or the plain fact where there are none.
fn server_words(error: &ApiError) -> Option<String> {
    match error {
        ApiError::Network { .. } => Some(say!(errors.network).to_owned()),
        ApiError::Timeout => Some(say!(errors.timeout).to_owned()),
        ApiError::Undecodable { path, detail } => Some(format!(
            "{} {}",
            say!(errors.undecodable),
            say!(errors.undecodable_detail, path = path, detail = detail)
        )),
        other => other.words().map(str::to_owned),
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
        _ => return None,
    };
    Some(advice.to_owned())
}

/// Why signing in failed.
pub fn sign_in(error: &ApiError) -> Trouble {
    match error {
        ApiError::Unauthorised { words } => Trouble {
            what: say!(sign_in.refused).to_owned(),
            server_words: Some(words.clone()),
            advice: None,
        },
        ApiError::NotFound { .. } | ApiError::NotAllowed { .. } => no_server(error),
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

/// Why a single server was not added as a backend.
pub fn add_backend(error: &ApiError) -> Trouble {
    let advice = match error {
        ApiError::Unauthorised { .. } => say!(add_backend.refused_key),
        ApiError::ProviderUnreachable { .. } => say!(add_backend.unreachable),
        // A changed host key is a conflict too, and says what to do in its own words.
        ApiError::Conflict { words } if words.starts_with("Backend exists") => {
            say!(add_backend.duplicate)
        }
        other => {
            let failed = say!(add_backend.failed).to_owned();
            return change(say!(add_backend.submit), failed, other);
        }
    };
    Trouble {
        advice: Some(advice.to_owned()),
        ..trouble(say!(add_backend.failed).to_owned(), error)
    }
}

/// Why a key of this shape was not added.
pub fn add_key(error: &ApiError, shape: PrivateKeyShape) -> Trouble {
    let base = change(say!(add_key.submit), say!(add_key.failed).to_owned(), error);
    let advice = match (error, shape) {
        (ApiError::Conflict { .. }, _) => say!(add_key.exists),
        // All that older servers say of a key they can't read (API notes §2.3).
        (ApiError::Rejected { words, .. }, PrivateKeyShape::OpenSsh { .. })
            if words == "Invalid private key" =>
        {
            say!(add_key.key_openssh)
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
    change(&format!("{verb} {name}"), failed, error)
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
        encrypted if encrypted.is_encrypted() => Some(say!(add_key.key_encrypted)),
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

/// What is wrong with a user name.
pub fn user(error: UserNameError) -> &'static str {
    match error {
        UserNameError::Empty => say!(check.user_empty),
        _ => say!(check.user_bad),
    }
}
