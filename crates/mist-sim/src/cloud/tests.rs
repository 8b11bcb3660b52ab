//! What clouds do, one by one and at random.

mod creating;
mod living;
mod networks;
mod random;
mod tagging;
mod whole;

use mist_api::model::MachineState;

use mist_api::call::Action;

use super::*;
use crate::{profile::Family, refusal::Refusal};

/// Some time after all that is there from the beginning.
const NOW: u64 = 1_800_000_000_000;

/// Longer than anything takes.
const SOON: u64 = 60_000;

fn options() -> Options {
    Options {
        images: 60,
        ..Options::default()
    }
}

fn cloud(provider: &str, machines: usize) -> Cloud {
    let profile = Profile::of(provider, "").unwrap();
    Cloud::new(profile, 7, &options()).furnished(machines)
}

/// A wish that the cloud grants: its first image on its largest size.
fn wish(cloud: &Cloud) -> Wish {
    let image = cloud.images(None).swap_remove(0);
    let size = cloud.sizes().pop().unwrap();
    let location = cloud.locations().swap_remove(0);
    Wish {
        name: "new-1".to_owned(),
        image: image.id,
        size: size.id,
        location: Some(location.id).filter(|id| !id.is_empty()),
        location_name: Some(location.name),
        image_name: Some(image.name),
        size_name: Some(size.name),
        key: Some("mine".to_owned()),
        disk: size.disk.map(|disk| serde_json::json!(disk)),
        image_extra: Some(image.extra.into()),
        ..Wish::default()
    }
}

fn words<T: std::fmt::Debug>(result: Result<T, Refusal>) -> (u16, String) {
    let refusal = result.unwrap_err();
    (refusal.status, refusal.words)
}

/// The first machine that is in this state.
fn in_state(cloud: &Cloud, state: &MachineState) -> String {
    let mut machines = cloud.machines(NOW).into_iter();
    machines.find(|machine| machine.state == *state).unwrap().id
}

fn state(cloud: &Cloud, id: &str, now_ms: u64) -> MachineState {
    cloud.machine(id, now_ms).unwrap().state
}
