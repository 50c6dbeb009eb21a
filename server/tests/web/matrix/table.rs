//! The table: one line for each route, outcomes with those who get them.

use std::collections::BTreeMap;

use super::actors::Actor;

/// Where the table lies.
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access-matrix.txt");

const HEAD: &str = "\
# Who may call what. Each line: a route, and for each outcome those who get it; `others` are all the rest
# who come with the same kind of credential. Whoever comes with another kind, or none, is not recognised.
# Portal users are named by the right they have beside `sign_in`, console users by their role, scripts by
# their token's scope; the scopes of people's own tokens begin with `me:`. Two outcomes where they differ:
# about one's own things, then about somebody else's. `refused` is a page that says so.
";

/// What was found.
#[derive(Default)]
pub(crate) struct Table(BTreeMap<String, Vec<(String, String)>>);

impl Table {
    /// Writes down one outcome.
    pub(crate) fn note(&mut self, route: &str, actor: &Actor, own: Option<String>, foreign: &str) {
        let own = own.filter(|own| own != foreign);
        let word = own.map_or_else(|| foreign.to_owned(), |own| format!("{own},{foreign}"));
        self.0.entry(route.to_owned()).or_default().push((actor.name.clone(), word));
    }

    /// Whether somebody was tried on this route.
    pub(crate) fn knows(&self, route: &str) -> bool {
        self.0.contains_key(route)
    }

    /// Fails with the difference if the table that was looked over says something else.
    pub(crate) fn compare(&self, expected: &str) {
        let found = self.text();
        if std::env::var_os("GATEHOUSE_WRITE_ACCESS").is_some() {
            std::fs::write(PATH, &found).expect("the table can be written");
            return;
        }
        let lines = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
        };
        let (was, is) = (lines(expected), lines(&found));
        let gone = was.iter().filter(|line| !is.contains(line)).map(|line| format!("- {line}"));
        let new = is.iter().filter(|line| !was.contains(line)).map(|line| format!("+ {line}"));
        let mut difference: Vec<String> = gone.chain(new).collect();
        difference.sort_by(|one, other| one[2..].cmp(&other[2..]));
        assert!(
            difference.is_empty(),
            "who may call what has changed; look it over, then write server/tests/access-matrix.txt anew \
             with GATEHOUSE_WRITE_ACCESS=1:\n{}",
            difference.join("\n"),
        );
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (route, outcomes) in &self.0 {
            text.push_str(&format!("{route}: {}\n", line(outcomes)));
        }
        text
    }
}

fn line(outcomes: &[(String, String)]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (actor, word) in outcomes {
        match groups.iter_mut().find(|(known, _)| known == word) {
            Some((_, actors)) => actors.push(actor),
            None => groups.push((word, vec![actor])),
        }
    }
    groups.sort();
    // Those who are refused are the rest, where there are any; else the largest group is.
    let is_refusal = |word: &str| word.split(',').all(|one| matches!(one, "401" | "403" | "404" | "refused"));
    let rest = groups.iter().enumerate().max_by_key(|(_, (word, actors))| (is_refusal(word), actors.len()));
    let rest = rest.map(|(index, _)| index);
    let mut words: Vec<String> = Vec::new();
    for (index, (word, actors)) in groups.iter().enumerate() {
        if Some(index) != rest {
            words.push(format!("{word} {}", actors.join(" ")));
        }
    }
    if let Some((word, _)) = rest.and_then(|index| groups.get(index)) {
        let who = if groups.len() == 1 { "all" } else { "others" };
        words.push(format!("{word} {who}"));
    }
    words.join("; ")
}
