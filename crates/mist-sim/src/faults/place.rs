//! Where something goes wrong.

use std::{fmt, str::FromStr};

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The backend's provider, by its id.
    pub provider: &'a str,
    /// What people call the backend.
    pub title: &'a str,
    /// What is asked of it.
    pub route: Route,
}

/// What can be asked of a backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// The list of machines.
    Machines,
    /// The list of images, and searching it.
    Images,
    /// The list of sizes.
    Sizes,
    /// The list of locations.
    Locations,
    /// The list of networks, making and deleting them.
    Networks,
    /// Making a machine.
    Create,
    /// Start, stop, reboot, destroy, resize.
    Action,
    /// Adding and removing tags.
    Tags,
    /// A probe of a machine.
    Probe,
    /// Running a command.
    Shell,
    /// A machine's statistics.
    Stats,
    /// Monitoring: on, off, metrics, plugins.
    Monitoring,
    /// Adding the backend.
    Add,
}

impl Route {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Machines,
        Self::Images,
        Self::Sizes,
        Self::Locations,
        Self::Networks,
        Self::Create,
        Self::Action,
        Self::Tags,
        Self::Probe,
        Self::Shell,
        Self::Stats,
        Self::Monitoring,
        Self::Add,
    ];

    /// Its word in a fault.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Machines => "machines",
            Self::Images => "images",
            Self::Sizes => "sizes",
            Self::Locations => "locations",
            Self::Networks => "networks",
            Self::Create => "create",
            Self::Action => "action",
            Self::Tags => "tags",
            Self::Probe => "probe",
            Self::Shell => "shell",
            Self::Stats => "stats",
            Self::Monitoring => "monitoring",
            Self::Add => "add",
        }
    }
}

/// Which requests a fault is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Where {
    /// A backend's title or provider, whatever the case; what begins like it if it ends in `*`.
    backend: String,
    /// What is asked of it; anything when absent.
    route: Option<Route>,
}

/// A place that is not written as one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPlace {
    /// Nothing says where.
    #[error("no backend is named: write its title, its provider such as `ec2_eu_west`, or `*`")]
    Nowhere,
    /// The word behind `/` is not known.
    #[error("`/{0}` is nothing that can be asked of a backend: {routes} or `*`", routes = routes())]
    NoRoute(String),
}

fn routes() -> String {
    let words: Vec<&str> = Route::ALL.iter().map(|route| route.as_str()).collect();
    words.join(", ")
}

impl Where {
    pub(super) fn covers(&self, place: &Place<'_>) -> bool {
        let backend = self.backend.to_lowercase();
        let named = |name: &str| {
            let name = name.to_lowercase();
            match backend.strip_suffix('*') {
                Some(prefix) => name.starts_with(prefix),
                None => name == backend,
            }
        };
        self.route.is_none_or(|route| route == place.route)
            && (named(place.provider) || named(place.title))
    }
}

impl FromStr for Where {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let (backend, route) = text.rsplit_once('/').unwrap_or((text, "*"));
        let (backend, word) = (backend.trim(), route.trim());
        if backend.is_empty() {
            return Err(BadPlace::Nowhere);
        }
        let route = Route::ALL.into_iter().find(|route| route.as_str() == word);
        if route.is_none() && word != "*" {
            return Err(BadPlace::NoRoute(word.to_owned()));
        }
        Ok(Self {
            backend: backend.to_owned(),
            route,
        })
    }
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.backend)?;
        match self.route {
            Some(route) => write!(f, "/{}", route.as_str()),
            // Or the end of the title would be taken for the route.
            None if self.backend.contains('/') => f.write_str("/*"),
            None => Ok(()),
        }
    }
}
