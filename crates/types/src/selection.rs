//! Who is meant: people by name, or all that a list shows.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::UserId,
    user::UserQuery,
    validate::Validate,
};

/// People that something is done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Selection {
    /// These.
    People(Vec<UserId>),
    /// All that match a search and its filters at this moment.
    Matching(Matching),
}

/// All that match.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// The search and its filters, as lists of people take them. Its page means nothing.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub query: UserQuery,
    /// But not these.
    #[serde(default)]
    pub except: Vec<UserId>,
}

impl Selection {
    /// Most people who can be named.
    pub const MAX: usize = 10_000;

    /// Nobody.
    #[must_use]
    pub fn none() -> Self {
        Self::People(Vec::new())
    }

    /// Whether this person is meant, if they match the search.
    #[must_use]
    pub fn contains(&self, id: UserId) -> bool {
        match self {
            Self::People(people) => people.contains(&id),
            Self::Matching(all) => !all.except.contains(&id),
        }
    }

    /// The same with or without this person.
    pub fn turn(&mut self, id: UserId) {
        let (Self::People(ids) | Self::Matching(Matching { except: ids, .. })) = self;
        match ids.iter().position(|other| *other == id) {
            Some(index) => _ = ids.remove(index),
            None => ids.push(id),
        }
    }

    /// How many people are meant where so many match.
    #[must_use]
    pub fn count(&self, matching: u64) -> u64 {
        match self {
            Self::People(people) => u64::try_from(people.len()).unwrap_or(u64::MAX),
            Self::Matching(all) => {
                matching.saturating_sub(u64::try_from(all.except.len()).unwrap_or(u64::MAX))
            }
        }
    }
}

impl Validate for Selection {
    fn check(&self, errors: &mut Vec<FieldError>) {
        match self {
            Self::People(people) => {
                if people.is_empty() {
                    errors.push(FieldError::new("people", FieldCode::Required));
                }
                if people.len() > Self::MAX {
                    errors.push(FieldError::new("people", FieldCode::TooLong));
                }
            }
            Self::Matching(all) => {
                all.query.check(errors);
                if all.except.len() > Self::MAX {
                    errors.push(FieldError::new("matching.except", FieldCode::TooLong));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn turning_somebody_twice_changes_nothing() {
        let [one, two] = [1, 2].map(|number| UserId(Uuid::from_u128(number)));
        for mut selection in [Selection::People(vec![one]), Selection::Matching(Matching::default())] {
            let before = selection.clone();
            assert!(selection.contains(one));
            selection.turn(two);
            assert_ne!(selection.contains(two), before.contains(two));
            selection.turn(two);
            assert_eq!(selection, before);
        }
        let mut all = Selection::Matching(Matching::default());
        all.turn(one);
        assert_eq!((all.count(212), Selection::none().count(212)), (211, 0));
    }
}
