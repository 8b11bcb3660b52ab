//! Every kind of key, in every form and protection that `ssh-keygen` and `openssl` make, signing in for real.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Client, Mistd, Sshd, key_pair, ssh_keygen};

const PASSPHRASE: &str = "pass phrase ☃";

const OPENSSH: &str = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
const RSA: &str = "-----BEGIN RSA PRIVATE KEY-----\n";
const EC: &str = "-----BEGIN EC PRIVATE KEY-----\n";

/// Kind, options of `ssh-keygen`, and how the key begins once its passphrase is gone.
const KINDS: [(&str, &[&str], &str); 5] = [
    ("rsa", &["-b", "2048"], RSA),
    ("ecdsa", &["-b", "256"], EC),
    ("ecdsa", &["-b", "384"], EC),
    ("ecdsa", &["-b", "521"], EC),
    ("ed25519", &[], OPENSSH),
];

/// What every key here goes through: it is stored, opens the server, and comes back as a key that OpenSSH
/// takes for the same one.
struct Trial {
    mistd: Mistd,
    client: Client,
    server: Sshd,
}

impl Trial {
    async fn begin() -> Self {
        let mistd = Mistd::start(&[]);
        Self {
            client: mistd.client().await,
            mistd,
            server: Sshd::start("").await,
        }
    }

    async fn add(&self, private: &str, passphrase: Option<&str>) -> (u16, String) {
        let body = json!({"id": "k", "priv": private, "passphrase": passphrase});
        let answer = self.client.put("/keys", body).await;
        (answer.status, answer.text())
    }

    /// Answers the key as the server kept it.
    async fn pass(
        &self,
        name: &str,
        private: &str,
        passphrase: Option<&str>,
        public: &str,
    ) -> String {
        self.server.authorize(&format!("{public}\n"));
        let (status, text) = self.add(private, passphrase).await;
        assert_eq!(status, 200, "{name}: {text}");
        let added: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(added["type"], kind_of(public), "{name}");
        let opened = self
            .client
            .post("/backends", self.server.parameters("k"))
            .await;
        assert_eq!(opened.status, 200, "{name}: {}", opened.text());
        let path = format!("/backends/{}", opened.json()["id"].as_str().unwrap());
        self.client.delete(&path).await;
        let kept = self.client.get("/keys/k/private").await.json();
        let kept = kept.as_str().unwrap().to_owned();
        let line = self.client.get("/keys/k/public").await.json();
        assert_eq!(words(line.as_str().unwrap()), words(public), "{name}");
        assert_eq!(words(&public_of(&kept)), words(public), "{name}");
        self.client.delete("/keys/k").await;
        kept
    }
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().take(2).collect()
}

fn kind_of(public: &str) -> &str {
    let kind = public.split(' ').next().unwrap();
    kind.trim_start_matches("ssh-").split('-').next().unwrap()
}

/// The public half, as OpenSSH itself reads it out of a private key without passphrase.
fn public_of(private: &str) -> String {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, private).unwrap();
    ssh_keygen_on(&path, &["-y", "-P", ""])
}

fn ssh_keygen_on(path: &Path, arguments: &[&str]) -> String {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let output = Command::new("ssh-keygen")
        .args(arguments)
        .arg("-f")
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// One P-256 key in 512 has a secret number that begins with zeros, which OpenSSH leaves out.
const SHORT: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQQ1b9gZQyfepqoT23wMxP5+Bi8cx+0p
QE177+Xvyigsl6NFeoAMmxkRqYP4U6pcEP9V8f4kGU30ocSFtF1hedVDAAAAoPvvL5f77y
+XAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDVv2BlDJ96mqhPb
fAzE/n4GLxzH7SlATXvv5e/KKCyXo0V6gAybGRGpg/hTqlwQ/1Xx/iQZTfShxIW0XWF51U
MAAAAfUR6tlfvaOBcpbWxyRzG+xryc7G1ZuSRrd0/ceBeeyQAAAAdyb290QHZtAQI=
-----END OPENSSH PRIVATE KEY-----
";

#[tokio::test]
async fn a_key_whose_number_begins_with_zeros_is_a_key_like_any_other() {
    let trial = Trial::begin().await;
    let public = public_of(SHORT);
    let kept = trial.pass("as it is", SHORT, None, &public).await;
    assert_eq!(kept, SHORT);
    for cipher in ["aes256-ctr", "aes256-gcm@openssh.com"] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, SHORT).unwrap();
        ssh_keygen_on(
            &path,
            &["-q", "-p", "-P", "", "-N", PASSPHRASE, "-Z", cipher],
        );
        let locked = std::fs::read_to_string(&path).unwrap();
        assert_eq!(trial.add(&locked, Some("wrong")).await.0, 400, "{cipher}");
        let kept = trial.pass(cipher, &locked, Some(PASSPHRASE), &public).await;
        assert!(kept.starts_with(EC), "{cipher}: {kept}");
    }
}

