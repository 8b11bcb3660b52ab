//! What an address says beside its screen: what is searched for, how it is sorted, which tab, what was
//! chosen.

use mist_core::{
    machines::{Column, Direction},
    sizes,
};

use super::query::Query;

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

/// What a machine is to be made of, by its server's ids; what is empty is not chosen yet, or as it was left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The backend.
    pub backend: String,
    /// The image.
    pub image: String,
    /// The size.
    pub size: String,
    /// The location.
    pub location: String,
}

/// Which images show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageList {
    /// The backend whose images they are; empty for the first that has any.
    pub backend: String,
    /// What is searched for; empty for all.
    pub query: String,
    /// Only those with a star.
    pub starred: bool,
}

/// Which sizes of all backends show. Numbers are kept as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SizeList {
    /// What is searched for in names; empty for all.
    pub query: String,
    /// The least memory, in GB; empty for any.
    pub ram: String,
    /// The highest price per month, in the price's own currency; empty for any.
    pub price: String,
    /// The column that sorts.
    pub column: sizes::Column,
    /// Which end comes first.
    pub direction: Direction,
}

/// Which changes show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityList {
    /// What is searched for; empty for all.
    pub query: String,
    /// Only those that failed.
    pub failed: bool,
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

/// What a machine's screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MachineView {
    /// The tab.
    pub tab: MachineTab,
    /// The machines beside it, and where the way back leads.
    pub list: MachineList,
}

/// The tab of a backend's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BackendTab {
    /// What it is, and its machines.
    #[default]
    Machines,
    /// What its machines can be made from.
    Images,
    /// What sizes they can have.
    Sizes,
    /// Where they can be.
    Locations,
    /// What connects them.
    Networks,
}

/// What a backend's screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackendView {
    /// The tab.
    pub tab: BackendTab,
    /// How its machines are sorted.
    pub sorting: Sorting,
    /// What is searched for among its images; empty for all.
    pub query: String,
    /// Only images with a star.
    pub starred: bool,
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

pub(super) const COLUMNS: [(Column, &str); 6] = [
    (Column::Name, "name"),
    (Column::State, "state"),
    (Column::Backend, "backend"),
    (Column::Address, "address"),
    (Column::Tags, "tags"),
    (Column::Size, "size"),
];

pub(super) const SIZE_COLUMNS: [(sizes::Column, &str); 4] = [
    (sizes::Column::Price, "price"),
    (sizes::Column::Name, "name"),
    (sizes::Column::Memory, "ram"),
    (sizes::Column::Disk, "disk"),
];

/// The tabs that an address names; without a name it is the first.
pub(super) const MACHINE_TABS: [(MachineTab, &str); 3] = [
    (MachineTab::Shell, "shell"),
    (MachineTab::Keys, "keys"),
    (MachineTab::Tags, "tags"),
];

/// As [`MACHINE_TABS`].
pub(super) const BACKEND_TABS: [(BackendTab, &str); 4] = [
    (BackendTab::Images, "images"),
    (BackendTab::Sizes, "sizes"),
    (BackendTab::Locations, "locations"),
    (BackendTab::Networks, "networks"),
];

