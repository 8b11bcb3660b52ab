//! Clouds under random calls, beside a model that knows what each call should have led to.

use std::collections::{BTreeMap, HashMap, HashSet};

use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

use super::*;

/// A call. Things are named by position among those there are, or by a text that is mostly nonsense.
#[derive(Debug, Clone)]
enum Step {
    Create(String, Index, Index),
    CreateNonsense(String, String, String),
    Act(Index, Action),
    ActNonsense(String, Action),
    Resize(Index, Index),
    Tag(Index, String),
    Untag(Index, Index),
    Star(Index),
    StarNonsense(String),
    MakeNetwork(String, Option<String>),
    DropNetwork(Index),
    Wait(u64),
    Sweep,
}

fn step() -> impl Strategy<Value = Step> {
    let action = prop_oneof![
        Just(Action::Start),
        Just(Action::Stop),
        Just(Action::Reboot),
        Just(Action::Destroy),
    ];
    let network = (
        ".{0,12}",
        prop::option::of("(10\\.[0-9]\\.0\\.0/[0-9]{1,2}|.{0,9})"),
    );
    prop_oneof![
        3 => ("[a-z]{1,9}", any::<Index>(), any::<Index>())
            .prop_map(|(name, image, size)| Step::Create(name, image, size)),
        1 => (".*", ".*", ".*").prop_map(|(a, b, c)| Step::CreateNonsense(a, b, c)),
        6 => (any::<Index>(), action.clone()).prop_map(|(id, action)| Step::Act(id, action)),
        1 => (".*", action).prop_map(|(id, action)| Step::ActNonsense(id, action)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(id, size)| Step::Resize(id, size)),
        2 => (any::<Index>(), ".{0,20}").prop_map(|(id, tag)| Step::Tag(id, tag)),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(id, tag)| Step::Untag(id, tag)),
        1 => any::<Index>().prop_map(Step::Star),
        1 => ".*".prop_map(Step::StarNonsense),
        1 => network.prop_map(|(name, cidr)| Step::MakeNetwork(name, cidr)),
        1 => any::<Index>().prop_map(Step::DropNetwork),
        6 => (0u64..40_000).prop_map(Step::Wait),
        1 => (3_500_000u64..3_700_000).prop_map(Step::Wait),
        1 => Just(Step::Sweep),
    ]
}

/// What is known of a machine.
struct Known {
    name: String,
    tags: Vec<String>,
    destroyed: bool,
    state: MachineState,
}

/// A cloud, what it should be, and what a host would have kept.
struct Trial {
    cloud: Cloud,
    now: u64,
    machines: BTreeMap<String, Known>,
    gone: HashSet<String>,
    kept: HashMap<(RecordKind, String), Record>,
}

/// Whether time alone can lead from one state to the other.
fn leads(from: &MachineState, to: &MachineState) -> bool {
    use MachineState::{Pending, Rebooting, Running, Stopped, Terminated};
    from == to
        || matches!(
            (from, to),
            (Pending, Running | Stopped | Terminated) | (Rebooting, Running)
        )
}

impl Trial {
    fn new(family: Family) -> Self {
        let cloud = cloud(family.id(), 6);
        let known = |machine: model::Machine| {
            let known = Known {
                name: machine.name,
                tags: machine.tags,
                destroyed: false,
                state: machine.state,
            };
            (machine.id, known)
        };
        Self {
            machines: cloud.machines(NOW).into_iter().map(known).collect(),
            cloud,
            now: NOW,
            gone: HashSet::new(),
            kept: HashMap::new(),
        }
    }

    fn keep(&mut self, records: Vec<Record>) {
        for record in records {
            self.kept.insert((record.kind, record.id.clone()), record);
        }
    }

    /// The machine at this position in the list.
    fn at(&self, index: Index) -> Option<model::Machine> {
        let mut list = self.cloud.machines(self.now);
        (!list.is_empty()).then(|| list.swap_remove(index.index(list.len())))
    }

