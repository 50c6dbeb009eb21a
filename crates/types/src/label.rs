//! Labels: named sets of devices, by rule or by hand (product.md section 6).

use serde::{Deserialize, Serialize};

use crate::{
    device::DeviceState,
    error::{FieldCode, FieldError},
    ids::{DeviceId, GroupId, LabelId},
    platform::{Ownership, Platform, words},
    time::Timestamp,
    validate::{Validate, check_line},
};

words! {
    /// The labels that are always there.
    BuiltInLabel {
        /// All devices.
        All = "all",
        /// Those of the organisation.
        CompanyOwned = "company_owned",
        /// Those of its people.
        EmployeeOwned = "employee_owned",
        /// iPhones.
        Ios = "ios",
        /// iPads.
        Ipados = "ipados",
        /// Macs.
        Macos = "macos",
        /// Apple TVs.
        Tvos = "tvos",
        /// Android devices.
        Android = "android",
        /// Windows computers.
        Windows = "windows",
        /// Linux computers.
        Linux = "linux",
    }
}

impl BuiltInLabel {
    /// Its rule.
    pub fn rule(self) -> LabelRule {
        let owned = |ownership| LabelRule { ownerships: vec![ownership], ..LabelRule::default() };
        let on = |platform| LabelRule { platforms: vec![platform], ..LabelRule::default() };
        match self {
            Self::All => LabelRule::default(),
            Self::CompanyOwned => owned(Ownership::Company),
            Self::EmployeeOwned => owned(Ownership::Employee),
            Self::Ios => on(Platform::Ios),
            Self::Ipados => on(Platform::Ipados),
            Self::Macos => on(Platform::Macos),
            Self::Tvos => on(Platform::Tvos),
            Self::Android => on(Platform::Android),
            Self::Windows => on(Platform::Windows),
            Self::Linux => on(Platform::Linux),
        }
    }
}

/// Which devices carry a label: those under management to which all that is said here applies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelRule {
    /// One of these platforms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<Platform>,
    /// One of these ownerships.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ownerships: Vec<Ownership>,
    /// One of these states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<DeviceState>,
    /// Of somebody in one of these groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupId>,
    /// Part of the model, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// This version of the system or a newer one, such as `17.4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_from: Option<String>,
    /// A version of the system before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os_below: Option<String>,
}

impl LabelRule {
    /// Whether nothing is said, so that it applies to all devices.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Empty texts left out.
    pub fn normalised(&self) -> Self {
        let text = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        Self {
            model: text(&self.model),
            os_from: text(&self.os_from),
            os_below: text(&self.os_below),
            ..self.clone()
        }
    }
}

impl Validate for LabelRule {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("rule.model", self.model.as_deref().unwrap_or_default(), 0, 80, errors);
        for (path, version) in [("rule.os_from", &self.os_from), ("rule.os_below", &self.os_below)] {
            let version = version.as_deref().map(str::trim).filter(|version| !version.is_empty());
            if version.is_some_and(|version| version_key(version).is_none()) {
                errors.push(FieldError::new(path, FieldCode::Malformed));
            }
        }
        if self.states.iter().any(|state| !state.is_reachable()) {
            errors.push(FieldError::new("rule.states", FieldCode::UnknownValue));
        }
    }
}

/// The version of a system so that versions compare as texts: the first number in the text and up to three
/// more behind it, each in five digits. Nothing where there is no number.
pub fn version_key(version: &str) -> Option<String> {
    let start = version.find(|c: char| c.is_ascii_digit())?;
    let rest = version.get(start..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let numbers = rest.get(..end)?.split('.').filter(|part| !part.is_empty()).take(4);
    let mut parts = numbers.map(|part| part.parse::<u32>().ok().filter(|number| *number < 100_000));
    let mut key = [0_u32; 4];
    for place in &mut key {
        match parts.next() {
            Some(number) => *place = number?,
            None => break,
        }
    }
    Some(key.map(|number| format!("{number:05}")).join("."))
}

/// A label in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelRow {
    /// The label.
    pub id: LabelId,
    /// Its name; unique.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Which of those it is that are always there; these cannot be changed.
    pub built_in: Option<BuiltInLabel>,
    /// Its rule; without one its devices are chosen by hand.
    pub rule: Option<LabelRule>,
    /// How many devices carry it.
    pub device_count: u64,
    /// How many configurations are assigned to it.
    pub configuration_count: u64,
    /// The version for `If-Match`.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A label as others name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LabelName {
    /// The label.
    pub id: LabelId,
    /// Its name.
    pub name: String,
    /// Which of those it is that are always there.
    pub built_in: Option<BuiltInLabel>,
    /// Whether its devices are chosen by hand.
    pub by_hand: bool,
}

/// Makes or changes a label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LabelInput {
    /// 1 to 80 characters.
    pub name: String,
    /// Up to 200 characters.
    #[serde(default)]
    pub description: String,
    /// Its rule; without one its devices are chosen by hand. A label stays what it is.
    #[serde(default)]
    pub rule: Option<LabelRule>,
}

impl Validate for LabelInput {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 80, errors);
        check_line("description", &self.description, 0, 200, errors);
        if let Some(rule) = &self.rule {
            rule.check(errors);
        }
    }
}

/// Puts a label on devices and takes it off others, all or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeLabelDevices {
    /// Up to 500 devices that carry it from now on.
    #[serde(default)]
    pub add: Vec<DeviceId>,
    /// Up to 500 devices that do not.
    #[serde(default)]
    pub remove: Vec<DeviceId>,
}

impl ChangeLabelDevices {
    /// Most devices on one side.
    pub const MAX: usize = 500;
}

impl Validate for ChangeLabelDevices {
    fn check(&self, errors: &mut Vec<FieldError>) {
        for (path, ids) in [("add", &self.add), ("remove", &self.remove)] {
            if ids.len() > Self::MAX {
                errors.push(FieldError::new(path, FieldCode::TooLong));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_texts() {
        let key = |version: &str| version_key(version).expect("a version");
        assert!(key("17.4") < key("17.10") && key("9.3.5") < key("17"));
        assert_eq!(key("Debian GNU/Linux 12"), key("12.0"));
        assert_eq!(key("iOS 18.2 (22C152)"), key("18.2"));
        for none in ["", "rolling", "123456", "1.1234567"] {
            assert_eq!(version_key(none), None, "{none}");
        }
    }

    #[test]
    fn a_rule_is_checked_by_field() {
        let rule = LabelRule {
            os_from: Some("new".into()),
            states: vec![DeviceState::Retired],
            model: Some("x".repeat(81)),
            ..LabelRule::default()
        };
        let mut errors = Vec::new();
        rule.check(&mut errors);
        let paths: Vec<_> = errors.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, ["rule.model", "rule.os_from", "rule.states"]);
    }
}
