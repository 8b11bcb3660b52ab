//! Writes the release into the page's worker: which files there are, and which of them the first
//! screen needs. So the worker keeps the files of one build, and changes whenever one of them does.
//!
//! Pure: names and bytes in, names and bytes out. Last of all, when every name is final.

use crate::build::finish::{Files, INDEX, content_hash, extension, is_named_by_content, shape};
use crate::digest;
use crate::error::Result;

/// The worker. It keeps its name: browsers ask for a newer one under it.
const WORKER: &str = "sw.js";

/// What stands there in the place of the release.
const PLACE: &str = r#"const RELEASE = { id: "", first: [], later: [], plain: [] };"#;

/// Files that no screen asks for.
const NOT_SHOWN: [&str; 4] = ["html", "txt", "md", "map"];

/// Writes the list of `files` into the worker among them.
pub(crate) fn fill(files: &mut Files) -> Result<()> {
    let worker = files
        .remove(WORKER)
        .ok_or_else(|| shape("the build left no sw.js"))?;
    let worker = String::from_utf8(worker).map_err(|_| shape("sw.js is not UTF-8"))?;
    if worker.matches(PLACE).count() != 1 {
        return Err(shape("sw.js has no place for the release, or several"));
    }
    let index = files
        .get(INDEX)
        .ok_or_else(|| shape("the build left no index.html"))?;
    let index = String::from_utf8_lossy(index).into_owned();

    let (mut first, mut later, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = worker.clone();
    for (name, bytes) in files.iter() {
        if name.contains(['"', '\\']) {
            return Err(shape(&format!("{name}: no name for a file of the page")));
        }
        seen.extend([name, " ", &digest::of(bytes), "\n"]);
        let list = match (is_named_by_content(name, bytes), index.contains(name)) {
            (true, true) => &mut first,
            (true, false) => &mut later,
            (false, _) if NOT_SHOWN.contains(&extension(name)) => continue,
            (false, _) => &mut plain,
        };
        list.push(format!("\"{name}\""));
    }
    let release = format!(
        "const RELEASE = {{\n  id: \"{}\",\n  first: [{}],\n  later: [{}],\n  plain: [{}],\n}};",
        content_hash(seen.as_bytes()),
        first.join(", "),
        later.join(", "),
        plain.join(", "),
    );
    let worker = worker.replace(PLACE, &release);
    files.insert(WORKER.to_owned(), worker.into_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Files {
        let page = b"<script src=\"./boot-8f434346648f6b96.js\">".to_vec();
        let named = |stem: &str, bytes: &[u8], extension: &str| {
            let name = format!("{stem}-{}.{extension}", content_hash(bytes));
            (name, bytes.to_vec())
        };
        let boot = named("boot", b"boot()", "js");
        let page = String::from_utf8(page)
            .unwrap()
            .replace("boot-8f434346648f6b96.js", &boot.0);
        [
            (INDEX.to_owned(), page.into_bytes()),
            (
                WORKER.to_owned(),
                format!("// head\n{PLACE}\n").into_bytes(),
            ),
            boot,
            named("part-keys", b"\0asm", "wasm"),
            ("icons/192.png".to_owned(), b"png".to_vec()),
            ("licences.txt".to_owned(), b"MIT".to_vec()),
        ]
        .into()
    }

    fn worker(files: &Files) -> String {
        String::from_utf8(files[WORKER].clone()).unwrap()
    }

    #[test]
    fn every_file_that_a_screen_asks_for_is_in_one_list() {
        let mut files = built();
        fill(&mut files).unwrap();
        let worker = worker(&files);
        let line = |list: &str| {
            let start = format!("  {list}: [");
            let line = worker.lines().find(|line| line.starts_with(&start));
            line.unwrap().to_owned()
        };
        assert!(line("first").contains("boot-") && !line("first").contains("part-"));
        assert!(line("later").contains("part-keys-"));
        assert!(line("plain").contains("\"icons/192.png\""));
        for absent in ["\"index.html\"", "\"sw.js\"", "licences"] {
            assert!(!worker.contains(absent), "{absent} is in {worker}");
        }
        assert!(worker.starts_with("// head\n"));
    }

    #[test]
    fn the_worker_changes_with_any_file_and_not_otherwise() {
        let filled = |change: &dyn Fn(&mut Files)| {
            let mut files = built();
            change(&mut files);
            fill(&mut files).unwrap();
            worker(&files)
        };
        let before = filled(&|_| ());
        assert_eq!(before, filled(&|_| ()));
        for name in [INDEX, "icons/192.png", "licences.txt"] {
            let after = filled(&|files| files.get_mut(name).unwrap().push(b' '));
            assert_ne!(before, after, "{name}");
        }
        assert_ne!(
            before,
            filled(&|files| files.get_mut(WORKER).unwrap().push(b' '))
        );
    }

    #[test]
    fn a_worker_without_the_place_is_refused() {
        for text in ["", "RELEASE", &format!("{PLACE}{PLACE}")] {
            let mut files = built();
            files.insert(WORKER.to_owned(), text.as_bytes().to_vec());
            assert!(fill(&mut files).is_err(), "{text}");
        }
        let mut files = built();
        files.remove(WORKER);
        assert!(fill(&mut files).is_err());
    }
}
