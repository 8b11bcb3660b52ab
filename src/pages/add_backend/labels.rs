//! The labels of a provider's fields, which the API's table has in English, in the page's language.

use crate::say;

/// The label in the page's language; `None` for one that no sentence is for.
fn said(label: &str) -> Option<&'static str> {
    Some(match label {
        "API Key" => say!(provider_field.api_key),
        "API Secret" => say!(provider_field.api_secret),
        "Auth URL" => say!(provider_field.auth_url),
        "BasicAuth Password" => say!(provider_field.basic_password),
        "BasicAuth User" => say!(provider_field.basic_user),
        "Certificate file" => say!(provider_field.certificate),
        "Client ID" => say!(provider_field.client_id),
        "Compute Endpoint" => say!(provider_field.compute_endpoint),
        "Email address" => say!(provider_field.email),
        "Host" => say!(provider_field.host),
        "Hostname" => say!(provider_field.hostname),
        "Organization" => say!(provider_field.organization),
        "Password" => say!(provider_field.password),
        "Port" => say!(provider_field.port),
        "Private key" => say!(provider_field.private_key),
        "Project ID" => say!(provider_field.project_id),
        "Region" => say!(provider_field.region),
        "SSH Key" => say!(provider_field.ssh_key),
        "Subscription ID" => say!(provider_field.subscription_id),
        "Tenant Name" => say!(provider_field.tenant),
        "User" => say!(provider_field.user),
        "Username" => say!(provider_field.username),
        _ => return None,
    })
}

/// What stands at a field.
pub(super) fn label(english: &'static str) -> &'static str {
    said(english).unwrap_or(english)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::providers::{BARE_METAL, FORMS, GENERIC};

    #[test]
    fn every_field_of_every_provider_has_its_sentence() {
        for form in FORMS.iter().chain([GENERIC, &BARE_METAL]) {
            for field in form.fields {
                assert_eq!(said(field.label), Some(field.label), "{}", form.id);
            }
        }
    }
}
