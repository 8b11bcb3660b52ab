//! The machine list's order and its simple search.
//!
//! Owns comparing and matching rows. What a row's texts are (which state word, which address)
//! the page decides.

use std::cmp::Ordering;
use std::net::IpAddr;

use crate::lower::lower;

/// What a row of the machine list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The machine's name.
    pub name: String,
    /// Its state, in the word shown.
    pub state: String,
    /// The title of its backend.
    pub backend: String,
    /// Its addresses, the one shown first.
    pub addresses: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its size, as shown.
    pub size: String,
}

/// A row of the machine list, prepared for sorting and searching. `K` names the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<K> {
    key: K,
    details: Details,
    /// The same in lower case.
    folded: Details,
    address: Option<IpAddr>,
    /// Everything in lower case, a line each, so that no word matches across two.
    haystack: String,
}

impl<K> Row<K> {
    /// Prepares a row.
    pub fn new(key: K, details: Details) -> Self {
        let folded = details.folded();
        let haystack = folded.texts().collect::<Vec<_>>().join("\n");
        let address = details
            .addresses
            .first()
            .and_then(|address| address.parse().ok());
        Self {
            key,
            details,
            folded,
            address,
            haystack,
        }
    }

    /// Which machine it is.
    pub const fn key(&self) -> &K {
        &self.key
    }

    /// What it shows.
    pub const fn details(&self) -> &Details {
        &self.details
    }
}

impl Details {
    fn folded(&self) -> Self {
        let fold_all = |texts: &[String]| texts.iter().map(|text| lower(text)).collect();
        Self {
            name: lower(&self.name),
            state: lower(&self.state),
            backend: lower(&self.backend),
            addresses: fold_all(&self.addresses),
            tags: fold_all(&self.tags),
            size: lower(&self.size),
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.name, &self.state, &self.backend, &self.size]
            .into_iter()
            .chain(&self.addresses)
            .chain(&self.tags)
            .map(String::as_str)
    }
}

/// A column to sort by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The name.
    #[default]
    Name,
    /// The state word.
    State,
    /// The backend's title.
    Backend,
    /// The first address, numerically.
    Address,
    /// The tags, in their order.
    Tags,
    /// The size.
    Size,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// What the person searches for: words that all must occur, in any case, anywhere in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Reads a query. A blank one matches every row.
    pub fn parse(text: &str) -> Self {
        Self {
            words: text.split_whitespace().map(lower).collect(),
        }
    }

    /// Whether the row has all the words.
    pub fn matches<K>(&self, row: &Row<K>) -> bool {
        self.words
            .iter()
            .all(|word| row.haystack.contains(word.as_str()))
    }
}

/// The indices of the rows that match `query`, in order. Rows without a value in the column
/// come last either way; equal ones are ordered by name, backend and key, so that the order
/// never depends on the server's.
pub fn select<K: Ord>(
    rows: &[Row<K>],
    query: &Query,
    column: Column,
    direction: Direction,
) -> Vec<usize> {
    let mut found: Vec<(usize, &Row<K>)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| query.matches(row))
        .collect();
    found.sort_by(|(_, a), (_, b)| {
        by_column(a, b, column, direction)
            .then_with(|| natural_cmp(&a.folded.name, &b.folded.name))
            .then_with(|| natural_cmp(&a.folded.backend, &b.folded.backend))
            .then_with(|| a.key.cmp(&b.key))
    });
    found.into_iter().map(|(index, _)| index).collect()
}

fn by_column<K>(a: &Row<K>, b: &Row<K>, column: Column, direction: Direction) -> Ordering {
    let text =
        |a: &str, b: &str| empty_last(a.is_empty(), b.is_empty(), direction, || natural_cmp(a, b));
    match column {
        Column::Name => text(&a.folded.name, &b.folded.name),
        Column::State => text(&a.folded.state, &b.folded.state),
        Column::Backend => text(&a.folded.backend, &b.folded.backend),
        Column::Size => text(&a.folded.size, &b.folded.size),
        Column::Tags => {
            let (a, b) = (&a.folded.tags, &b.folded.tags);
            empty_last(a.is_empty(), b.is_empty(), direction, || {
                natural_cmp_all(a, b)
            })
        }
        Column::Address => {
            let (a, b) = (a.address, b.address);
            empty_last(a.is_none(), b.is_none(), direction, || a.cmp(&b))
        }
    }
}

fn empty_last(
    a_empty: bool,
    b_empty: bool,
    direction: Direction,
    order: impl FnOnce() -> Ordering,
) -> Ordering {
    a_empty.cmp(&b_empty).then_with(|| match direction {
        Direction::Ascending => order(),
        Direction::Descending => order().reverse(),
    })
}

fn natural_cmp_all(a: &[String], b: &[String]) -> Ordering {
    let pairs = a.iter().zip(b).map(|(a, b)| natural_cmp(a, b));
    pairs
        .fold(Ordering::Equal, Ordering::then)
        .then_with(|| a.len().cmp(&b.len()))
}

