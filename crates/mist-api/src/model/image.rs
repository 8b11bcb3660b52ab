//! Images a machine can be made from (API notes §2.6).

use std::collections::HashSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::Listed;
use crate::wire::{Fault, Fields, FromWire};

/// An image a machine can be made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    /// The provider's id.
    pub id: String,
    /// Whatever else the provider says.
    pub extra: Map<String, Value>,
    /// What people call it; the id if it has no name.
    pub name: String,
    /// Whether it is among the favourites, which come first.
    pub star: bool,
}

impl FromWire for Image {
    fn from_wire(value: Value, _: &mut Vec<Fault>) -> Result<Self, Fault> {
        let mut fields = Fields::of(value)?;
        let id = fields.id("id")?;
        let name = fields.text(&["name"]).filter(|name| !name.is_empty());
        Ok(Self {
            extra: fields.object("extra"),
            name: name.unwrap_or_else(|| id.clone()),
            star: fields.flag(&["star"]).unwrap_or(false),
            id,
        })
    }
}

/// Keeps the first of images with the same id: EC2 lists some twice, first under the friendly name.
pub(crate) fn without_duplicates(mut images: Listed<Image>) -> Listed<Image> {
    let mut seen = HashSet::with_capacity(images.items.len());
    images.items.retain(|image| seen.insert(image.id.clone()));
    images
}
