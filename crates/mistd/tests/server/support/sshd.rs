//! A real OpenSSH server on loopback, with everything of its own: host key, home, authorized keys, and a
//! `reboot` that only writes down that it was called. `sudo` is a stand-in too: the real one would look for
//! `reboot` on a path of its own.

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Client, Untouched, wait_until};

pub(crate) struct Sshd {
    pub(crate) port: u16,
    pub(crate) user: String,
    _untouched: Untouched,
    folder: TempDir,
    options: String,
    child: Option<Child>,
}

impl Sshd {
    /// Starts a server that lets in the key whose public half this is.
    pub(crate) async fn start(authorized: &str) -> Self {
        Self::start_with(authorized, "").await
    }

    /// The same with further lines of configuration.
    pub(crate) async fn start_with(authorized: &str, options: &str) -> Self {
        let untouched = Untouched::so_far();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir_all(path.join("home/.ssh")).unwrap();
        std::fs::create_dir(path.join("bin")).unwrap();
        std::fs::write(
            path.join("home/.ssh/authorized_keys"),
            format!("{authorized}\n"),
        )
        .unwrap();
        make_key(&path.join("host_key"));
        if rustix::process::geteuid().is_root() {
            // sshd wants it when it runs as root; its package makes it only with the service.
            std::fs::create_dir_all("/run/sshd").unwrap();
        }
        let user = Command::new("id").arg("-un").output().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut server = Self {
            port,
            user: String::from_utf8(user.stdout).unwrap().trim().to_owned(),
            _untouched: untouched,
            folder,
            options: options.to_owned(),
            child: None,
        };
        let record = server.path().join("rebooted");
        server.program("reboot", &format!("echo reboot >> {}", record.display()));
        server.program("sudo", "test \"$1\" = -n && shift\nexec \"$@\"");
        server.up().await;
        server
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path().join("home")
    }

    /// Puts a program before all others on the path of who signs in.
    pub(crate) fn program(&self, name: &str, script: &str) {
        let path = self.path().join("bin").join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn no_program(&self, name: &str) {
        std::fs::remove_file(self.path().join("bin").join(name)).unwrap();
    }

    /// Lets nobody in any more but the keys on these lines.
    pub(crate) fn authorize(&self, lines: &str) {
        std::fs::write(self.authorized_keys(), lines).unwrap();
    }

    pub(crate) fn authorized_keys(&self) -> PathBuf {
        self.path().join("home/.ssh/authorized_keys")
    }

    /// Starts it (again), on the same port.
    pub(crate) async fn up(&mut self) {
        let path = self.path().display().to_string();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {path}/host_key\nPidFile none\n\
             AuthorizedKeysFile {path}/home/.ssh/authorized_keys\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
             SetEnv HOME={path}/home PATH={path}/bin:/usr/local/bin:/usr/bin:/bin\n\
             {options}\n",
            port = self.port,
            options = self.options,
        );
        std::fs::write(self.path().join("config"), config).unwrap();
        let log = std::fs::File::create(self.path().join("log")).unwrap();
        let child = Command::new("/usr/sbin/sshd")
            .args(["-D", "-e", "-f"])
            .arg(self.path().join("config"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("an OpenSSH server in /usr/sbin/sshd (Debian: apt-get install openssh-server)");
        self.child = Some(child);
        let port = self.port;
        wait_until("sshd", || {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
            stream
                .set_read_timeout(Some(Duration::from_secs(5)))
                .unwrap();
            let mut greeting = [0; 4];
            stream.read_exact(&mut greeting).ok()?;
            (&greeting == b"SSH-").then_some(())
        })
        .await;
    }

    /// Stops listening. Connections that are open stay so.
    pub(crate) fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _gone = child.kill();
            let _status = child.wait();
        }
    }

    /// Gives the server another host key; answers the fingerprint.
    pub(crate) async fn change_host_key(&mut self) -> String {
        self.down();
        for name in ["host_key", "host_key.pub"] {
            std::fs::remove_file(self.path().join(name)).unwrap();
        }
        make_key(&self.path().join("host_key"));
        self.up().await;
        self.fingerprint()
    }

    /// The host key's fingerprint, as OpenSSH itself computes it.
    pub(crate) fn fingerprint(&self) -> String {
        let output = Command::new("ssh-keygen")
            .args(["-l", "-f"])
            .arg(self.path().join("host_key.pub"))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_whitespace().nth(1).unwrap().to_owned()
    }

    pub(crate) fn reboots(&self) -> usize {
        let record = std::fs::read_to_string(self.path().join("rebooted")).unwrap_or_default();
        record.lines().count()
    }

    /// Adds it as a backend by a key; answers the whole answer.
    pub(crate) fn parameters(&self, key: &str) -> Value {
        json!({
            "title": "ignored", "provider": "bare_metal", "machine_ip": "127.0.0.1",
            "machine_key": key, "machine_user": self.user, "machine_port": self.port.to_string(),
        })
    }

    /// A server, its key stored as `opskey`, added as a backend; answers the machine's path too.
    pub(crate) async fn added_by(client: &Client) -> (Self, String) {
        Self::added_by_with(client, "").await
    }

    /// The same with further lines of configuration.
    pub(crate) async fn added_by_with(client: &Client, options: &str) -> (Self, String) {
        let (private, public) = key_pair("ed25519", &[]);
        let server = Self::start_with(&public, options).await;
        client
            .put("/keys", json!({"id": "opskey", "priv": private}))
            .await
            .json();
        let added = client
            .post("/backends", server.parameters("opskey"))
            .await
            .json();
        let machine = client.machine(added["id"].as_str().unwrap()).await;
        (server, machine)
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        self.down();
    }
}

fn make_key(path: &Path) {
    ssh_keygen(&[
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        "test",
        "-f",
        path.to_str().unwrap(),
    ]);
}

/// A new key pair made by OpenSSH: private text and public line.
pub(crate) fn key_pair(kind: &str, options: &[&str]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let mut arguments = vec!["-q", "-t", kind, "-C", "test", "-f", path.to_str().unwrap()];
    if !options.contains(&"-N") {
        arguments.extend(["-N", ""]);
    }
    arguments.extend(options);
    ssh_keygen(&arguments);
    let public = std::fs::read_to_string(path.with_extension("pub")).unwrap();
    (
        std::fs::read_to_string(path).unwrap(),
        public.trim().to_owned(),
    )
}

pub(crate) fn ssh_keygen(arguments: &[&str]) {
    let output = Command::new("ssh-keygen")
        .args(arguments)
        .output()
        .expect("ssh-keygen (Debian: apt-get install openssh-client)");
    assert!(output.status.success(), "{output:?}");
}