#[tokio::test]
async fn every_kind_in_every_form_opens_a_server_and_stays_as_it_was() {
    let trial = Trial::begin().await;
    for (kind, options, _) in KINDS {
        for form in ["RFC4716", "PEM", "PKCS8"] {
            let name = format!("{kind} {options:?} {form}");
            let (private, public) = key_pair(kind, &[options, &["-m", form]].concat());
            // A passphrase that is not needed does not matter.
            let kept = trial.pass(&name, &private, Some("any"), &public).await;
            assert_eq!(kept, private, "{name}");
            let windows = format!("\u{feff}\r\n \r\n{}\r\n\r\n", private.replace('\n', "\r\n"));
            assert_eq!(trial.add(&windows, None).await.0, 200, "{name}");
            let kept = trial.client.get("/keys/k/private").await.json();
            assert_eq!(kept, private, "{name}");
            trial.client.delete("/keys/k").await;
        }
    }
    for bits in ["3072", "4096"] {
        let (private, public) = key_pair("rsa", &["-b", bits]);
        trial.pass(bits, &private, None, &public).await;
    }
}

#[tokio::test]
async fn protected_keys_are_opened_once_and_kept_in_the_oldest_form_of_their_kind() {
    let trial = Trial::begin().await;
    let mut cases: Vec<(&str, Vec<&str>, &str)> = Vec::new();
    for (kind, options, begin) in KINDS {
        for form in ["PEM", "PKCS8"] {
            cases.push((kind, [options, &["-m", form]].concat(), begin));
        }
        // Few rounds: how many there are makes no difference but in time.
        cases.push((kind, [options, &["-a", "2"]].concat(), begin));
    }
    for cipher in [
        "aes128-cbc",
        "aes256-cbc",
        "aes256-ctr",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
    ] {
        cases.push(("ecdsa", vec!["-a", "2", "-Z", cipher], EC));
    }
    for (kind, options, begin) in cases {
        let name = format!("{kind} {options:?}");
        let (private, public) = key_pair(kind, &[&options[..], &["-N", PASSPHRASE]].concat());
        let without = trial.add(&private, None).await;
        assert_eq!(without.0, 400, "{name}");
        let words = "Invalid private key: it is protected by a passphrase";
        assert!(without.1.starts_with(words), "{name}: {}", without.1);
        let wrong = trial.add(&private, Some("pass phrase")).await;
        let words = "Invalid private key: the passphrase does not open it";
        assert_eq!(wrong, (400, words.to_owned()), "{name}");
        let kept = trial.pass(&name, &private, Some(PASSPHRASE), &public).await;
        assert!(
            kept.starts_with(begin) && !kept.contains("ENCRYPTED"),
            "{name}: {kept}"
        );
    }
    // Neither the key nor what opened it is anywhere but in the vault.
    let log = trial.mistd.log();
    assert!(!log.contains("pass phrase") && !log.contains("PRIVATE KEY"));
    for entry in std::fs::read_dir(trial.mistd.data_dir()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [b"pass phrase".as_slice(), b"PRIVATE KEY"] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret));
        }
    }
}

/// Runs `openssl` in a folder; false where it is not installed or cannot do that.
fn openssl(folder: &Path, arguments: &str) -> bool {
    let status = Command::new("openssl")
        .args(arguments.split(' '))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

#[tokio::test]
async fn keys_that_openssl_makes_are_opened_too() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    if !openssl(folder, "version") {
        println!("openssl is not installed: nothing to try here");
        return;
    }
    let trial = Trial::begin().await;
    assert!(openssl(folder, "genrsa -out rsa 2048"));
    assert!(openssl(folder, "ecparam -name secp384r1 -genkey -out ec"));
    assert!(openssl(folder, "genpkey -algorithm ed25519 -out ed25519"));
    for kind in ["rsa", "ec", "ed25519"] {
        let text = std::fs::read_to_string(folder.join(kind)).unwrap();
        let (status, answer) = trial.add(&text, None).await;
        assert_eq!(status, 200, "{kind}: {answer}");
        let public = trial.client.get("/keys/k/public").await.json();
        let public = public.as_str().unwrap().to_owned();
        trial.client.delete("/keys/k").await;
        for protection in [
            "rsa -traditional -aes128",
            "rsa -traditional -aes192",
            "rsa -traditional -aes256",
            "rsa -traditional -des3",
            "ec -aes256",
            "ec -des3",
            "pkcs8 -topk8 -v2 aes-128-cbc",
            "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA1",
            "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512",
            "pkcs8 -topk8 -v2 des3",
            "pkcs8 -topk8 -scrypt",
        ] {
            let tool = protection.split(' ').next().unwrap();
            let slow = protection.ends_with("-scrypt") && kind != "rsa";
            if slow || (tool != "pkcs8" && tool != kind) {
                continue;
            }
            let name = format!("{kind}: {protection}");
            let made = openssl(
                folder,
                &format!("{protection} -in {kind} -out out -passout pass:abcde"),
            );
            assert!(made, "{name}");
            let private = std::fs::read_to_string(folder.join("out")).unwrap();
            assert!(private.contains("ENCRYPTED"), "{name}");
            let wrong = trial.add(&private, Some("abcd")).await;
            assert!(
                wrong.0 == 400 && wrong.1.ends_with("the passphrase does not open it"),
                "{name}: {}",
                wrong.1
            );
            trial.pass(&name, &private, Some("abcde"), &public).await;
        }
    }
}

