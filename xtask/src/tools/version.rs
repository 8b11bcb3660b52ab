//! Version numbers, as tools print them and manifests name them.

use std::fmt;

/// `major.minor.patch`; what may follow (`-nightly`, build details) plays no part here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    /// First number.
    pub major: u32,
    /// Second number.
    pub minor: u32,
    /// Third number, 0 when left out.
    pub patch: u32,
}

impl Version {
    /// A version known when this was written.
    pub(crate) const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }

    /// Reads `1.95` or `1.95.0-nightly`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let version = Self {
            major: parts.next()??,
            minor: parts.next()??,
            patch: parts.next().unwrap_or(Some(0))?,
        };
        parts.next().is_none().then_some(version)
    }

    /// Finds the first version in what a tool prints of itself (`rustc 1.95.0 (59807616e …)`).
    pub(crate) fn printed(text: &str) -> Option<Self> {
        text.split_whitespace()
            .find_map(|word| Self::parse(word.trim_start_matches('v')))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_tools_print() {
        let cases = [
            (
                "rustc 1.95.0 (59807616e 2026-04-14)",
                Version::new(1, 95, 0),
            ),
            (
                "rustc 1.97.0-nightly (abc 2026-05-01)",
                Version::new(1, 97, 0),
            ),
            ("trunk 0.21.14", Version::new(0, 21, 14)),
            ("wasm-bindgen 0.2.130\n", Version::new(0, 2, 130)),
            ("v20.20.2", Version::new(20, 20, 2)),
        ];
        for (text, expected) in cases {
            assert_eq!(Version::printed(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_manifest_may_leave_the_patch_out() {
        assert_eq!(Version::parse("1.95"), Some(Version::new(1, 95, 0)));
    }

    #[test]
    fn what_is_no_version_is_none() {
        for text in ["", "1", "1.x", "1.2.3.4", "one.two", "1..3"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert_eq!(Version::printed("command not found"), None);
    }

    #[test]
    fn order_is_by_number_not_by_letter() {
        assert!(Version::new(0, 21, 14) > Version::new(0, 21, 9));
        assert!(Version::new(1, 95, 0) > Version::new(1, 9, 9));
    }
}
