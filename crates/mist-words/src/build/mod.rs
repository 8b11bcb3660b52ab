//! From a folder of sentences to what the page is built with.
//!
//! `en.ftl` is what all others are measured by. A sentence's id is `screen-name`, in the page
//! `say!(screen.name)`.

mod check;
mod pseudo;
mod read;
mod write;

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

pub use self::pseudo::PSEUDO;
use self::read::Language;

/// The language that is measured by, and compiled into the page.
pub const BASE: &str = "en";

/// The sentence that tells what a language calls itself.
const OWN_NAME: &str = "language-own_name";

/// What is wrong with a file of sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The language's tag.
    pub language: String,
    /// What is wrong, with the sentence's id.
    pub words: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.ftl: {}", self.language, self.words)
    }
}

/// Why the sentences can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// All that is wrong, to be mended in one go.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<Problem>),
}

/// What the page is built with.
#[derive(Debug)]
pub struct Built {
    /// Rust with an item for each sentence.
    pub module: String,
    /// A file's name and text for each language but the first.
    pub files: Vec<(String, String)>,
}

/// Reads, checks and writes down the sentences in `folder`.
///
/// # Errors
/// When files can't be read, or anything in them is wrong or missing.
pub fn from_folder(folder: &Path) -> Result<Built, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Io { path, source }
    };
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path).map_err(failed(&path))?;
            texts.push((tag.into_owned(), text));
        }
    }
    texts.sort();
    from_texts(&texts).map_err(Error::Problems)
}

/// The same for texts that are there already, each with its language's tag.
///
/// # Errors
/// All that is wrong with them.
pub fn from_texts(texts: &[(String, String)]) -> Result<Built, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    for (tag, text) in texts {
        languages.push(Language::read(tag, text, &mut problems));
    }
    let Some(base) = languages.iter().position(|known| known.tag == BASE) else {
        problems.push(Problem {
            language: BASE.to_owned(),
            words: "is not there".to_owned(),
        });
        return Err(problems);
    };
    let base = languages.remove(base);
    check::language(&base, &base, &mut problems);
    for other in &languages {
        check::language(&base, other, &mut problems);
    }
    if problems.is_empty() {
        Ok(write::all(&base, &languages))
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests;
