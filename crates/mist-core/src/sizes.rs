//! Finding a size among those of all clouds: which match, and in which order.
//!
//! Owns the comparing. Where sizes come from and what a price means is the page's to know.

use std::cmp::Ordering;

use crate::lower::lower;
use crate::machines::{Direction, natural_cmp};

/// A size that could be had.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Its name, and that of who offers it, as they are shown.
    pub name: String,
    /// Who offers it.
    pub backend: String,
    /// Memory in MB, if known.
    pub memory: Option<f64>,
    /// Disk in GB, if known.
    pub disk: Option<f64>,
    /// What it costs per hour, if known. All in one currency, or compared as if.
    pub hour: Option<f64>,
}

/// What a table of sizes is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// What it costs.
    #[default]
    Price,
    /// Its name.
    Name,
    /// Its memory.
    Memory,
    /// Its disk.
    Disk,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Words that must all be in the name or the backend's name, in whatever case.
    pub words: String,
    /// The least memory in MB: what says nothing of its memory doesn't match.
    pub memory: Option<f64>,
    /// The highest price per hour: what says nothing of its price doesn't match.
    pub hour: Option<f64>,
}

impl Wanted {
    fn matches(&self, words: &[String], offer: &Offer) -> bool {
        let text = lower(&format!("{} {}", offer.name, offer.backend));
        let enough = |has: Option<f64>| {
            self.memory
                .is_none_or(|wanted| has.is_some_and(|has| has >= wanted))
        };
        let cheap = |costs: Option<f64>| {
            self.hour
                .is_none_or(|most| costs.is_some_and(|costs| costs <= most))
        };
        words.iter().all(|word| text.contains(word)) && enough(offer.memory) && cheap(offer.hour)
    }
}

/// The indices of the offers that match, in order. What says nothing of what is sorted by comes last, in
/// either direction; equal ones are in order of price, memory and name.
pub fn find(offers: &[Offer], wanted: &Wanted, column: Column, direction: Direction) -> Vec<usize> {
    let words = lower(&wanted.words);
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<(usize, &Offer)> = offers
        .iter()
        .enumerate()
        .filter(|(_, offer)| wanted.matches(&words, offer))
        .collect();
    found.sort_by(|(_, a), (_, b)| {
        let chosen = match column {
            Column::Price => known_first(a.hour, b.hour, direction),
            Column::Memory => known_first(a.memory, b.memory, direction),
            Column::Disk => known_first(a.disk, b.disk, direction),
            Column::Name => turned(direction, natural_cmp(&a.name, &b.name)),
        };
        let up = Direction::Ascending;
        chosen
            .then_with(|| known_first(a.hour, b.hour, up))
            .then_with(|| known_first(a.memory, b.memory, up))
            .then_with(|| natural_cmp(&a.name, &b.name))
            .then_with(|| natural_cmp(&a.backend, &b.backend))
    });
    found.into_iter().map(|(index, _)| index).collect()
}

fn turned(direction: Direction, ordering: Ordering) -> Ordering {
    match direction {
        Direction::Ascending => ordering,
        Direction::Descending => ordering.reverse(),
    }
}

fn known_first(a: Option<f64>, b: Option<f64>, direction: Direction) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turned(direction, a.total_cmp(&b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{option, prelude::*};

    fn offer(name: &str, memory: Option<f64>, hour: Option<f64>) -> Offer {
        Offer {
            name: name.into(),
            backend: "EC2 Tokyo".into(),
            memory,
            disk: memory,
            hour,
        }
    }

    fn names(wanted: &Wanted, column: Column, direction: Direction) -> Vec<String> {
        let offers = [
            offer("large", Some(8192.0), Some(0.35)),
            offer("micro", Some(613.0), Some(0.027)),
            offer("free", Some(1024.0), None),
            offer("odd", None, Some(0.05)),
        ];
        let found = find(&offers, wanted, column, direction);
        found
            .into_iter()
            .map(|index| offers[index].name.clone())
            .collect()
    }

    #[test]
    fn the_cheapest_come_first_and_those_without_price_last() {
        let all = Wanted::default();
        let up = names(&all, Column::Price, Direction::Ascending);
        assert_eq!(up, ["micro", "odd", "large", "free"]);
        let down = names(&all, Column::Price, Direction::Descending);
        assert_eq!(down, ["large", "odd", "micro", "free"]);
        let memory = names(&all, Column::Memory, Direction::Descending);
        assert_eq!(memory, ["large", "free", "micro", "odd"]);
    }

    #[test]
    fn what_is_not_said_does_not_match_a_limit() {
        let memory = Wanted {
            memory: Some(1024.0),
            ..Wanted::default()
        };
        assert_eq!(
            names(&memory, Column::Name, Direction::Ascending),
            ["free", "large"]
        );
        let hour = Wanted {
            hour: Some(0.1),
            ..Wanted::default()
        };
        assert_eq!(
            names(&hour, Column::Name, Direction::Ascending),
            ["micro", "odd"]
        );
    }

    #[test]
    fn words_are_found_in_size_and_backend() {
        let wanted = Wanted {
            words: "TOKYO mic".into(),
            ..Wanted::default()
        };
        assert_eq!(
            names(&wanted, Column::Name, Direction::Ascending),
            ["micro"]
        );
    }

    proptest! {
        #[test]
        fn what_is_found_is_sorted_and_matches(
            offers in proptest::collection::vec((".{0,3}", option::of(0.0..9.0f64), option::of(0.0..9.0f64)), 0..30),
            memory in option::of(0.0..9.0f64),
        ) {
            let offers: Vec<Offer> = offers.into_iter().map(|(name, memory, hour)| offer(&name, memory, hour)).collect();
            let wanted = Wanted { memory, ..Wanted::default() };
            let found = find(&offers, &wanted, Column::Price, Direction::Ascending);
            let matching = offers.iter().filter(|offer| wanted.matches(&[], offer)).count();
            prop_assert_eq!(found.len(), matching);
            for pair in found.windows(2) {
                let (a, b) = (&offers[pair[0]], &offers[pair[1]]);
                prop_assert_ne!(known_first(a.hour, b.hour, Direction::Ascending), Ordering::Greater);
            }
        }
    }
}
