//! The file that decides who gets in: whoever loses it is locked out.

use std::os::unix::fs::{MetadataExt, PermissionsExt};

use serde_json::{Value, json};

use crate::support::{Client, Mistd, Sshd, key_pair};

fn host() -> Value {
    json!({"host": "127.0.0.1"})
}

fn blob(public: &str) -> &str {
    public.split(' ').nth(1).unwrap()
}

async fn add_key(client: &Client, id: &str) -> String {
    let (private, public) = key_pair("ed25519", &[]);
    let answer = client
        .put("/keys", json!({"id": id, "priv": private}))
        .await;
    answer.json();
    public
}

fn read(server: &Sshd) -> String {
    std::fs::read_to_string(server.authorized_keys()).unwrap()
}

/// What lies in the folder besides the file itself: a temporary file must not stay.
fn others_in(server: &Sshd) -> Vec<String> {
    std::fs::read_dir(server.home().join(".ssh"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "authorized_keys")
        .collect()
}

#[tokio::test]
async fn only_the_lines_of_the_key_go_whatever_else_is_there() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let ops = read(&server);
    let second = add_key(&client, "second").await;
    let (_, foreign) = key_pair("rsa", &["-b", "2048"]);
    let path = format!("{machine}/keys/second");
    let stays = [
        "# a comment, and a blank line".to_owned(),
        String::new(),
        ops.trim().to_owned(),
        format!("# {second}"),
        format!("cert-authority {second}"),
        format!("{foreign} not {second}"),
        format!(r#"command="echo {second} \\"{second}\\"",no-pty {foreign}"#),
        "ssh-ed25519 AAAA\u{fffd} half".to_owned(),
    ];
    let goes = [
        second.clone(),
        format!("  {second} with more words\r"),
        format!(r#"from="127.0.0.1",command="echo a \\" b # c" {second}"#),
        format!("no-pty\t{}", second.replace(' ', "\t")),
    ];
    let mut lines = Vec::new();
    for (index, line) in stays.iter().enumerate() {
        lines.push(line.clone());
        lines.extend(goes.get(index).cloned());
    }
    // The last line has no end.
    server.authorize(&lines.join("\n"));
    let file = server.authorized_keys();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o440)).unwrap();
    let before = std::fs::metadata(&file).unwrap();

    client.put(&path, host()).await.json();
    assert_eq!(read(&server), lines.join("\n"), "it was let in already");
    assert_eq!(client.delete_with(&path, host()).await.json(), json!([]));
    assert_eq!(read(&server), format!("{}\n", stays.join("\n")));
    let after = std::fs::metadata(&file).unwrap();
    assert_eq!(
        (after.mode(), after.uid(), after.gid()),
        (before.mode(), before.uid(), before.gid())
    );
    assert_ne!(
        after.ino(),
        before.ino(),
        "a new file takes the old one's place"
    );
    assert_eq!(others_in(&server), [""; 0]);

    // A comment with the key does not count as the key.
    client.put(&path, host()).await.json();
    assert_eq!(read(&server).matches(blob(&second)).count(), 6);
    assert_eq!(std::fs::metadata(&file).unwrap().mode(), before.mode());
    assert_eq!(client.delete_with(&path, host()).await.json(), json!([]));
    assert_eq!(read(&server), format!("{}\n", stays.join("\n")));
}

#[tokio::test]
async fn a_link_stays_a_link() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let (file, real) = (server.authorized_keys(), server.home().join("real"));
    std::fs::rename(&file, &real).unwrap();
    std::os::unix::fs::symlink(&real, &file).unwrap();
    let before = read(&server);
    add_key(&client, "second").await;
    let path = format!("{machine}/keys/second");
    client.put(&path, host()).await.json();
    assert_ne!(read(&server), before);
    client.delete_with(&path, host()).await.json();
    assert_eq!(read(&server), before);
    assert_eq!(std::fs::read_link(&file).unwrap(), real);
}

