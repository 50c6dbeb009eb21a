//! Whether the time of an answer tells who there is (trust.md INJ-15): the same question about people who
//! are there, who are disabled, and who never were, in turns, over one connection.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use types::{UpdateUser, UserState};
use uuid::Uuid;

use crate::{
    accounts::person,
    client::Client,
    gate::Gate,
    statistics::{median, rank_test},
    table::Table,
};

/// Tries of one name; from the next one on it would pause.
const TRIES: usize = 4;
/// Links that a person may ask for in an hour.
const LINKS: usize = 3;
/// The limit over all refuses what is asked more often.
const PACE: Duration = Duration::from_millis(25);
/// The medians may differ by this much, and no more.
const MOST: Duration = Duration::from_millis(2);
/// A difference that chance would bring less often than this is one.
const LEAST_P: f64 = 0.01;

const KINDS: [&str; 3] = ["there", "disabled", "never was"];

/// One question: where, what is sent, and what is answered to everybody.
struct Question {
    what: &'static str,
    path: &'static str,
    more: &'static str,
    status: u16,
    /// How often one name may be asked about.
    times: usize,
}

const QUESTIONS: [Question; 3] = [
    Question {
        what: "sign-in",
        path: "/sign-in",
        more: "&password=wrong+in+every+way",
        status: 422,
        times: TRIES,
    },
    Question { what: "forgotten password", path: "/forgot", more: "", status: 200, times: LINKS },
    Question { what: "PIN", path: "/go", more: "&pin=00000000", status: 422, times: TRIES },
];

/// Compares all questions and writes the differences down.
pub(crate) async fn compare(gate: &Gate, samples: usize, table: &mut Table) -> Result<()> {
    for question in QUESTIONS {
        let names = people(gate, samples.div_ceil(question.times)).await?;
        let mut client = Client::connect(gate.port).await?;
        let mut times: [Vec<f64>; 3] = Default::default();
        for sample in 0..samples {
            for (kind, seen) in times.iter_mut().enumerate() {
                let name = names.get(sample / question.times).and_then(|names| names.get(kind));
                let body = format!("username={}{}", name.map_or("", String::as_str), question.more);
                let address = format!("10.{kind}.{}.{}", sample / 250, sample % 250 + 1);
                tokio::time::sleep(PACE).await;
                let started = Instant::now();
                let (status, _) = client.form(question.path, &address, &body).await?;
                seen.push(started.elapsed().as_secs_f64() * 1000.0);
                ensure!(status == question.status, "{} answered {status}", question.what);
            }
        }
        report(gate, question.what, &times, table);
    }
    links(gate, samples, table).await
}

/// Links: one that is used up, and one that never was.
async fn links(gate: &Gate, samples: usize, table: &mut Table) -> Result<()> {
    for (what, path) in [("password link", "/set-password/"), ("registration link", "/r/")] {
        let mut client = Client::connect(gate.port).await?;
        let mut times: [Vec<f64>; 3] = Default::default();
        for _ in 0..samples {
            for seen in &mut times {
                let path = format!("{path}{}", domain::secrets::random_token()?);
                let started = Instant::now();
                let (status, _) = client.get(&path).await?;
                seen.push(started.elapsed().as_secs_f64() * 1000.0);
                ensure!(status == 404, "{what} answered {status}");
            }
        }
        report(gate, what, &times, table);
    }
    Ok(())
}

/// For each turn somebody who is there, somebody who is disabled, and a name that nobody has.
async fn people(gate: &Gate, count: usize) -> Result<Vec<[String; 3]>> {
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        let fresh = |letter: char| format!("{letter}{}", Uuid::now_v7().simple());
        let (there, disabled, never) = (fresh('t'), fresh('d'), fresh('n'));
        person(&gate.app, &there).await?;
        let user = person(&gate.app, &disabled).await?;
        let change = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        gate.app.domain.people().update(&gate.app.admin(), user.row.id, &change, None).await?;
        all.push([there, disabled, never]);
    }
    Ok(all)
}

fn report(gate: &Gate, what: &str, times: &[Vec<f64>; 3], table: &mut Table) {
    let [there, rest @ ..] = times;
    for (kind, other) in KINDS.iter().skip(1).zip(rest) {
        let difference = median(there) - median(other);
        let p = rank_test(there, other);
        let tells = difference.abs() >= MOST.as_secs_f64() * 1000.0 || p <= LEAST_P;
        let note = format!(
            "median {:.2} ms, p = {p:.3}; goal: under 2 ms and p over 0.01{}",
            median(there),
            if tells { "; MISSED" } else { "" }
        );
        let engine = gate.app.database.engine();
        table.row(engine, &format!("{what}: there against {kind}"), format!("{difference:+.3} ms"), &note);
    }
}
