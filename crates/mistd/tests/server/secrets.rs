//! Nothing secret stands readable in the data folder, in the log at its loudest, or in what a crash
//! leaves behind: neither as it is, nor in base64 or hexadecimal.

use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use reqwest::Method;
use rustix::process::{Resource, Rlimit, Signal};
use serde_json::json;

use crate::support::{Answer, Client, EMAIL, Mistd, Sshd, key_pair, mistd_program, raw};

/// What must not be found, and what to call it when it is.
#[derive(Default)]
struct Planted(Vec<(String, Vec<u8>)>);

impl Planted {
    /// A fresh text to plant.
    fn plant(&mut self, name: &str) -> String {
        let text = format!("planted-{name}-{}-xyzzy", self.0.len());
        self.add(name, text.as_bytes());
        text
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        let mut forms = vec![(name.to_owned(), bytes.to_vec())];
        let hex = bytes
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        forms.push((format!("{name} in hex"), hex.to_uppercase().into_bytes()));
        forms.push((format!("{name} in hex"), hex.into_bytes()));
        for offset in 0..3 {
            forms.push((format!("{name} in base64"), base64_at(offset, bytes)));
        }
        self.0.extend(forms);
    }

    /// The private part of a key: these of its bytes. Others are public, or alike in all keys.
    fn add_key(&mut self, name: &str, text: &str, secret: Range<usize>) {
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('-')).collect();
        self.add(name, &unbase64(&lines.concat())[secret]);
        self.add(name, lines[lines.len() / 2 + 1].as_bytes());
    }

    fn is_not_in(&self, place: &str, bytes: &[u8]) {
        for (name, form) in &self.0 {
            let found = bytes.windows(form.len()).any(|window| window == form);
            assert!(!found, "{name} in {place}");
        }
    }

    /// Looks into every file of a data folder but the key's own.
    fn is_not_in_folder(&self, folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap() != "secrets.key" {
                self.is_not_in(&path.display().to_string(), &std::fs::read(&path).unwrap());
            }
        }
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// How these bytes look within a longer text in base64, at one of the three ways they can lie in it;
/// without the ends, which depend on the neighbours.
fn base64_at(offset: usize, bytes: &[u8]) -> Vec<u8> {
    let padded = [vec![0; offset], bytes.to_vec()].concat();
    let letters = padded.chunks_exact(3).flat_map(|three| {
        let bits = three
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| ALPHABET[bits >> shift & 63])
    });
    letters.skip(if offset == 0 { 0 } else { 4 }).collect()
}

fn unbase64(text: &str) -> Vec<u8> {
    let value = |letter: u8| {
        let padding = letter == b'=';
        let found = ALPHABET.iter().position(|other| *other == letter);
        found.unwrap_or_else(|| if padding { 0 } else { panic!("no base64") })
    };
    let four = text.as_bytes().chunks_exact(4);
    four.flat_map(|letters| {
        let bits = letters
            .iter()
            .fold(0, |bits, letter| bits << 6 | value(*letter));
        [16, 8, 0].map(|shift| u8::try_from(bits >> shift & 255).unwrap())
    })
    .collect()
}

fn add_account(mistd: &Mistd, email: &str, password: &str) {
    use std::io::Write;
    let mut add = mistd_program()
        .args(["user", "add", email, "--data-dir"])
        .arg(mistd.data_dir())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut input = add.stdin.take().unwrap();
    writeln!(input, "{password}").unwrap();
    drop(input);
    assert!(add.wait().unwrap().success());
}

/// Plants secrets in everything that has to do with signing in.
async fn plant_at_the_door(planted: &mut Planted, mistd: &Mistd) -> Client {
    let password = planted.plant("password");
    add_account(mistd, "pw@mist.example", &password);
    Client::signed_in(&mistd.url, "pw@mist.example", &password).await;
    let code = mistd.code();
    planted.add("code", code.as_bytes());
    let client = Client::signed_in(&mistd.url, EMAIL, &code).await;
    planted.add("token", client.token.as_bytes());
    let unused = mistd.code();
    planted.add("unused code", unused.as_bytes());

    let anonymous = Client::anonymous(&mistd.url);
    anonymous
        .sign_in("x@y.z", &planted.plant("wrong-password"))
        .await;
    anonymous.sign_in(EMAIL, &planted.plant("wrong-code")).await;
    anonymous
        .sign_in(&planted.plant("password-as-email"), "x")
        .await;
    for (name, form) in [
        ("authorization", "Bearer SECRET"),
        ("authorization", "Basic SECRET"),
        ("authorization", "mist_1 SECRET"),
        ("authorization", "mist_1 a@b.c:SECRET"),
        ("authorization", "mist_1 a@b.c SECRET"),
        ("authorization", "SECRET"),
        ("authorized", "SECRET"),
        ("cookie", "token=SECRET"),
        ("x-forwarded-for", "SECRET"),
        ("x-request-id", "SECRET"),
    ] {
        let value = form.replace("SECRET", &planted.plant(name));
        let request = anonymous.request(Method::GET, "/keys").header(name, value);
        assert_eq!(Answer::to(request).await.status, 401);
    }
    client
}

