//! What becomes of each exchange. One that is not named here has to be answered as it was.

use super::exchange::Exchange;

/// What is expected of the answer to an exchange.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// What was recorded.
    Same,
    /// Something else that begins so, for this reason.
    OnPurpose {
        status: u16,
        words: &'static str,
        why: &'static str,
    },
    /// It is not replayed.
    Elsewhere,
}

const NEVER_FOUND_AGAIN: &str = "no path can carry a slash in an id, so none is stored";
const NOT_FOUND: &str = "what is not there cannot be reached, whatever address is sent along";
const LIBERALLY: &str = "every spelling of the manual and of old clients is understood";
const BAD_BODY: &str = "what is wrong with a request is told as the client's fault";
const CLASS_FIRST: &str = "a bad request begins with these words, whatever is wrong with it";
const OWN_TAGS: &str = "tags of single servers live in mistd; the server of 2014 had none there";
const ALWAYS_THERE: &str = "a simulated cloud is there, whatever address is given";
const UNDER_WAY: &str = "what takes a cloud seconds is under way when the answer comes";
const HOSTED: &str = "the hosted service behind it is closed, and what was recorded is a stand-in";

/// Where `mistd` answers something else: the exchange, status and first words, and why.
const ON_PURPOSE: &[(&str, u16, &str, &str)] = &[
    (
        "011-keys-add-missing-id",
        400,
        "Bad Request: Keypair id parameter missing",
        CLASS_FIRST,
    ),
    (
        "015-keys-add-space-and-slash-id",
        400,
        "Bad Request: A key's id cannot have a slash",
        NEVER_FOUND_AGAIN,
    ),
    (
        "016-keys-delete-slash-id",
        404,
        "Keypair not found: My Key <b>/x",
        NEVER_FOUND_AGAIN,
    ),
    (
        "027-keys-rename-missing-new_id",
        400,
        "Bad Request: Keypair id parameter missing",
        CLASS_FIRST,
    ),
    (
        "033-keys-rename-onto-existing-overwrites",
        409,
        "Keypair exists: victim",
        "the other key is not destroyed",
    ),
    (
        "071-probe-unknown-machine-default-key",
        404,
        "Machine not found: zzz",
        NOT_FOUND,
    ),
    (
        "072-probe-unknown-backend-still-200",
        404,
        "Backend not found: nosuch",
        NOT_FOUND,
    ),
    (
        "074-probe-no-body",
        400,
        "Required parameter not provided: host",
        BAD_BODY,
    ),
    (
        "077-bm-action-stop",
        400,
        "Bad Request: Action stop not supported for this machine",
        "what is not done is not called done",
    ),
    ("083-bm-tag-add", 200, "OK", OWN_TAGS),
    ("084-bm-tag-delete", 200, "OK", OWN_TAGS),
    ("086-toggle-docs-newState", 200, "OK", LIBERALLY),
    ("091-toggle-int-1", 200, "OK", LIBERALLY),
    ("092-toggle-int-0", 200, "OK", LIBERALLY),
    ("093-toggle-true", 200, "OK", LIBERALLY),
    ("094-toggle-False-string", 200, "OK", LIBERALLY),
    (
        "113-err-bad-json",
        400,
        "Bad Request: The body is not valid JSON",
        BAD_BODY,
    ),
    (
        "115-err-json-array",
        400,
        "Bad Request: The body has to be a JSON object",
        BAD_BODY,
    ),
    (
        "125-cors-get-with-origin",
        403,
        "Forbidden: this request comes from another site",
        "another site's page could use the token of somebody who is signed in",
    ),
    (
        "222-shell-stderr-merged",
        200,
        "out\nerr\n/dev/pts/",
        "a terminal of today: colours",
    ),
    (
        "228-shell-unicode-command-breaks-stream",
        200,
        "€",
        "Python 2 could not send such a command",
    ),
    (
        "231-shell-missing-command_id",
        200,
        " ",
        "the manual's request works, and `uptime` begins with a space",
    ),
    (
        "235-shell-unknown-machine-default-key",
        500,
        "Failed to execute command\nError: Machine not found: zzz",
        NOT_FOUND,
    ),
    (
        "236-shell-connection-refused",
        500,
        "Failed to execute command\nError: 127.0.0.99 is not an address of machine",
        "credentials of one machine are not led to another",
    ),
    (
        "309-openstack-unreachable",
        200,
        "{\"index\":",
        ALWAYS_THERE,
    ),
    ("340-ec2-action-stop", 200, "[{", UNDER_WAY),
    ("342-ec2-action-start", 200, "[{", UNDER_WAY),
    ("343-ec2-action-reboot", 200, "[{", UNDER_WAY),
    ("344-ec2-action-destroy", 200, "[{", UNDER_WAY),
    (
        "357-ec2-tag-add-unknown-machine",
        404,
        "Machine not found: i-0",
        NOT_FOUND,
    ),
    (
        "407-auth-bad-json",
        400,
        "Bad Request: The body is not valid JSON",
        BAD_BODY,
    ),
    (
        "408-auth-ok",
        200,
        "{\"mist_api_token\":\"",
        "the token is told, and on a server of one's own there is neither plan nor person",
    ),
    (
        "409-auth-header-ignored",
        401,
        "Not authorized",
        "a token has to be one",
    ),
    (
        "505-key-leading-newline-rejected",
        200,
        "{\"id\":\"k5\"",
        LIBERALLY,
    ),
    (
        "508-key-id-number",
        200,
        "{\"id\":\"5\"",
        "an id is a text, so that a path can carry it",
    ),
];

/// Exchanges that cannot be compared, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "221-shell-command-not-found",
        "the words are those of the login shell of whoever runs the tests",
    ),
    (
        "334-ec2-create-unicode-script-400",
        "Python 2 could not send such a script; here it makes a machine that the others do not have",
    ),
    (
        "359-ec2-shell",
        "what a real machine printed, on which a script had run",
    ),
    ("402-stats-not-authenticated", HOSTED),
    ("410-account-post", HOSTED),
    ("411-monitoring-get", HOSTED),
    ("415-monitoring-missing-action", HOSTED),
    ("416-monitoring-invalid-action", HOSTED),
    ("418-monitoring-get-enabled", HOSTED),
    ("421-stats-missing-params", HOSTED),
    ("423-rule-create", HOSTED),
    ("424-rule-update", HOSTED),
    ("426-rule-delete", HOSTED),
    ("429-monitoring-disable", HOSTED),
    ("519-core-down-monitoring", HOSTED),
    ("520-core-down-auth", HOSTED),
];

pub(super) fn of(name: &str) -> Fate {
    if ELSEWHERE.iter().any(|(other, _)| *other == name) {
        return Fate::Elsewhere;
    }
    let ours = ON_PURPOSE.iter().find(|(other, ..)| *other == name);
    ours.map_or(Fate::Same, |&(_, status, words, why)| Fate::OnPurpose {
        status,
        words,
        why,
    })
}

/// Names in the tables that no exchange has, or that stand in two of them.
pub(super) fn unknown(exchanges: &[Exchange]) -> Vec<&'static str> {
    let named = ON_PURPOSE.iter().map(|(name, ..)| *name);
    let named: Vec<_> = named
        .chain(ELSEWHERE.iter().map(|(name, _)| *name))
        .collect();
    let twice = |name: &&str| named.iter().filter(|other| *other == name).count() > 1;
    let missing = |name: &&str| !exchanges.iter().any(|exchange| exchange.name == *name);
    named
        .iter()
        .copied()
        .filter(|name| twice(name) || missing(name))
        .collect()
}
