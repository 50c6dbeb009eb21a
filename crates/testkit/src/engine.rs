//! The database engines a story is told on.

use std::fmt;

/// A database engine that Gatehouse supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file per test.
    Sqlite,
    /// A database per test in the cluster that `TEST_DATABASE_URL` names.
    Postgres,
}

impl Engine {
    /// Whether this run is to use the engine: all of them, unless `GATEHOUSE_TEST_ENGINES` lists others.
    ///
    /// # Panics
    /// On a name in `GATEHOUSE_TEST_ENGINES` that is no engine.
    #[must_use]
    pub fn is_wanted(self) -> bool {
        match environment("GATEHOUSE_TEST_ENGINES") {
            Some(list) => listed(&list).contains(&self),
            None => true,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

fn listed(list: &str) -> Vec<Engine> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| match name {
            "sqlite" => Engine::Sqlite,
            "postgres" => Engine::Postgres,
            other => {
                panic!("GATEHOUSE_TEST_ENGINES names '{other}'; it can list sqlite and postgres, with a comma between")
            }
        })
        .collect()
}

/// An environment variable that has a value.
#[expect(clippy::disallowed_methods, reason = "a test run is configured by its environment")]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_listed_by_name() {
        assert_eq!(listed("sqlite"), [Engine::Sqlite]);
        assert_eq!(listed("postgres, sqlite"), [Engine::Postgres, Engine::Sqlite]);
    }

    #[test]
    #[should_panic(expected = "names 'mysql'")]
    fn a_misspelt_engine_fails_the_run() {
        listed("sqlite,mysql");
    }
}
