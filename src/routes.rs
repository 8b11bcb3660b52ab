//! Addresses: what the fragment of the page's address means, and how each screen is written there.
//! Pure, so that a round trip can be tested without a browser.

use std::fmt::{self, Write as _};

use mist_core::machines::{Column, Direction};

/// One machine, by the ids its server gave.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineRef {
    /// The backend it belongs to.
    pub backend: String,
    /// Its id there.
    pub machine: String,
}

/// A provider to add a backend of, as its server calls it; the default is whatever the form begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProviderRef {
    /// Its id, which may contain the region.
    pub provider: String,
    /// The region, where it is not a part of the id; else empty.
    pub region: String,
}

/// The tab of a machine's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MachineTab {
    /// What is known of it.
    #[default]
    Overview,
    /// Commands and their output.
    Shell,
    /// The SSH keys that open it.
    Keys,
    /// Its tags.
    Tags,
}

/// What a table of machines is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sorting {
    /// The column that sorts.
    pub column: Column,
    /// Which end comes first.
    pub direction: Direction,
}

/// What the machine list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MachineList {
    /// What is searched for; empty for all.
    pub query: String,
    /// The column that sorts.
    pub column: Column,
    /// Which end comes first.
    pub direction: Direction,
}

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Sign in by form.
    SignIn,
    /// A sign-in link: works once.
    SignInLink {
        /// Whose link it is.
        email: String,
        /// The code that stands in for a password.
        code: String,
    },
    /// All machines.
    Machines(MachineList),
    /// One machine.
    Machine(MachineRef, MachineTab),
    /// All backends.
    Backends,
    /// One backend, by its server's id, and how its machines are sorted.
    Backend(String, Sorting),
    /// The form that adds a backend, and what of.
    AddBackend(ProviderRef),
    /// All keys.
    Keys,
    /// Who is signed in, and how the page looks.
    Account,
    /// An address that means nothing here.
    Unknown(String),
}

impl Default for Route {
    fn default() -> Self {
        Self::Machines(MachineList::default())
    }
}

const COLUMNS: [(Column, &str); 6] = [
    (Column::Name, "name"),
    (Column::State, "state"),
    (Column::Backend, "backend"),
    (Column::Address, "address"),
    (Column::Tags, "tags"),
    (Column::Size, "size"),
];

/// The tabs that an address names; without a name it is the first.
const TABS: [(MachineTab, &str); 3] = [
    (MachineTab::Shell, "shell"),
    (MachineTab::Keys, "keys"),
    (MachineTab::Tags, "tags"),
];

impl Route {
    /// Reads a fragment, without its `#`.
    pub fn parse(fragment: &str) -> Self {
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let steps: Vec<String> = path
            .split('/')
            .filter(|step| !step.is_empty())
            .map(decode)
            .collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let query = Query::parse(query);
        match steps.as_slice() {
            [] => Self::default(),
            ["sign-in"] => match (query.get("email"), query.get("code")) {
                (Some(email), Some(code)) => Self::SignInLink { email, code },
                _ => Self::SignIn,
            },
            ["machines"] => Self::Machines(MachineList::from_query(&query)),
            ["machines", backend, machine] => {
                let machine = MachineRef {
                    backend: (*backend).to_owned(),
                    machine: (*machine).to_owned(),
                };
                let wanted = query.get("tab").unwrap_or_default();
                let tab = TABS.into_iter().find(|(_, word)| *word == wanted);
                Self::Machine(machine, tab.map(|(tab, _)| tab).unwrap_or_default())
            }
            ["backends"] => Self::Backends,
            ["backends", "add"] => Self::AddBackend(ProviderRef::from_query(&query)),
            ["backends", backend] => {
                Self::Backend((*backend).to_owned(), Sorting::from_query(&query))
            }
            ["keys"] => Self::Keys,
            ["account"] => Self::Account,
            _ => Self::Unknown(fragment.to_owned()),
        }
    }

    /// The form that adds a backend, as it begins.
    pub fn add_backend() -> Self {
        Self::AddBackend(ProviderRef::default())
    }

    /// The address as a link's target.
    pub fn href(&self) -> String {
        format!("#{self}")
    }

    /// Whether both are the same screen, whatever it shows: then it stays and changes in place.
    pub fn same_screen(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Machine(this, _), Self::Machine(that, _)) => this == that,
            (Self::Machines(_), Self::Machines(_)) | (Self::AddBackend(_), Self::AddBackend(_)) => {
                true
            }
            (Self::Backend(this, _), Self::Backend(that, _)) => this == that,
            _ => self == other,
        }
    }
}

impl ProviderRef {
    fn from_query(query: &Query) -> Self {
        Self {
            provider: query.get("provider").unwrap_or_default(),
            region: query.get("region").unwrap_or_default(),
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [("provider", &self.provider), ("region", &self.region)];
        let told = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| (name, value.clone())).collect()
    }
}

impl Sorting {
    fn from_query(query: &Query) -> Self {
        let sort = query.get("sort").unwrap_or_default();
        let (name, direction) = match sort.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (sort.as_str(), Direction::Ascending),
        };
        let known = COLUMNS.into_iter().find(|(_, word)| *word == name);
        known.map_or_else(Self::default, |(column, _)| Self { column, direction })
    }

    fn pair(self) -> Option<(&'static str, String)> {
        if self == Self::default() {
            return None;
        }
        let known = COLUMNS
            .into_iter()
            .find(|(column, _)| *column == self.column);
        let word = known.map_or("name", |(_, word)| word);
        let sign = if self.direction == Direction::Descending {
            "-"
        } else {
            ""
        };
        Some(("sort", format!("{sign}{word}")))
    }
}