#[tokio::test]
async fn a_protection_that_cannot_be_opened_is_refused_in_words() {
    let trial = Trial::begin().await;
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let mut cases = Vec::new();
    let (private, _) = key_pair("ed25519", &["-N", PASSPHRASE, "-Z", "3des-cbc"]);
    cases.push((private, "its protection (3des-cbc) is of a kind"));
    if openssl(folder, "genrsa -out rsa 2048") {
        for protection in ["-v1 PBE-SHA1-3DES", "-v2 camellia-256-cbc"] {
            let command = format!("pkcs8 -topk8 {protection} -in rsa -out out -passout pass:abcde");
            if openssl(folder, &command) {
                let private = std::fs::read_to_string(folder.join("out")).unwrap();
                cases.push((private, "its protection (PKCS#8) is of a kind"));
            }
        }
    }
    let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: IDEA-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----";
    cases.push((old.to_owned(), "its protection (IDEA-CBC) is of a kind"));
    cases.push((costly(), "opening its protection would take too long"));
    let putty = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n";
    cases.push((putty.to_owned(), "it is in PuTTY's format"));
    let dsa = "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----";
    cases.push((dsa.to_owned(), "keys of type ssh-dss are not supported"));
    for (private, words) in cases {
        let (status, text) = trial.add(&private, Some(PASSPHRASE)).await;
        let words = format!("Invalid private key: {words}");
        assert!(status == 400 && text.starts_with(&words), "{words}: {text}");
    }
    assert_eq!(trial.client.get("/keys").await.json(), json!([]));
}

/// A protected key that says it takes a hundred million rounds to open.
fn costly() -> String {
    use data_encoding::BASE64;
    let (private, _) = key_pair("ed25519", &["-N", PASSPHRASE]);
    let body: String = private
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let mut bytes = BASE64.decode(body.as_bytes()).unwrap();
    let name = bytes.windows(6).position(|part| part == b"bcrypt").unwrap();
    // Behind the name: a length, a length, 16 bytes of salt, and the rounds.
    let rounds = name + 6 + 4 + 4 + 16;
    assert_eq!(bytes[rounds..rounds + 3], [0, 0, 0]);
    bytes[rounds..rounds + 4].copy_from_slice(&100_000_000_u32.to_be_bytes());
    format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----\n",
        BASE64.encode(&bytes)
    )
}

#[tokio::test]
async fn generated_keys_of_every_kind_open_a_server() {
    let trial = Trial::begin().await;
    for (body, kind, begin) in [
        (json!({}), "rsa", RSA),
        (json!({"type": "rsa"}), "rsa", RSA),
        (json!({"type": "ecdsa"}), "ecdsa", EC),
        (json!({"type": "ed25519"}), "ed25519", OPENSSH),
    ] {
        let answer = trial.client.post("/keys", body).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let answer = answer.json();
        assert_eq!(
            answer.as_object().unwrap().len(),
            1,
            "as 0.9.8: priv and nothing else"
        );
        let private = answer["priv"].as_str().unwrap();
        assert!(
            private.starts_with(begin) && private.ends_with("-----"),
            "{kind}"
        );
        assert_eq!(
            trial.client.get("/keys").await.json(),
            json!([]),
            "nothing is stored"
        );
        let public = public_of(&format!("{private}\n"));
        assert_eq!(kind_of(&public), kind);
        let kept = trial.pass(kind, private, None, public.trim()).await;
        assert_eq!(kept, format!("{private}\n"));
    }
    let odd = trial.client.post("/keys", json!({"type": "dsa"})).await;
    assert_eq!(
        (odd.status, odd.text().as_str()),
        (400, "Bad Request: type has to be rsa, ecdsa or ed25519")
    );
}

#[tokio::test]
async fn a_generated_rsa_key_has_2048_bits() {
    let trial = Trial::begin().await;
    let answer = trial.client.post("/keys", json!({})).await.json();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, format!("{}\n", answer["priv"].as_str().unwrap())).unwrap();
    assert!(ssh_keygen_on(&path, &["-l"]).starts_with("2048 "));
    ssh_keygen(&["-y", "-P", "", "-f", path.to_str().unwrap()]);
}
