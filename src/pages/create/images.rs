//! The images of a backend: those it lists, and those that a search on its server brought.

use std::sync::Arc;

use mist_api::model::{Image, Listed};

/// The images, by numbers: first those listed, then those found.
#[derive(Default)]
pub struct Images {
    list: Option<Arc<Listed<Image>>>,
    found: Vec<Image>,
    /// All that was found, those listed too.
    searched: Arc<Vec<Image>>,
    /// Numbers, those with a star first, then by name.
    sorted: Vec<usize>,
    /// Name and id of each in lower case.
    folded: Vec<String>,
    starred: usize,
}

impl Images {
    /// Those listed, and those found.
    pub fn new(list: Option<Arc<Listed<Image>>>, found_all: &Arc<Vec<Image>>) -> Self {
        let listed = list.as_ref().map_or(&[][..], |list| &list.items);
        let new = found_all
            .iter()
            .filter(|image| listed.iter().all(|known| known.id != image.id));
        let found: Vec<Image> = new.cloned().collect();
        let all = || listed.iter().chain(&found);
        let folded: Vec<String> = all()
            .map(|image| format!("{}\n{}", image.name, image.id).to_lowercase())
            .collect();
        let stars: Vec<bool> = all().map(|image| image.star).collect();
        let mut sorted: Vec<usize> = (0..folded.len()).collect();
        sorted.sort_by_key(|number| {
            (
                !stars.get(*number).is_some_and(|star| *star),
                folded.get(*number),
            )
        });
        Self {
            starred: stars.into_iter().filter(|star| *star).count(),
            searched: found_all.clone(),
            list,
            found,
            sorted,
            folded,
        }
    }

    /// Whether they are made of these. Long lists are told apart by where they are.
    pub fn is_of(&self, list: Option<&Arc<Listed<Image>>>, found: &Arc<Vec<Image>>) -> bool {
        let is_same = match (&self.list, list) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        let is_nothing = self.searched.is_empty() && found.is_empty();
        is_same && (is_nothing || Arc::ptr_eq(&self.searched, found))
    }

    /// One of them.
    pub fn get(&self, number: usize) -> Option<&Image> {
        let listed = self.list.as_ref().map_or(&[][..], |list| &list.items);
        let found = || self.found.get(number.checked_sub(listed.len())?);
        listed.get(number).or_else(found)
    }

    /// The number of the one with this id.
    pub fn number(&self, id: &str) -> Option<usize> {
        if id.is_empty() {
            return None;
        }
        let mut numbers = 0..self.folded.len();
        numbers.find(|number| self.get(*number).is_some_and(|image| image.id == id))
    }

    /// Whether the backend has listed its own.
    pub fn is_told(&self) -> bool {
        self.list.is_some()
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.sorted.len()
    }

    /// How many have a star.
    pub fn starred(&self) -> usize {
        self.starred
    }

    /// Those that show: while nothing is searched for, only the ones with a star, if `all` is not wanted.
    pub fn select(&self, query: &str, all: bool) -> Vec<usize> {
        let query = query.to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        if words.is_empty() {
            let is_short = !all && self.starred > 0;
            let room = if is_short { self.starred } else { self.total() };
            return self.sorted.iter().take(room).copied().collect();
        }
        let matches = |number: &usize| {
            let text = self.folded.get(*number).map_or("", String::as_str);
            words.iter().all(|word| text.contains(word))
        };
        self.sorted.iter().copied().filter(matches).collect()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use mist_api::call::{Call, ListImages};

    fn images(json: &str) -> Listed<Image> {
        let backend = String::new();
        ListImages { backend }.decode(json.as_bytes()).unwrap()
    }

    fn names(images: &Images, query: &str, all: bool) -> String {
        let numbers = images.select(query, all).into_iter();
        let names = numbers.map(|number| images.get(number).unwrap().name.as_str());
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn those_with_a_star_come_first_and_alone_until_others_are_wanted() {
        let listed = images(
            r#"[{"id": "1", "name": "b"}, {"id": "2", "name": "z", "star": true}, {"id": "3", "name": "A"}]"#,
        );
        let found = images(r#"[{"id": "3", "name": "other"}, {"id": "m-4", "name": "Market"}]"#);
        let all = Images::new(Some(Arc::new(listed)), &Arc::new(found.items));
        assert_eq!((all.total(), all.starred()), (4, 1));
        assert_eq!(names(&all, " ", false), "z");
        assert_eq!(names(&all, "", true), "z A b Market");
        assert_eq!(names(&all, "MARK m-", false), "Market");
        assert_eq!(names(&all, "a", false), "A Market");
        assert_eq!(all.number("m-4"), Some(3));
        assert_eq!(all.number(""), None);
        let plain = Images::new(
            Some(Arc::new(images(r#"[{"id": "1", "name": "b"}]"#))),
            &Arc::default(),
        );
        assert_eq!(names(&plain, "", false), "b");
    }
}