/// Plants secrets in addresses and bodies, well-formed and not.
async fn plant_in_requests(planted: &mut Planted, mistd: &Mistd, client: &Client) {
    for body in [
        "{\"password\": \"SECRET",
        "SECRET",
        "[\"SECRET\"]",
        "\"SECRET\"",
    ] {
        let body = body.replace("SECRET", &planted.plant("malformed-json"));
        for path in ["/auth", "/keys", "/backends"] {
            Answer::to(client.request(Method::POST, path).body(body.clone())).await;
        }
    }
    let secret = planted.plant("apisecret");
    for provider in ["ec2", "bare_metal", "local", "nosuch"] {
        let body = json!({"provider": provider, "apikey": "k", "apisecret": secret, "machine_ip": "127.0.0.1"});
        client.post("/backends", body).await;
    }
    let passphrase = planted.plant("passphrase");
    let (locked, _) = key_pair("ed25519", &["-N", &passphrase]);
    for text in [
        locked,
        format!("-----BEGIN RSA {}", planted.plant("bad-key")),
    ] {
        let body = json!({"id": "bad", "priv": text, "passphrase": passphrase});
        client.put("/keys", body).await;
    }
    let long = format!(
        "/keys?{}{}",
        "x".repeat(40_000),
        planted.plant("long-address")
    );
    client.get(&long).await;
    client
        .get(&format!("/nosuch/{}", planted.plant("unknown-path")))
        .await;
    client
        .get(&format!("/keys/{}/private", planted.plant("key-name")))
        .await;
    let method = Method::from_bytes(planted.plant("METHOD").as_bytes()).unwrap();
    Answer::to(client.request(method, "/keys")).await;
    for garbage in [
        "GET /SECRET HTTP/9.9\r\n\r\n",
        "GET /keys HTTP/1.1\r\nHost: localhost\r\nBad header SECRET\r\n\r\n",
        "GET /keys HTTP/1.1\r\nHost: localhost\r\nContent-Length: SECRET\r\n\r\n",
        "GET /keys HTTP/1.1\r\nHost: SECRET\r\nConnection: close\r\n\r\n",
        "SECRET\r\n\r\n",
    ] {
        let garbage = garbage.replace("SECRET", &planted.plant("garbage"));
        raw(mistd.address(), &garbage).await;
    }
}

/// Plants secrets in commands, on this computer and elsewhere, and in keys.
async fn plant_in_machines(planted: &mut Planted, client: &Client) {
    let (private, _) = key_pair("rsa", &["-b", "2048", "-m", "PEM"]);
    planted.add_key("key", &private, 300..340);
    client
        .put("/keys", json!({"id": "pem", "priv": private}))
        .await
        .json();
    let (_server, elsewhere) = Sshd::added_by(client).await;
    let opskey = client.get("/keys/opskey/private").await.json();
    planted.add_key("key in use", opskey.as_str().unwrap(), 161..193);
    let here = client.get("/backends").await.json()[0]["id"].clone();
    let here = client.machine(here.as_str().unwrap()).await;
    for machine in [elsewhere, here] {
        let secret = planted.plant("command");
        let run = client.run(&machine, &format!("echo {secret}"), "c1").await;
        assert!(run.finished().await.text().contains(&secret));
        client
            .run(&machine, &format!("nosuch-{secret}"), "c2")
            .await
            .finished()
            .await;
        // Refused: without a host, and under a name that is none.
        let secret = planted.plant("refused-command");
        client
            .run_with(
                &machine,
                &[("command", &secret), ("command_id", "c3")],
                "c3",
            )
            .await
            .finished()
            .await;
        client.run(&machine, &secret, "c'4").await;
    }
}

