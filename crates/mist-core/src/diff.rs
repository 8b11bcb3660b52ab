//! What differs between two versions of a keyed list, so that a poll patches what is on
//! screen instead of replacing it.

use std::collections::BTreeMap;

/// The keys that differ between an old list and a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes<K> {
    /// In the new list only, in its order.
    pub added: Vec<K>,
    /// In the old list only, in its order.
    pub removed: Vec<K>,
    /// In both, with different items, in the new list's order.
    pub changed: Vec<K>,
    /// Whether the items in both lists stand in another order than before.
    pub order_changed: bool,
}

impl<K> Changes<K> {
    /// Whether the lists are the same.
    pub fn is_empty(&self) -> bool {
        self.count() == 0 && !self.order_changed
    }

    /// Items added, removed or changed.
    pub fn count(&self) -> usize {
        self.added.len() + self.removed.len() + self.changed.len()
    }
}

/// Compares `old` and `new` by `key`. Where a key occurs twice in a list only its first item
/// counts.
pub fn diff<T, K>(old: &[T], new: &[T], key: impl Fn(&T) -> K) -> Changes<K>
where
    T: PartialEq,
    K: Ord,
{
    let old_by_key = first_of_each(old, &key);
    let new_by_key = first_of_each(new, &key);
    let mut changes = Changes {
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
        order_changed: false,
    };
    // Position in the old list of the last item found in both.
    let mut reached = None;
    for (position, item) in new.iter().enumerate() {
        let key = key(item);
        if new_by_key
            .get(&key)
            .is_none_or(|(first, _)| *first != position)
        {
            continue;
        }
        match old_by_key.get(&key) {
            None => changes.added.push(key),
            Some((old_position, old_item)) => {
                changes.order_changed |= reached > Some(*old_position);
                reached = Some(*old_position);
                if *old_item != item {
                    changes.changed.push(key);
                }
            }
        }
    }
    let mut removed: Vec<_> = old_by_key
        .into_iter()
        .filter(|(key, _)| !new_by_key.contains_key(key))
        .collect();
    removed.sort_by_key(|(_, (position, _))| *position);
    changes.removed = removed.into_iter().map(|(key, _)| key).collect();
    changes
}

fn first_of_each<T, K: Ord>(list: &[T], key: impl Fn(&T) -> K) -> BTreeMap<K, (usize, &T)> {
    let mut items = BTreeMap::new();
    for (position, item) in list.iter().enumerate() {
        items.entry(key(item)).or_insert((position, item));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "`diff` asks for this signature"
    )]
    fn key(item: &(u8, char)) -> u8 {
        item.0
    }

    #[test]
    fn names_what_came_went_and_changed() {
        let old = [(1, 'a'), (2, 'b'), (3, 'c')];
        let new = [(1, 'a'), (4, 'd'), (2, 'x')];
        let changes = diff(&old, &new, key);
        assert_eq!(
            (changes.added, changes.removed, changes.changed),
            (vec![4], vec![3], vec![2])
        );
        assert!(!changes.order_changed);
    }

    #[test]
    fn sees_a_new_order_but_not_in_insertions() {
        let old = [(1, 'a'), (2, 'b'), (3, 'c')];
        assert!(diff(&old, &[(2, 'b'), (1, 'a'), (3, 'c')], key).order_changed);
        assert!(!diff(&old, &[(9, 'z'), (1, 'a'), (3, 'c')], key).order_changed);
    }

    #[test]
    fn of_duplicates_the_first_counts() {
        let changes = diff(&[(1, 'a'), (1, 'b')], &[(1, 'a'), (1, 'z')], key);
        assert!(changes.is_empty(), "{changes:?}");
    }

    fn list() -> impl Strategy<Value = Vec<(u8, char)>> {
        prop::collection::btree_map(0u8..20, prop::char::range('a', 'c'), 0..20)
            .prop_map(|map| map.into_iter().collect::<Vec<_>>())
            .prop_shuffle()
    }

    proptest! {
        #[test]
        fn applying_the_changes_gives_the_new_list(old in list(), new in list()) {
            let changes = diff(&old, &new, key);
            let mut patched: Vec<_> =
                old.iter().filter(|item| !changes.removed.contains(&item.0)).copied().collect();
            for item in &mut patched {
                if changes.changed.contains(&item.0) {
                    *item = *new.iter().find(|other| other.0 == item.0).unwrap();
                }
            }
            // Those in both lists, in the old order, are the new list's less the added ones.
            let kept: Vec<_> =
                new.iter().filter(|item| !changes.added.contains(&item.0)).copied().collect();
            prop_assert_eq!(changes.order_changed, patched != kept);
            patched.sort_unstable();
            let mut kept = kept;
            kept.sort_unstable();
            prop_assert_eq!(patched, kept);
            prop_assert_eq!(changes.is_empty(), old == new);
        }
    }
}
