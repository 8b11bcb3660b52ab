//! What becomes of each exchange. One that is not named here has to be answered as it was.

use super::exchange::Exchange;

/// Temporary: whether `mistd serve --demo` is there, so that [`CLOUD`] is replayed like everything else.
/// Then it goes, and with it what asks for it, [`Fate::Waits`] and the counts without clouds.
pub(super) const CLOUDS: bool = false;

/// What is expected of the answer to an exchange.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// What was recorded.
    Same,
    /// What was recorded, by a cloud: the same types, but its machines and images are its own.
    Cloud,
    /// It waits for clouds.
    Waits,
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
        "out\r\nerr\r\n/dev/pts/",
        "a terminal of today: 120 columns and colours",
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
        "357-ec2-tag-add-unknown-machine",
        404,
        "Machine not found: i-0",
        NOT_FOUND,
    ),
    (
        "359-ec2-shell",
        200,
        "uid=",
        "a simulated machine has a shell of its own",
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

/// Exchanges with a cloud.
const CLOUD: &[&str] = &[
    "108-err-unknown-backend-star",
    "119-err-missing-apikey",
    "304-ec2-add-bad-credentials-401",
    "305-ec2-add-ok",
    "306-ec2-add-duplicate-409",
    "307-ec2-add-getsecretfromdb",
    "309-openstack-unreachable",
    "312-gce-bad-key",
    "315-ec2-locations",
    "316-ec2-images-all",
    "318-ec2-images-post-search",
    "319-ec2-images-post-search-by-id",
    "320-ec2-images-post-nohit",
    "322-ec2-images-post-empty-term",
    "324-ec2-image-unstar",
    "328-ec2-image-unstar-unknown-id",
    "330-ec2-create-missing-name",
    "332-ec2-create-unknown-key",
    "333-ec2-create-unknown-image",
    "334-ec2-create-unicode-script-400",
    "335-ec2-create-docs-example",
    "336-ec2-create-ui-form",
    "337-ec2-create-no-key-uses-default",
    "338-ec2-machines-after-create",
    "340-ec2-action-stop",
    "342-ec2-action-start",
    "343-ec2-action-reboot",
    "344-ec2-action-destroy",
    "347-ec2-tag-add",
    "349-ec2-tag-missing",
    "350-ec2-tag-empty",
    "351-ec2-tag-no-body",
    "352-ec2-machines-tagged",
    "353-ec2-tag-delete",
    "354-ec2-tag-delete-again-404",
    "355-ec2-tag-delete-availability-pseudo-tag",
    "357-ec2-tag-add-unknown-machine",
    "358-ec2-probe",
    "359-ec2-shell",
    "366-ec2-rename",
    "369-backend-delete-leaves-associations",
    "435-slow-backend-add",
    "437-slow-machines",
    "438-slow-backend-delete",
    "513-ec2-machines",
];

/// Exchanges that cannot be compared, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "221-shell-command-not-found",
        "the words are those of the login shell of whoever runs the tests",
    ),
    (
        "309-openstack-unreachable",
        "a simulated cloud can be reached",
    ),
    (
        "334-ec2-create-unicode-script-400",
        "Python 2 could not send such a script, and everybody else makes a machine by it",
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
    (
        "437-slow-machines",
        "a simulated cloud has machines from the start",
    ),
    ("519-core-down-monitoring", HOSTED),
    ("520-core-down-auth", HOSTED),
];

pub(super) fn of(name: &str) -> Fate {
    let cloud = CLOUD.contains(&name);
    if cloud && !CLOUDS {
        return Fate::Waits;
    }
    if ELSEWHERE.iter().any(|(other, _)| *other == name) {
        return Fate::Elsewhere;
    }
    let ours = ON_PURPOSE.iter().find(|(other, ..)| *other == name);
    match ours {
        Some(&(_, status, words, why)) => Fate::OnPurpose { status, words, why },
        None if cloud => Fate::Cloud,
        None => Fate::Same,
    }
}

/// Names in the tables that no exchange has, or that have two answers.
pub(super) fn unknown(exchanges: &[Exchange]) -> Vec<&'static str> {
    let answered = ON_PURPOSE.iter().map(|(name, ..)| *name);
    let answered: Vec<_> = answered
        .chain(ELSEWHERE.iter().map(|(name, _)| *name))
        .collect();
    let twice = |name: &&str| answered.iter().filter(|other| *other == name).count() > 1;
    let missing = |name: &&str| !exchanges.iter().any(|exchange| exchange.name == *name);
    let named = answered.iter().chain(CLOUD);
    named
        .copied()
        .filter(|name| twice(name) || missing(name))
        .collect()
}