    fn run(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Create(name, image, size) => self.create(name, image, size)?,
            Step::CreateNonsense(name, image, size) => {
                let wish = Wish {
                    name,
                    image,
                    size,
                    ..wish(&self.cloud)
                };
                prop_assert!(self.cloud.create(&wish, self.now).is_err());
            }
            Step::Act(index, action) => self.act(index, action)?,
            Step::ActNonsense(id, action) => {
                let status = words(self.cloud.act(&id, action, self.now)).0;
                prop_assert_eq!(status, 503);
            }
            Step::Resize(index, size) => self.resize(index, size)?,
            Step::Tag(index, tag) => self.tag(index, &tag)?,
            Step::Untag(index, tag) => self.untag(index, tag)?,
            Step::Star(index) => {
                let images = self.cloud.images(None);
                let image = &images[index.index(images.len())];
                let (star, record) = self.cloud.star(&image.id);
                prop_assert_eq!(star, !image.star);
                self.keep(vec![record]);
            }
            Step::StarNonsense(id) => {
                let (_, record) = self.cloud.star(&id);
                self.keep(vec![record]);
            }
            Step::MakeNetwork(name, cidr) => {
                let before = self.cloud.networks().len();
                let wish = NewNetwork {
                    network: NewNetworkBody {
                        name: Some(name),
                        ..NewNetworkBody::default()
                    },
                    subnet: cidr.map(|cidr| NewSubnet {
                        cidr: Some(cidr),
                        ..NewSubnet::default()
                    }),
                };
                let made = self.cloud.create_network(&wish);
                let more = usize::from(made.is_ok());
                prop_assert_eq!(self.cloud.networks().len(), before + more);
                self.keep(made.map(|(_, records)| records).unwrap_or_default());
            }
            Step::DropNetwork(index) => {
                let networks = self.cloud.networks();
                if !networks.is_empty() {
                    let id = &networks[index.index(networks.len())].id;
                    let records = self.cloud.delete_network(id).unwrap_or_default();
                    self.keep(records);
                }
            }
            Step::Wait(ms) => self.now += ms,
            Step::Sweep => {
                for (kind, id) in self.cloud.sweep(self.now) {
                    prop_assert!(self.kept.remove(&(kind, id)).is_some());
                }
            }
        }
        self.check()
    }

    fn create(&mut self, name: String, image: Index, size: Index) -> Result<(), TestCaseError> {
        let (images, sizes) = (self.cloud.images(None), self.cloud.sizes());
        let wish = Wish {
            name: name.clone(),
            image: images[image.index(images.len())].id.clone(),
            size: sizes[size.index(sizes.len())].id.clone(),
            disk: Some(serde_json::json!(10)),
            ..wish(&self.cloud)
        };
        // Some images don't fit, some names are taken.
        let Ok((created, records)) = self.cloud.create(&wish, self.now) else {
            return Ok(());
        };
        prop_assert!(!self.gone.contains(&created.id));
        let listed = self.cloud.machine(&created.id, self.now);
        prop_assert!(listed.is_some());
        let known = Known {
            name,
            tags: listed.map(|machine| machine.tags).unwrap_or_default(),
            destroyed: false,
            state: MachineState::Pending,
        };
        prop_assert!(self.machines.insert(created.id, known).is_none());
        self.keep(records);
        Ok(())
    }

    fn act(&mut self, index: Index, action: Action) -> Result<(), TestCaseError> {
        let Some(machine) = self.at(index) else {
            return Ok(());
        };
        let can = match action {
            Action::Start => machine.can.start,
            Action::Stop => machine.can.stop,
            Action::Reboot => machine.can.reboot,
            Action::Destroy => machine.can.destroy,
        };
        let done = self.cloud.act(&machine.id, action, self.now);
        prop_assert_eq!(done.is_ok(), can);
        if let Ok(records) = done {
            self.keep(records);
            let known = self.machines.get_mut(&machine.id).unwrap();
            known.destroyed |= action == Action::Destroy;
            known.state = match action {
                Action::Reboot => MachineState::Rebooting,
                _ => MachineState::Pending,
            };
        }
        Ok(())
    }

    fn resize(&mut self, index: Index, size: Index) -> Result<(), TestCaseError> {
        let (Some(machine), sizes) = (self.at(index), self.cloud.sizes()) else {
            return Ok(());
        };
        let size = &sizes[size.index(sizes.len())].id;
        if let Ok(records) = self.cloud.resize(&machine.id, size, self.now) {
            self.keep(records);
            self.machines.get_mut(&machine.id).unwrap().state = MachineState::Pending;
            let now = self.cloud.machine(&machine.id, self.now).unwrap();
            prop_assert_eq!(now.size.as_ref(), Some(size));
        }
        Ok(())
    }

    fn tag(&mut self, index: Index, tag: &str) -> Result<(), TestCaseError> {
        let Some(machine) = self.at(index) else {
            return Ok(());
        };
        let done = self.cloud.tag(&machine.id, tag, self.now);
        prop_assert_eq!(done.is_ok(), machine.can.tag && !tag.is_empty());
        if let Ok(records) = done {
            self.keep(records);
            let is_amazon = self.cloud.profile().family == Family::Ec2;
            let tags = &mut self.machines.get_mut(&machine.id).unwrap().tags;
            let end = tags.len() - usize::from(is_amazon);
            tags.insert(end, tag.to_owned());
        }
        Ok(())
    }

    fn untag(&mut self, index: Index, tag: Index) -> Result<(), TestCaseError> {
        let Some(machine) = self.at(index).filter(|machine| !machine.tags.is_empty()) else {
            return Ok(());
        };
        let family = self.cloud.profile().family;
        let at = tag.index(machine.tags.len());
        let tag = &machine.tags[at];
        let first = machine.tags.iter().position(|own| own == tag).unwrap();
        let is_zone = family == Family::Ec2 && first + 1 == machine.tags.len();
        let done = self.cloud.untag(&machine.id, tag, self.now);
        prop_assert_eq!(done.is_ok(), family.has_tags() && !is_zone);
        if let Ok(records) = done {
            self.keep(records);
            self.machines
                .get_mut(&machine.id)
                .unwrap()
                .tags
                .remove(first);
        }
        Ok(())
    }

    /// Whether the cloud lists what it should.
    fn check(&mut self) -> Result<(), TestCaseError> {
        let list = self.cloud.machines(self.now);
        let mut listed = HashSet::new();
        for machine in list {
            let known = self.machines.get_mut(&machine.id);
            prop_assert!(known.is_some(), "nobody made {}", machine.id);
            let known = known.unwrap();
            prop_assert_eq!(&machine.name, &known.name);
            prop_assert_eq!(&machine.tags, &known.tags);
            prop_assert!(
                leads(&known.state, &machine.state),
                "{} became {}",
                known.state,
                machine.state
            );
            let dies = machine.state == MachineState::Terminated;
            prop_assert!(known.destroyed || !dies);
            known.state = machine.state;
            prop_assert!(
                listed.insert(machine.id.clone()),
                "{} is there twice",
                machine.id
            );
        }
        let missing: Vec<String> = self
            .machines
            .keys()
            .filter(|id| !listed.contains(*id))
            .cloned()
            .collect();
        for id in missing {
            let known = self.machines.remove(&id).unwrap();
            prop_assert!(known.destroyed, "{id} is gone though nobody destroyed it");
            prop_assert_eq!(self.cloud.probe(&id, self.now), None);
            self.gone.insert(id);
        }
        Ok(())
    }

    /// The same cloud made anew from what was kept, in any order.
    fn restored(&self, order: u64) -> Cloud {
        let mut records: Vec<_> = self.kept.values().cloned().collect();
        records.sort_by_key(|record| Rng::new(order, &[&record.id]).draw());
        let mut again = cloud(self.cloud.profile().family.id(), 6);
        again.restore(records);
        again
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_cloud_does_what_it_is_told_and_is_the_same_again_from_its_records(
        family in prop::sample::select(Family::ALL.to_vec()),
        steps in prop::collection::vec(step(), 1..60),
        order: u64,
    ) {
        let mut trial = Trial::new(family);
        for step in steps {
            trial.run(step)?;
        }
        let again = trial.restored(order);
        prop_assert_eq!(&again, &trial.cloud);
        prop_assert_eq!(again.machines(trial.now), trial.cloud.machines(trial.now));
    }

    #[test]
    fn no_time_and_no_text_makes_a_cloud_panic(
        family in prop::sample::select(Family::ALL.to_vec()),
        now: u64,
        later: u64,
        text in ".*",
    ) {
        let mut cloud = cloud(family.id(), 3);
        let wish = wish(&cloud);
        let (created, _) = cloud.create(&wish, now).unwrap();
        let ids: Vec<_> = cloud.machines(later).into_iter().map(|machine| machine.id).collect();
        for id in ids.iter().chain([&text, &created.id]) {
            for time in [now, later, 0, u64::MAX] {
                let _ = cloud.probe(id, time);
                let _ = cloud.act(id, Action::Reboot, time);
                let _ = cloud.tag(id, &text, time);
                let _ = cloud.resize(id, &text, time);
                let _ = cloud.act(id, Action::Stop, time);
            }
        }
        let _ = cloud.images(Some(&text));
        let _ = cloud.delete_network(&text);
        let _ = cloud.sweep(later);
        let _ = serde_json::to_string(&cloud.machines(later)).unwrap();
        let _ = Profile::of(&text, &text);
    }
}
