//! Images that are called what nobody should call them.

use super::Spec;
use crate::odd::NAMES;

pub(super) fn images() -> impl Iterator<Item = Spec> {
    NAMES.iter().enumerate().map(|(number, name)| Spec {
        id: format!("odd/{number} <i>&"),
        name: (*name).to_owned(),
        recommended: number % 2 == 0,
        for_sale: false,
        min_ram: 0,
        min_disk: 0,
    })
}
