//! Tags on machines, and what servers say where there are none (API notes §1).

use super::{Cloud, Record};
use crate::{profile::Family, refusal::Refusal};

/// The longest tag, in characters, and how many a machine has at most.
const LONGEST: usize = 255;
const MOST: usize = 50;

impl Cloud {
    /// Tags a machine; twice if asked twice.
    ///
    /// # Errors
    ///
    /// 400 for an empty or a long tag or one too many, 405 or 500 where machines have no tags, 503 or 404 for a machine that is
    /// not there, 400 for one that is gone.
    pub fn tag(&mut self, id: &str, tag: &str, now_ms: u64) -> Result<Vec<Record>, Refusal> {
        if tag.is_empty() {
            return Err(Refusal::missing("tag"));
        }
        self.can_tag("Adding", "Internal Server Error: error creating tag")?;
        if tag.chars().count() > LONGEST {
            let words = format!("Bad Request: A tag has at most {LONGEST} characters");
            return Err(Refusal::new(400, words));
        }
        let family = self.profile.family;
        let unknown = || match family {
            Family::Ec2 => Refusal::new(503, "Backend unavailable"),
            _ => Refusal::unknown("Machine", id),
        };
        let machine = self.find(id, now_ms).ok_or_else(unknown)?;
        if !family.abilities(&machine.life.phase(now_ms).into()).tag {
            return Err(Refusal::unable("tag"));
        }
        if machine.tags.len() >= MOST {
            let words = format!("Bad Request: A machine has at most {MOST} tags");
            return Err(Refusal::new(400, words));
        }
        self.change(id, |machine| machine.tags.push(tag.to_owned()))
            .ok_or_else(unknown)
    }

    /// Takes a tag off a machine, once.
    ///
    /// # Errors
    ///
    /// 405 or 500 where machines have no tags, 404 for a machine or a tag that is not there: a zone
    /// that is listed among the tags is none.
    pub fn untag(&mut self, id: &str, tag: &str, now_ms: u64) -> Result<Vec<Record>, Refusal> {
        if tag.is_empty() {
            return Err(Refusal::missing("tag"));
        }
        self.can_tag("Deleting", "Internal Server Error")?;
        let unknown = || Refusal::unknown("Machine", id);
        let machine = self.find(id, now_ms).ok_or_else(unknown)?;
        let at = machine.tags.iter().position(|own| own == tag);
        let at = at.ok_or_else(|| Refusal::new(404, "Not Found: tag not found"))?;
        self.change(id, |machine| {
            machine.tags.remove(at);
        })
        .ok_or_else(unknown)
    }

    fn can_tag(&self, doing: &str, failure: &str) -> Result<(), Refusal> {
        let family = self.profile.family;
        if family.has_tags() {
            return Ok(());
        }
        if family.says_it_has_no_tags() {
            let words = format!(
                "Method Not Allowed: {doing} metadata is not supported in {}",
                family.id()
            );
            return Err(Refusal::new(405, words));
        }
        Err(Refusal::new(500, failure))
    }
}