/// Orders texts as people count: runs of digits by their value, so `web-2` comes before
/// `web-10`; everything else by code point. Equal only if the texts are.
pub fn natural_cmp(a: &str, b: &str) -> Ordering {
    let (mut rest_a, mut rest_b) = (a, b);
    while let (Some(char_a), Some(char_b)) = (rest_a.chars().next(), rest_b.chars().next()) {
        let order = if char_a.is_ascii_digit() && char_b.is_ascii_digit() {
            let (digits_a, digits_b) = (take_digits(&mut rest_a), take_digits(&mut rest_b));
            digits_a
                .len()
                .cmp(&digits_b.len())
                .then_with(|| digits_a.cmp(digits_b))
        } else {
            rest_a = rest_a.get(char_a.len_utf8()..).unwrap_or_default();
            rest_b = rest_b.get(char_b.len_utf8()..).unwrap_or_default();
            char_a.cmp(&char_b)
        };
        if order.is_ne() {
            return order;
        }
    }
    // One ran out, or only leading zeros differ.
    rest_a.len().cmp(&rest_b.len()).then_with(|| a.cmp(b))
}

/// Takes the digits off the front of `text`; returns them without leading zeros.
fn take_digits<'a>(text: &mut &'a str) -> &'a str {
    let end = text
        .find(|ch: char| !ch.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    *text = rest;
    digits.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(key: u32, name: &str, address: &str, tags: &[&str]) -> Row<u32> {
        let addresses = if address.is_empty() {
            Vec::new()
        } else {
            vec![address.to_owned()]
        };
        Row::new(
            key,
            Details {
                name: name.to_owned(),
                state: "running".to_owned(),
                backend: "EC2 Ireland".to_owned(),
                addresses,
                tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
                size: String::new(),
            },
        )
    }

    fn keys(rows: &[Row<u32>], query: &str, column: Column, direction: Direction) -> Vec<u32> {
        let order = select(rows, &Query::parse(query), column, direction);
        order.into_iter().map(|index| *rows[index].key()).collect()
    }

    #[test]
    fn names_are_counted_as_people_do() {
        let rows = [
            row(1, "web-10", "", &[]),
            row(2, "Web-2", "", &[]),
            row(3, "db", "", &[]),
            row(4, "web-1", "", &[]),
        ];
        assert_eq!(
            keys(&rows, "", Column::Name, Direction::Ascending),
            [3, 4, 2, 1]
        );
        assert_eq!(
            keys(&rows, "", Column::Name, Direction::Descending),
            [1, 2, 4, 3]
        );
    }

    #[test]
    fn leading_zeros_do_not_count_but_tell_apart() {
        assert_eq!(natural_cmp("web-02", "web-1"), Ordering::Greater);
        assert_eq!(natural_cmp("web-002x", "web-2y"), Ordering::Less);
        assert_ne!(natural_cmp("web-02", "web-2"), Ordering::Equal);
    }

    #[test]
    fn addresses_are_numbers_and_none_is_last_both_ways() {
        let rows = [
            row(1, "a", "10.0.0.10", &[]),
            row(2, "b", "", &[]),
            row(3, "c", "10.0.0.9", &[]),
            row(4, "d", "2001:db8::1", &[]),
        ];
        assert_eq!(
            keys(&rows, "", Column::Address, Direction::Ascending),
            [3, 1, 4, 2]
        );
        assert_eq!(
            keys(&rows, "", Column::Address, Direction::Descending),
            [4, 1, 3, 2]
        );
    }

    #[test]
    fn equal_values_are_ordered_by_name_then_key() {
        let rows = [
            row(9, "b", "", &[]),
            row(2, "a", "", &[]),
            row(1, "a", "", &[]),
        ];
        for direction in [Direction::Ascending, Direction::Descending] {
            assert_eq!(keys(&rows, "", Column::State, direction), [1, 2, 9]);
        }
    }

    #[test]
    fn tags_compare_one_by_one() {
        let rows = [
            row(1, "a", "", &["v10"]),
            row(2, "b", "", &["v2", "z"]),
            row(3, "c", "", &["v2"]),
            row(4, "d", "", &[]),
        ];
        assert_eq!(
            keys(&rows, "", Column::Tags, Direction::Ascending),
            [3, 2, 1, 4]
        );
    }

    #[test]
    fn every_word_must_match_within_one_text() {
        let rows = [
            row(1, "web-1", "10.0.0.1", &["Prod"]),
            row(2, "web-2", "10.0.0.2", &["dev"]),
        ];
        let find = |query| keys(&rows, query, Column::Name, Direction::Ascending);
        assert_eq!(find(""), [1, 2]);
        assert_eq!(find("WEB prod"), [1]);
        assert_eq!(find("ireland 0.2"), [2]);
        assert_eq!(find("web nothing"), [0u32; 0]);
        assert_eq!(find("web-1running"), [0u32; 0]);
    }

    proptest! {
        #[test]
        fn natural_order_is_a_total_order(
            a in "[a0-2]{0,6}", b in "[a0-2]{0,6}", c in "[a0-2]{0,6}",
        ) {
            prop_assert_eq!(natural_cmp(&a, &b), natural_cmp(&b, &a).reverse());
            prop_assert_eq!(natural_cmp(&a, &b).is_eq(), a == b);
            if natural_cmp(&a, &b).is_le() && natural_cmp(&b, &c).is_le() {
                prop_assert!(natural_cmp(&a, &c).is_le());
            }
        }

        #[test]
        fn numbers_count(a: u64, b: u64) {
            prop_assert_eq!(natural_cmp(&format!("n{a}x"), &format!("n{b}x")), a.cmp(&b));
        }
    }
}
