//! What a cloud offers: places, sizes and images, in the shapes its provider answers with (API notes
//! §2.4 to §2.6). Nothing here changes with time, except which images a person has starred.

mod images;
mod locations;
mod sizes;

pub(crate) use images::{Images, Spec as ImageSpec};
pub(crate) use locations::{locations, region};
pub(crate) use sizes::{Size, size, sizes};