#[tokio::test]
async fn what_goes_wrong_on_the_way_leaves_the_file_as_it_was() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let path = format!("{machine}/keys/second");
    add_key(&client, "second").await;
    client.put(&path, host()).await.json();
    let before = read(&server);
    for (program, script) in [
        ("awk", "echo half; exit 2"),
        ("mv", "exit 1"),
        ("cp", "exit 1"),
        ("mktemp", "exit 1"),
    ] {
        server.program(program, script);
        // 0.9.8 does not say so either: the association is gone, the key is not.
        assert_eq!(client.delete_with(&path, host()).await.json(), json!([]));
        server.no_program(program);
        assert_eq!(read(&server), before, "{program}");
        assert_eq!(others_in(&server), [""; 0], "{program}");
        assert!(mistd.log().contains("a public key stays on a machine"));
        client.put(&path, host()).await.json();
    }
}

#[tokio::test]
async fn what_is_gone_already_is_no_trouble() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let ops = read(&server);
    add_key(&client, "second").await;
    let path = format!("{machine}/keys/second");
    client.put(&path, host()).await.json();
    server.authorize(&ops);
    assert_eq!(client.delete_with(&path, host()).await.json(), json!([]));
    assert_eq!(read(&server), ops);
    // Nothing is taken out for a key that opens nothing here.
    let again = client.delete_with(&path, host()).await;
    assert_eq!(
        (again.status, again.text().as_str()),
        (
            400,
            "Bad Request: Keypair 'second' is not associated with machine '127001'"
        )
    );
    // Without a host the machine is not touched.
    client.put(&path, host()).await.json();
    let with_second = read(&server);
    assert_eq!(client.delete(&path).await.json(), json!([]));
    assert_eq!(read(&server), with_second);
    let unassociated = client.delete_with(&path, host()).await;
    assert_eq!(unassociated.status, 400);
    assert_eq!(read(&server), with_second);
}

#[tokio::test]
async fn many_changes_at_once_do_not_undo_each_other() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    let ops = read(&server);
    let mut publics = Vec::new();
    for number in 0..6 {
        publics.push(add_key(&client, &format!("k{number}")).await);
    }
    let path = |number: usize| format!("{machine}/keys/k{number}");
    let (client, path) = (&client, &path);
    let putting = (0..6).map(|number| async move { client.put(&path(number), host()).await });
    for answer in futures_util::future::join_all(putting).await {
        answer.json();
    }
    let all = read(&server);
    assert!(
        publics
            .iter()
            .all(|key| all.matches(blob(key)).count() == 1)
    );
    // Three go while three come back: they are there already.
    let changing = (0..6).map(|number| async move {
        if number < 3 {
            client.delete_with(&path(number), host()).await
        } else {
            client.put(&path(number), host()).await
        }
    });
    for answer in futures_util::future::join_all(changing).await {
        answer.json();
    }
    let left = read(&server);
    for (number, key) in publics.iter().enumerate() {
        assert_eq!(left.contains(blob(key)), number >= 3, "{number}: {left}");
    }
    assert!(left.starts_with(&ops));
}

#[tokio::test]
async fn another_user_can_be_named_after_one_was_refused() {
    let mistd = Mistd::start(&[]);
    let client = mistd.client().await;
    let (server, machine) = Sshd::added_by(&client).await;
    add_key(&client, "second").await;
    let path = format!("{machine}/keys/second");
    let wrong = json!({"host": "127.0.0.1", "user": "nobodyhere"});
    let refused = client.put(&path, wrong).await;
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (
            401,
            "Couldn't authenticate to machine: 127.0.0.1 refused the key for user nobodyhere"
        )
    );
    let right = json!({"host": "127.0.0.1", "user": server.user, "port": server.port.to_string()});
    let list = client.put(&path, right).await.json();
    let association = list[0].as_array().unwrap();
    assert_eq!(association.len(), 6);
    assert!(association[2].as_f64().unwrap() > 1.0e9);
    assert_eq!(association[3], json!(server.user));
    // Everything is allowed to root, and to who may use the stand-in for sudo.
    assert_eq!(association[4], true);
    assert_eq!(association[5], json!(server.port));
}
