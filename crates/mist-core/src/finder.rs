//! Finding among many named things while somebody types.
//!
//! Owns the texts that are searched, made once for each list and not at each key press, and the numbers
//! of the things: one keeps its number when the list comes again in another order, so that what is drawn
//! of it stays. It holds no thing itself and knows no language's rules beyond lower case.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::lower::lower;

/// What is to be known of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thing<'a> {
    /// Tells it apart.
    pub id: &'a str,
    /// What people call it.
    pub name: &'a str,
    /// It stands before those that are not.
    pub first: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    id: String,
    /// Name and id in lower case, a line each.
    text: String,
    name_hash: u64,
    /// Where it stands in the list it was told of last, if it is in that.
    place: Option<usize>,
}

/// The things of a list.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    /// By number.
    entries: Vec<Entry>,
    /// The numbers of the things that are in the list, in its order; a thing that is there twice twice.
    listed: Vec<usize>,
    /// The numbers in the order people see, each once.
    order: Vec<usize>,
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Finder {
    /// Knows no thing.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is to be searched now that the list has these things; `None` if they are the same in the same
    /// order, whichever are to stand first: things are not to jump when only that changes.
    #[must_use]
    pub fn update<'a>(&self, things: impl Iterator<Item = Thing<'a>> + Clone) -> Option<Self> {
        if self.is_of(things.clone()) {
            return None;
        }
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            entry.place = None;
        }
        let known = self.entries.iter().enumerate();
        let mut numbers: HashMap<String, usize> = known
            .map(|(number, entry)| (entry.id.clone(), number))
            .collect();
        let (mut listed, mut ranked) = (Vec::new(), Vec::new());
        for (place, thing) in things.enumerate() {
            let number = numbers.get(thing.id).copied().unwrap_or(entries.len());
            listed.push(number);
            if entries
                .get(number)
                .is_some_and(|known| known.place.is_some())
            {
                // There twice: the first one counts.
                continue;
            }
            let entry = Entry {
                id: thing.id.to_owned(),
                text: lower(&format!("{}\n{}", thing.name, thing.id)),
                name_hash: hash(thing.name),
                place: Some(place),
            };
            if let Some(known) = entries.get_mut(number) {
                *known = entry;
            } else {
                numbers.insert(entry.id.clone(), number);
                entries.push(entry);
            }
            ranked.push((!thing.first, number));
        }
        let text = |number: usize| entries.get(number).map(|entry| entry.text.as_str());
        ranked.sort_by(|(last, this), (other_last, that)| {
            (last, text(*this)).cmp(&(other_last, text(*that)))
        });
        let order = ranked.into_iter().map(|(_, number)| number).collect();
        Some(Self {
            entries,
            listed,
            order,
        })
    }

    /// Whether it was told of exactly these.
    fn is_of<'a>(&self, mut things: impl Iterator<Item = Thing<'a>>) -> bool {
        let same = self.listed.iter().enumerate().all(|(place, number)| {
            let (Some(thing), Some(entry)) = (things.next(), self.entries.get(*number)) else {
                return false;
            };
            let is_twin = entry.place != Some(place);
            thing.id == entry.id && (is_twin || hash(thing.name) == entry.name_hash)
        });
        same && things.next().is_none()
    }

    /// How many things there are.
    pub fn count(&self) -> usize {
        self.order.len()
    }

    /// The numbers of the things that have every word of `query` in their name or id, in order.
    pub fn find(&self, query: &str) -> Vec<usize> {
        let query = lower(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let has_all = |number: &&usize| {
            let entry = self.entries.get(**number);
            entry.is_some_and(|entry| words.iter().all(|word| entry.text.contains(word)))
        };
        self.order.iter().filter(has_all).copied().collect()
    }

    /// Where the thing with this number stands in the list; `None` once it is no longer there.
    pub fn place(&self, number: usize) -> Option<usize> {
        self.entries.get(number)?.place
    }

    /// The number of the thing with this id, if it is in the list. Looks through all.
    pub fn number(&self, id: &str) -> Option<usize> {
        let mut entries = self.entries.iter();
        entries.position(|entry| entry.place.is_some() && entry.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIST: [(&str, &str); 4] = [
        ("ami-3", "Ubuntu 14.04"),
        ("ami-1", "Debian 7"),
        ("ami-3", "canonical/ubuntu-14.04"),
        ("ami-2", "Ärger <b>"),
    ];

    fn things<'a>(list: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = Thing<'a>> + Clone {
        list.iter().map(|(id, name)| Thing {
            id,
            name,
            first: *id == "ami-2",
        })
    }

    fn ids(finder: &Finder, query: &str) -> Vec<String> {
        let found = finder.find(query).into_iter();
        found
            .map(|number| finder.entries[number].id.clone())
            .collect()
    }

    #[test]
    fn finds_words_in_names_and_ids_favourites_first() {
        let finder = Finder::new().update(things(&LIST)).unwrap();
        assert_eq!(finder.count(), 3);
        assert_eq!(ids(&finder, " "), ["ami-2", "ami-1", "ami-3"]);
        assert_eq!(ids(&finder, "14 UBUNTU"), ["ami-3"]);
        assert_eq!(ids(&finder, "ÄRGER"), ["ami-2"]);
        assert_eq!(ids(&finder, "AMI-1"), ["ami-1"]);
        assert_eq!(
            ids(&finder, "canonical"),
            [""; 0],
            "the first of twins counts"
        );
    }

    #[test]
    fn numbers_stay_when_the_order_changes() {
        let finder = Finder::new().update(things(&LIST)).unwrap();
        let number = finder.number("ami-1").unwrap();
        let turned: Vec<_> = LIST.into_iter().rev().skip(1).collect();
        let now = finder.update(things(&turned)).unwrap();
        assert_eq!(now.number("ami-1"), Some(number));
        assert_eq!(
            (finder.place(number), now.place(number)),
            (Some(1), Some(1))
        );
        assert_eq!(now.number("ami-2"), None);
        assert_eq!(now.place(finder.number("ami-2").unwrap()), None);
        assert_eq!(now.find("ubuntu"), [finder.number("ami-3").unwrap()]);
    }

    #[test]
    fn the_same_list_is_no_news_and_another_name_is() {
        let finder = Finder::new().update(things(&LIST)).unwrap();
        assert!(finder.update(things(&LIST)).is_none());
        assert!(finder.update(things(&LIST[..3])).is_some());
        let mut renamed = LIST;
        renamed[1].1 = "Debian 8";
        assert_eq!(
            ids(&finder.update(things(&renamed)).unwrap(), "debian 8"),
            ["ami-1"]
        );
    }

    proptest! {
        #[test]
        fn whatever_came_before_finds_the_same(
            before in prop::collection::vec(("[a-d]", "[ab]{0,2}"), 0..8),
            now in prop::collection::vec(("[a-d]", "[ab]{0,2}"), 0..8),
            query in "[ab ]{0,3}",
        ) {
            fn pairs(list: &[(String, String)]) -> Vec<(&str, &str)> {
                list.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect()
            }
            let (before, now) = (pairs(&before), pairs(&now));
            let told = |finder: &Finder, list: &[(&str, &str)]| {
                finder.update(things(list)).unwrap_or_else(|| finder.clone())
            };
            let twice = told(&told(&Finder::new(), &before), &now);
            let once = told(&Finder::new(), &now);
            prop_assert_eq!(ids(&twice, &query), ids(&once, &query));
            for number in twice.find("") {
                let place = twice.place(number).unwrap();
                prop_assert_eq!(now[place].0, &twice.entries[number].id);
            }
        }
    }
}