type Pair = (&'static str, String);

/// What stands in the address of `told`: no more than is said.
fn said<const N: usize>(told: [(&'static str, &String); N]) -> Vec<Pair> {
    let told = told.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| (name, value.clone())).collect()
}

/// A yes that an address carries; a no is not written.
fn tick(name: &'static str, ticked: bool) -> Option<Pair> {
    ticked.then(|| (name, "1".to_owned()))
}

fn tab_of<T: Copy + Default>(query: &Query, named: &[(T, &str)]) -> T {
    let wanted = query.get("tab").unwrap_or_default();
    let named = named.iter().find(|(_, word)| *word == wanted);
    named.map(|(tab, _)| *tab).unwrap_or_default()
}

fn tab_pair<T: PartialEq>(tab: &T, named: &[(T, &str)]) -> Option<Pair> {
    let (_, word) = named.iter().find(|(known, _)| known == tab)?;
    Some(("tab", (*word).to_owned()))
}

/// What sorts, and which end comes first; an address that names no known column says nothing.
fn sort_of<C: Copy + Default>(query: &Query, columns: &[(C, &str)]) -> (C, Direction) {
    let sort = query.get("sort").unwrap_or_default();
    let (name, direction) = match sort.strip_prefix('-') {
        Some(name) => (name, Direction::Descending),
        None => (sort.as_str(), Direction::Ascending),
    };
    let known = columns.iter().find(|(_, word)| *word == name);
    known.map_or_else(Default::default, |(column, _)| (*column, direction))
}

fn sort_pair<C: Copy + Default + PartialEq>(
    column: C,
    direction: Direction,
    columns: &[(C, &str)],
) -> Option<Pair> {
    if column == C::default() && direction == Direction::default() {
        return None;
    }
    let (_, word) = columns.iter().find(|(known, _)| *known == column)?;
    let sign = if direction == Direction::Descending {
        "-"
    } else {
        ""
    };
    Some(("sort", format!("{sign}{word}")))
}

impl MachineView {
    pub(super) fn from_query(query: &Query) -> Self {
        Self {
            tab: tab_of(query, &MACHINE_TABS),
            list: MachineList::from_query(query),
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let tab = tab_pair(&self.tab, &MACHINE_TABS);
        tab.into_iter().chain(self.list.pairs()).collect()
    }
}

impl BackendView {
    pub(super) fn from_query(query: &Query) -> Self {
        Self {
            tab: tab_of(query, &BACKEND_TABS),
            sorting: Sorting::from_query(query),
            query: query.get("q").unwrap_or_default(),
            starred: query.get("starred").is_some(),
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let tab = tab_pair(&self.tab, &BACKEND_TABS);
        let told = tab.into_iter().chain(self.sorting.pair());
        let told = told.chain(said([("q", &self.query)]));
        told.chain(tick("starred", self.starred)).collect()
    }
}

impl ProviderRef {
    pub(super) fn from_query(query: &Query) -> Self {
        Self {
            provider: query.get("provider").unwrap_or_default(),
            region: query.get("region").unwrap_or_default(),
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        said([("provider", &self.provider), ("region", &self.region)])
    }
}

impl Plan {
    pub(super) fn from_query(query: &Query) -> Self {
        Self {
            backend: query.get("backend").unwrap_or_default(),
            image: query.get("image").unwrap_or_default(),
            size: query.get("size").unwrap_or_default(),
            location: query.get("location").unwrap_or_default(),
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        said([
            ("backend", &self.backend),
            ("image", &self.image),
            ("size", &self.size),
            ("location", &self.location),
        ])
    }
}

impl ImageList {
    pub(super) fn from_query(query: &Query) -> Self {
        Self {
            backend: query.get("backend").unwrap_or_default(),
            query: query.get("q").unwrap_or_default(),
            starred: query.get("starred").is_some(),
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = said([("backend", &self.backend), ("q", &self.query)]);
        pairs.extend(tick("starred", self.starred));
        pairs
    }
}

impl SizeList {
    pub(super) fn from_query(query: &Query) -> Self {
        let (column, direction) = sort_of(query, &SIZE_COLUMNS);
        Self {
            query: query.get("q").unwrap_or_default(),
            ram: query.get("ram").unwrap_or_default(),
            price: query.get("price").unwrap_or_default(),
            column,
            direction,
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = said([
            ("q", &self.query),
            ("ram", &self.ram),
            ("price", &self.price),
        ]);
        pairs.extend(sort_pair(self.column, self.direction, &SIZE_COLUMNS));
        pairs
    }
}

impl ActivityList {
    pub(super) fn from_query(query: &Query) -> Self {
        Self {
            query: query.get("q").unwrap_or_default(),
            failed: query.get("failed").is_some(),
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = said([("q", &self.query)]);
        pairs.extend(tick("failed", self.failed));
        pairs
    }
}

impl Sorting {
    pub(super) fn from_query(query: &Query) -> Self {
        let (column, direction) = sort_of(query, &COLUMNS);
        Self { column, direction }
    }

    pub(super) fn pair(self) -> Option<Pair> {
        sort_pair(self.column, self.direction, &COLUMNS)
    }
}

impl MachineList {
    pub(super) fn from_query(query: &Query) -> Self {
        let Sorting { column, direction } = Sorting::from_query(query);
        Self {
            query: query.get("q").unwrap_or_default(),
            column,
            direction,
        }
    }

    pub(super) fn pairs(&self) -> Vec<Pair> {
        let sorting = Sorting {
            column: self.column,
            direction: self.direction,
        };
        let searched = said([("q", &self.query)]);
        searched.into_iter().chain(sorting.pair()).collect()
    }
}
