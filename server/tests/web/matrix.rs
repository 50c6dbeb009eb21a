//! Who may call what (trust.md AZ): every operation of REST, every server function, every page and form,
//! called for real by every kind of actor, and compared with a table that a person has looked over.
//!
//! The table is `server/tests/access-matrix.txt`. A route without a row, or an outcome other than the
//! row's, fails the test and shows the difference; after a look at it,
//! `GATEHOUSE_WRITE_ACCESS=1 cargo test -p server --test web matrix` writes the table anew. What a call
//! sends is in `server/tests/access-samples.json`; a new form, operation or server function needs a
//! sample there.

mod actors;
mod calls;
mod samples;
mod sweep;
mod table;
mod things;

use server::router::Access;
use types::Face;

use self::{
    actors::{Actor, Credential},
    calls::Caller,
    samples::Samples,
    table::Table,
    things::Kit,
};
use crate::{
    routes::{all, name},
    support::{Device, Web},
};

const TABLE: &str = include_str!("../access-matrix.txt");

testkit::both_engines! {
    async fn everybody_may_do_what_the_table_says_and_nothing_else(web: Web) {
        let kit = Kit::new(&web).await;
        let samples = Samples::load(&all(&web));
        let mut table = Table::default();
        let mut told_apart = Vec::new();
        for actor in actors::all(&kit).await {
            let mut caller = Caller::new(&kit, &samples, &actor);
            let foreign = kit.person().await;
            let (mut own, mut others) = (kit.things_of(&actor).await, kit.things(&foreign).await);
            for entry in all(&web).iter().filter(|entry| actor.is_meant_for(entry.access)) {
                let named = samples.names_things(entry);
                let mine = match (named, &own) {
                    (true, Some(things)) => Some(caller.call(entry, things).await),
                    _ => None,
                };
                if mine.as_ref().is_some_and(|mine| mine.changed(entry)) {
                    own = kit.things_of(&actor).await;
                }
                let answer = caller.call(entry, &others).await;
                if named && answer.is_refused() && !caller.sees(entry).await {
                    let nothing = caller.call(entry, &kit.nowhere()).await;
                    if nothing.seen() != answer.seen() {
                        told_apart.push(format!("{} by {}: {answer:?} and {nothing:?}", name(entry), actor.name));
                    }
                }
                table.note(&name(entry), &actor, mine.as_ref().map(calls::Outcome::word), &answer.word());
                if answer.changed(entry) {
                    others = kit.things(&kit.person().await).await;
                }
            }
        }
        assert!(told_apart.is_empty(), "what is hidden can be told from what is not there:\n{}", told_apart.join("\n"));
        for entry in all(&web) {
            match entry.access {
                Access::Public => {}
                _ => assert!(table.knows(&name(&entry)), "nobody was tried on {}", name(&entry)),
            }
        }
        table.compare(TABLE);
    }

    async fn a_credential_of_another_kind_is_none(web: Web) {
        let kit = Kit::new(&web).await;
        let samples = Samples::load(&all(&web));
        let things = kit.things(&kit.person().await).await;
        let mut device = Device::new(9);
        kit.register(&mut device).await;
        let strangers = [
            Actor::new("anonymous", Credential::None),
            actors::super_administrator(&kit, Face::Console).await,
            actors::super_administrator(&kit, Face::Portal).await,
            actors::full_token(&kit).await,
            Actor::new("device", Credential::Device(Box::new(device))),
            actors::disabled_session(&kit, Face::Console).await,
            actors::disabled_session(&kit, Face::Portal).await,
            actors::disabled_token(&kit).await,
            actors::disabled_own_token(&kit).await,
        ];
        for actor in &strangers {
            let mut caller = Caller::new(&kit, &samples, actor);
            for entry in all(&web).iter().filter(|entry| entry.access != Access::Public) {
                if actor.is_meant_for(entry.access) && !actor.is_disabled() {
                    continue;
                }
                let answer = caller.call_as_is(entry, &things).await;
                assert!(answer.is_unknown(), "{} by {}: {answer:?}", name(entry), actor.name);
            }
        }
    }
}