#[tokio::test]
async fn no_secret_is_in_the_files_the_log_or_what_a_crash_leaves() {
    let mut planted = Planted::default();
    // Whatever the system's habit is: a core dump would be allowed.
    let limit = rustix::process::getrlimit(Resource::Core);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    rustix::process::setrlimit(Resource::Core, raised).unwrap();
    let mistd = Mistd::start(&["--this-computer"]);
    let client = plant_at_the_door(&mut planted, &mistd).await;
    plant_in_requests(&mut planted, &mistd, &client).await;
    plant_in_machines(&mut planted, &client).await;
    let data = mistd.data_dir();
    planted.add(
        "the vault's key",
        &std::fs::read(data.join("secrets.key")).unwrap(),
    );

    // The log did its work: it is loud, and the requests are in it.
    let lines = mistd.log_lines();
    assert!(
        lines
            .iter()
            .filter(|line| line["message"] == "request")
            .count()
            > 50
    );
    planted.is_not_in_folder(&data);
    let copy = tempfile::tempdir().unwrap();
    let output = mistd_program()
        .arg("backup")
        .arg(copy.path().join("file"))
        .arg("--data-dir")
        .arg(&data)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");

    // A crash: what it prints goes to the log, and it leaves its log of writes behind.
    mistd.signal(Signal::ABORT);
    let (status, folder) = mistd.ended();
    assert!(!status.success() && !status.core_dumped(), "{status}");
    assert!(std::fs::metadata(data.join("mist.db-wal")).unwrap().len() > 0);
    planted.is_not_in_folder(&data);
    planted.is_not_in(
        "the log",
        &std::fs::read(folder.path().join("log")).unwrap(),
    );
    // The key is meant to be in the back-up; nothing it opens is.
    planted
        .0
        .retain(|(name, _)| !name.starts_with("the vault's key"));
    planted.is_not_in(
        "the back-up",
        &std::fs::read(copy.path().join("file")).unwrap(),
    );
}

#[tokio::test]
async fn the_passphrase_of_the_server_stays_in_its_environment() {
    let mut planted = Planted::default();
    let passphrase = planted.plant("passphrase");
    let folder = tempfile::tempdir().unwrap();
    let mistd = Mistd::start_with(folder, &[], &[("MISTD_PASSPHRASE", &passphrase)]);
    Client::anonymous(&mistd.url).get("/keys").await;
    let data = mistd.data_dir();
    planted.is_not_in_folder(&data);
    assert!(!data.join("secrets.key").exists());
    planted.is_not_in("the log", mistd.log().as_bytes());
}

#[tokio::test]
async fn only_its_owner_can_look_into_the_folder() {
    let mistd = Mistd::start(&[]);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&mistd.data_dir()), 0o700);
    for name in ["secrets.key", "mistd.lock"] {
        assert_eq!(mode(&mistd.data_dir().join(name)), 0o600, "{name}");
    }
}

#[test]
fn the_search_finds_what_is_there() {
    let mut planted = Planted::default();
    planted.add("text", b"a secret of some length");
    for hidden in [
        "..a secret of some length..".to_owned(),
        "YSBzZWNyZXQgb2Ygc29tZSBsZW5ndGg=".to_owned(),
        // With one and two letters before it.
        "eGEgc2VjcmV0IG9mIHNvbWUgbGVuZ3Ro".to_owned(),
        "eHhhIHNlY3JldCBvZiBzb21lIGxlbmd0aA==".to_owned(),
        "612073656372657420 6f6620736f6d65206c656e677468".replace(' ', ""),
    ] {
        let found = std::panic::catch_unwind(|| planted.is_not_in("text", hidden.as_bytes()));
        assert!(found.is_err(), "{hidden}");
    }
    planted.is_not_in("text", b"a secret of another length");
}

#[tokio::test]
async fn stored_keys_survive_a_restart() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (private, _) = key_pair("ed25519", &[]);
    client
        .put("/keys", json!({"id": "k", "priv": private}))
        .await
        .json();
    let mistd = Mistd::start_in(mistd.stop(), &[]);
    let client = mistd.client().await;
    assert_eq!(client.get("/keys/k/private").await.json(), json!(private));
}
