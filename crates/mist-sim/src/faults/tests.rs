use proptest::prelude::*;

use super::*;

fn parse(spec: &str) -> Fault {
    spec.parse().unwrap()
}

fn words(spec: &str) -> String {
    spec.parse::<Fault>().unwrap_err().to_string()
}

fn faults(specs: &[&str]) -> Faults {
    let faults = specs.iter().map(|spec| parse(spec)).collect();
    Faults::new(faults, Latency::default())
}

const EC2: Place<'_> = Place {
    provider: "ec2_eu_west",
    title: "Shop = live",
    route: Route::Machines,
};

#[test]
fn every_mistake_has_a_sentence_that_names_it() {
    for (spec, says) in [
        ("ec2", "`ec2` is no fault"),
        ("=outage", "no backend is named"),
        ("/machines=outage", "no backend is named"),
        (
            "*/machine=outage",
            "`/machine` is nothing that can be asked",
        ),
        ("*=", "`` is nothing that can go wrong"),
        ("*=outages", "`outages` is nothing that can go wrong"),
        ("*=outage:1", "`outage:1` is nothing that can go wrong"),
        ("*=latency", "`` is no time"),
        ("*=latency:5", "`5` is no time"),
        ("*=latency:-1s", "`-1s` is no time"),
        ("*=latency:11m", "`11m` is no time"),
        ("*=latency:601s", "`601s` is too long"),
        ("*=latency:99999999999999999999s", "is too long"),
        ("*=latency:5s..2s", "`5s..2s` ends before it begins"),
        ("*=errors:20", "`20` is no share"),
        ("*=errors:101%", "`101%` is no share"),
        ("*=errors", "is no share"),
        ("*=status:200", "`200` is no status"),
        ("*=status:+500", "`+500` is no status"),
        ("*=slow,,cut", "`` is nothing that can go wrong"),
    ] {
        assert!(words(spec).contains(says), "{spec}: {}", words(spec));
        assert!(words(spec).contains(spec), "{spec}: {}", words(spec));
    }
}

#[test]
fn a_fault_is_for_a_title_a_provider_or_what_begins_like_one_and_for_one_route_or_all() {
    for (spec, hit) in [
        ("*=outage", true),
        ("ec2_eu_west=outage", true),
        ("EC2_*=outage", true),
        ("shop*/machines=outage", true),
        ("Shop = live=outage", true),
        ("Shop = live/*=outage", true),
        ("ec2=outage", false),
        ("ec2_eu_west_2*=outage", false),
        ("*/images=outage", false),
    ] {
        let verdict = faults(&[spec]).judge(&EC2, 1, 0);
        assert_eq!(verdict.outcome != Outcome::Pass, hit, "{spec}");
    }
}

#[test]
fn the_first_that_happens_decides_and_the_longest_delay_counts() {
    let many = faults(&["ec2_*=latency:100ms,cut", "*=latency:2s,outage"]);
    let expected = Verdict {
        delay_ms: 2_000,
        outcome: Outcome::Cut,
    };
    assert_eq!(many.judge(&EC2, 1, 7), expected);
    let credentials = faults(&["*=credentials"]).judge(&EC2, 1, 0);
    assert!(matches!(credentials.outcome, Outcome::Refuse(refusal) if refusal.status == 401));
    let slow = faults(&["*=slow"]).judge(&EC2, 1, 0);
    assert!((3_000..=10_000).contains(&slow.delay_ms));
    assert_eq!(slow.outcome, Outcome::Pass);
}

#[test]
fn so_many_of_a_hundred_fail() {
    for (percent, range) in [(0, 0..=0), (20, 150..=250), (100, 1000..=1000)] {
        let some = faults(&[&format!("*=errors:{percent}%")]);
        let failed = (0..1000).filter(|nth| some.judge(&EC2, 5, *nth).outcome != Outcome::Pass);
        let failed = failed.count();
        assert!(range.contains(&failed), "{percent}%: {failed}");
    }
}

#[test]
fn without_faults_answers_take_the_base_latency() {
    let base = Faults::new(Vec::new(), Latency::between(300, 100));
    let delays: Vec<u64> = (0..200)
        .map(|nth| base.judge(&EC2, 1, nth).delay_ms)
        .collect();
    assert!(delays.iter().all(|delay| (100..=300).contains(delay)));
    assert!(delays.iter().max() > delays.iter().min());
    assert_eq!(Faults::default().judge(&EC2, 1, 1).delay_ms, 0);
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![
        (0..=LONGEST_MS, 0..=LONGEST_MS)
            .prop_map(|(one, other)| Effect::Latency(Latency::between(one, other))),
        (0u64..600).prop_map(|s| Effect::Latency(Latency::between(s * 1000, s * 1000))),
        (0u8..=100).prop_map(Effect::Errors),
        (400u16..600).prop_map(Effect::Status),
        Just(Effect::Outage),
        Just(Effect::Credentials),
        Just(Effect::Slow),
        Just(Effect::Malformed),
        Just(Effect::Stall),
        Just(Effect::Cut),
    ]
}

proptest! {
    #[test]
    fn a_fault_is_read_as_it_is_written(
        backend in "[a-zA-Z_*=/ ü]{1,12}",
        route in proptest::option::of(0usize..Route::ALL.len()),
        effects in proptest::collection::vec(effect(), 1..4),
    ) {
        prop_assume!(!backend.trim().is_empty());
        let route = route.map_or("*", |index| Route::ALL[index].as_str());
        let at: Result<Where, _> = format!("{backend}/{route}").parse();
        let fault = Fault { at: at.unwrap(), effects };
        prop_assert_eq!(parse(&fault.to_string()), fault);
    }

    #[test]
    fn any_text_is_a_fault_or_refused(text in ".{0,40}", word in "[a-z*/=:,%.0-9]{0,24}") {
        for spec in [text, word] {
            if let Ok(fault) = spec.parse::<Fault>() {
                prop_assert_eq!(parse(&fault.to_string()), fault);
            }
        }
    }

    #[test]
    fn a_verdict_depends_on_nothing_but_place_seed_and_number(seed: u64, nth: u64) {
        let some = faults(&["ec2_*=latency:0ms..500s,errors:50%"]);
        prop_assert_eq!(some.judge(&EC2, seed, nth), some.clone().judge(&EC2, seed, nth));
    }
}
