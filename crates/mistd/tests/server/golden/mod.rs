//! The exchanges that were recorded with a real server of 2014 (0.9.8), replayed in order over HTTP.
//!
//! Status and shape have to be what was recorded: JSON of the same types with the same words, `OK`, a
//! stream of the same records, a refusal that begins with the same words. Where `mistd` answers something
//! else, [`fates`] says what and why; nothing else may.

mod exchange;
mod fates;
mod likeness;
mod world;

use exchange::Exchange;
use fates::Fate;
use world::World;

/// How many exchanges met which fate.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    same: usize,
    on_purpose: usize,
    waiting: usize,
    elsewhere: usize,
}

#[tokio::test]
async fn the_recorded_exchanges_are_answered_as_they_were() {
    let exchanges = Exchange::all();
    let unknown = fates::unknown(&exchanges);
    assert!(unknown.is_empty(), "fates of no exchange: {unknown:?}");
    let mut world = World::start().await;
    let (mut counts, mut wrong) = (Counts::default(), Vec::new());
    for exchange in &exchanges {
        let fate = fates::of(&exchange.name);
        let difference = match fate {
            Fate::Elsewhere => {
                counts.elsewhere += 1;
                continue;
            }
            Fate::Waits => {
                counts.waiting += 1;
                continue;
            }
            Fate::Same | Fate::Cloud => {
                counts.same += 1;
                let answer = world.replay(exchange).await;
                let values = matches!(fate, Fate::Same);
                likeness::to_the_recorded(exchange, &answer, values)
            }
            Fate::OnPurpose { status, words, why } => {
                counts.on_purpose += 1;
                let answer = world.replay(exchange).await;
                likeness::to_our_own(exchange, &answer, (status, words))
                    .map(|difference| format!("{difference} (on purpose, because {why})"))
            }
        };
        wrong.extend(difference.map(|words| format!("{}: {words}", exchange.name)));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    // So that none drops out without being noticed.
    let expected = if fates::CLOUDS {
        Counts {
            same: 120,
            on_purpose: 31,
            waiting: 0,
            elsewhere: 17,
        }
    } else {
        Counts {
            same: 80,
            on_purpose: 29,
            waiting: 45,
            elsewhere: 14,
        }
    };
    assert_eq!(counts, expected);
}