impl MachineList {
    fn from_query(query: &Query) -> Self {
        let Sorting { column, direction } = Sorting::from_query(query);
        Self {
            query: query.get("q").unwrap_or_default(),
            column,
            direction,
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let searched = (!self.query.is_empty()).then(|| ("q", self.query.clone()));
        let sorting = Sorting {
            column: self.column,
            direction: self.direction,
        };
        searched.into_iter().chain(sorting.pair()).collect()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn => f.write_str("/sign-in"),
            Self::SignInLink { email, code } => {
                f.write_str("/sign-in")?;
                write_query(f, &[("email", email.clone()), ("code", code.clone())])
            }
            Self::Machines(list) => {
                f.write_str("/machines")?;
                write_query(f, &list.pairs())
            }
            Self::Machine(MachineRef { backend, machine }, tab) => {
                write!(f, "/machines/{}/{}", encode(backend), encode(machine))?;
                match TABS.into_iter().find(|(known, _)| known == tab) {
                    Some((_, word)) => write!(f, "?tab={word}"),
                    None => Ok(()),
                }
            }
            Self::Backends => f.write_str("/backends"),
            Self::Backend(backend, sorting) => {
                write!(f, "/backends/{}", encode(backend))?;
                write_query(f, sorting.pair().as_slice())
            }
            Self::AddBackend(provider) => {
                f.write_str("/backends/add")?;
                write_query(f, &provider.pairs())
            }
            Self::Keys => f.write_str("/keys"),
            Self::Account => f.write_str("/account"),
            Self::Unknown(fragment) => f.write_str(fragment),
        }
    }
}

fn write_query(f: &mut fmt::Formatter<'_>, pairs: &[(&str, String)]) -> fmt::Result {
    for (index, (name, value)) in pairs.iter().enumerate() {
        let mark = if index == 0 { '?' } else { '&' };
        write!(f, "{mark}{name}={}", encode(value))?;
    }
    Ok(())
}

struct Query(Vec<(String, String)>);

impl Query {
    fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    }
}

/// Percent-encodes as `encodeURIComponent` does.
fn encode(text: &str) -> String {
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut encoded, byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    encoded.push(char::from(byte));
                }
                // Writing to a string does not fail.
                _ => drop(write!(encoded, "%{byte:02X}")),
            }
            encoded
        })
}

/// Undoes percent-encoding; what is not validly encoded stands for itself.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = hex {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_route() -> impl Strategy<Value = Route> {
        let list = (".*", 0..COLUMNS.len(), any::<bool>()).prop_map(|(query, column, down)| {
            let direction = if down {
                Direction::Descending
            } else {
                Direction::Ascending
            };
            Route::Machines(MachineList {
                query,
                column: COLUMNS[column].0,
                direction,
            })
        });
        let machine = (".+", ".+", 0..=TABS.len()).prop_map(|(backend, machine, tab)| {
            let tab = TABS.get(tab).map(|(tab, _)| *tab).unwrap_or_default();
            Route::Machine(MachineRef { backend, machine }, tab)
        });
        // Servers make ids of 27 letters and digits and more: none is the word of the form's address.
        let backend = (".+", 0..COLUMNS.len(), any::<bool>())
            .prop_filter("the form's address", |(backend, ..)| backend != "add")
            .prop_map(|(backend, column, down)| {
                let sorting = Sorting {
                    column: COLUMNS[column].0,
                    direction: if down {
                        Direction::Descending
                    } else {
                        Direction::Ascending
                    },
                };
                Route::Backend(backend, sorting)
            });
        let link = (".+", ".+").prop_map(|(email, code)| Route::SignInLink { email, code });
        let fixed = prop_oneof![
            Just(Route::SignIn),
            Just(Route::Backends),
            Just(Route::Keys),
            Just(Route::Account),
        ];
        let add = (".*", ".*")
            .prop_map(|(provider, region)| Route::AddBackend(ProviderRef { provider, region }));
        prop_oneof![list, machine, backend, add, link, fixed]
    }

    proptest! {
        #[test]
        fn every_address_reads_back(route in any_route()) {
            prop_assert_eq!(Route::parse(&route.to_string()), route);
        }

        #[test]
        fn any_fragment_is_some_screen(fragment in ".*") {
            let _ = Route::parse(&fragment);
        }
    }

    #[test]
    fn an_empty_address_is_the_machine_list() {
        assert_eq!(Route::parse(""), Route::Machines(MachineList::default()));
        assert_eq!(Route::parse("/"), Route::Machines(MachineList::default()));
    }

    #[test]
    fn a_sign_in_link_cannot_choose_a_server() {
        let route = Route::parse("/sign-in?email=a%40b&code=c&server=https%3A%2F%2Fevil.example");
        assert_eq!(
            route,
            Route::SignInLink {
                email: "a@b".into(),
                code: "c".into()
            }
        );
    }

    #[test]
    fn what_is_not_an_address_is_kept_as_it_was() {
        assert_eq!(
            Route::parse("/nowhere/%"),
            Route::Unknown("/nowhere/%".into())
        );
    }

    #[test]
    fn ids_with_slashes_keep_to_their_step() {
        let machine = MachineRef {
            backend: "a/b".into(),
            machine: "c?d#e".into(),
        };
        let route = Route::Machine(machine, MachineTab::Shell);
        assert_eq!(route.to_string(), "/machines/a%2Fb/c%3Fd%23e?tab=shell");
    }
}
