//! How devices register (product.md sections 3.1 to 3.5).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use super::{AppSettings, Channel, PlatformFamily, ProofRule, WorkingHours};
use crate::{
    error::{FieldCode, FieldError},
    ids::GroupId,
    platform::{Ownership, Platform, words},
    registration::PinAlphabet,
    validate::Validate,
};

words! {
    /// Which of two limits counts where a group row says one thing and the standard limit another.
    LimitOverride {
        /// The row of the group.
        Group = "group",
        /// The standard limit; rows are kept and not used.
        Standard = "standard",
        /// The lower of the two.
        Lower = "lower",
    }
}

/// The device limit for members of a group. The first row that fits a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupLimit {
    /// A local group or one from a directory.
    pub group_id: GroupId,
    /// 1 to 50 devices, or nothing for no limit.
    pub limit: Option<u32>,
}

/// How devices register. What is not given has its value as shipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationSettings {
    /// 6 to 12 characters.
    pub pin_length: u8,
    /// Which characters.
    pub pin_alphabet: PinAlphabet,
    /// 1 to 4,320 hours.
    pub pin_lifetime_hours: u32,
    /// Whether the page behind a link shows the PIN; else the person types it from another message.
    pub link_shows_pin: bool,
    /// What must be proved, by channel; the PIN where nothing is said.
    pub channels: BTreeMap<Channel, ProofRule>,
    /// Families of platforms that nobody registers a device of.
    pub switched_off: BTreeSet<PlatformFamily>,
    /// Whose devices are where nothing else is said; in the portal always the company's.
    pub default_ownership: Ownership,
    /// Whether a person is told when their device has registered and no management profile has come.
    pub profile_missing_notice: bool,
    /// After how many days retired, wiped and expired records are deleted; nothing keeps them.
    pub delete_old_after_days: Option<u32>,
    /// After which percentages of the lifetime people are reminded: up to three, each larger than the one
    /// before it. None: nobody is reminded.
    pub reminders: Vec<u8>,
    /// When people are reminded, in their own time zone.
    pub working_hours: WorkingHours,
    /// The organisation's own app.
    pub app: AppSettings,
    /// 1 to 50 devices for a person, or nothing for no limit.
    pub standard_device_limit: Option<u32>,
    /// Limits of groups, in order.
    pub group_limits: Vec<GroupLimit>,
    /// Which of the two counts.
    pub limit_override: LimitOverride,
}

impl RegistrationSettings {
    /// Allowed lengths of a PIN.
    pub const PIN_LENGTHS: std::ops::RangeInclusive<u8> = 6..=12;
    /// Allowed lifetimes of a PIN, in hours.
    pub const PIN_LIFETIMES: std::ops::RangeInclusive<u32> = 1..=4_320;
    /// Allowed device limits.
    pub const LIMITS: std::ops::RangeInclusive<u32> = 1..=50;
    /// How often people are reminded at most.
    pub const MOST_REMINDERS: usize = 3;
    /// Allowed ages of old records, in days.
    pub const OLD_AFTER_DAYS: std::ops::RangeInclusive<u32> = 1..=3_650;
    /// How many groups may have a limit of their own.
    pub const MOST_GROUP_LIMITS: usize = 200;

    /// What a channel asks for.
    pub fn proof_of(&self, channel: Channel) -> ProofRule {
        self.channels.get(&channel).copied().unwrap_or(ProofRule::Pin)
    }

    /// Whether at least one channel asks for a PIN. Only then can people ask for one in the portal.
    pub fn pins_are_on(&self) -> bool {
        Channel::ALL.iter().any(|channel| self.proof_of(*channel).asks_for_pin())
    }

    /// Whether devices of this platform may register.
    pub fn lets_in(&self, platform: Platform) -> bool {
        !self.switched_off.contains(&PlatformFamily::of(platform))
    }

    /// Whether a device of this platform comes in by a profile that its person downloads under a link: an
    /// iPhone, iPad or Mac.
    pub fn takes_profile(&self, platform: Platform) -> bool {
        let has_profiles = matches!(platform, Platform::Ios | Platform::Ipados | Platform::Macos);
        has_profiles && self.lets_in(platform)
    }

    /// The platforms that are built, switched on, and have a way in as things are set: an app of the
    /// organisation's own, or a profile under the link.
    pub fn offered(&self) -> Vec<Platform> {
        let has_a_way = |platform: Platform| {
            let has_app = self.app.for_family(PlatformFamily::of(platform)).is_some();
            !platform.is_apple() || has_app || self.takes_profile(platform)
        };
        let offered = |platform: &Platform| self.lets_in(*platform) && has_a_way(*platform);
        Platform::OFFERED.iter().copied().filter(offered).collect()
    }

    /// Whether a channel belongs to devices that are let in.
    pub fn is_open(&self, channel: Channel) -> bool {
        channel.families().iter().any(|family| !self.switched_off.contains(family))
    }
}

impl Default for RegistrationSettings {
    fn default() -> Self {
        Self {
            pin_length: 8,
            pin_alphabet: PinAlphabet::Digits,
            pin_lifetime_hours: 24,
            link_shows_pin: true,
            channels: BTreeMap::new(),
            switched_off: BTreeSet::new(),
            default_ownership: Ownership::Company,
            profile_missing_notice: true,
            delete_old_after_days: None,
            reminders: vec![50, 90],
            working_hours: WorkingHours::default(),
            app: AppSettings::default(),
            standard_device_limit: Some(5),
            group_limits: Vec::new(),
            limit_override: LimitOverride::Group,
        }
    }
}

impl Validate for RegistrationSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let mut range = |path: &str, is_in: bool| {
            if !is_in {
                errors.push(FieldError::new(path, FieldCode::OutOfRange));
            }
        };
        let is_limit = |limit: Option<u32>| limit.is_none_or(|limit| Self::LIMITS.contains(&limit));
        range("pin_length", Self::PIN_LENGTHS.contains(&self.pin_length));
        range("pin_lifetime_hours", Self::PIN_LIFETIMES.contains(&self.pin_lifetime_hours));
        range("standard_device_limit", is_limit(self.standard_device_limit));
        let days = self.delete_old_after_days;
        range("delete_old_after_days", days.is_none_or(|days| Self::OLD_AFTER_DAYS.contains(&days)));
        let points = &self.reminders;
        let rising = points.windows(2).all(|pair| matches!(pair, [first, second] if first < second));
        let within = points.iter().all(|percent| (1..=99).contains(percent));
        range("reminders", points.len() <= Self::MOST_REMINDERS && rising && within);
        let rows = &self.group_limits;
        range("group_limits", rows.iter().all(|row| is_limit(row.limit)));
        let mut seen = HashSet::new();
        if rows.len() > Self::MOST_GROUP_LIMITS {
            errors.push(FieldError::new("group_limits", FieldCode::TooLong));
        } else if !rows.iter().all(|row| seen.insert(row.group_id)) {
            // A second row of a group could never decide.
            errors.push(FieldError::new("group_limits", FieldCode::Taken));
        }
        self.working_hours.check(errors);
        self.app.check(errors);
    }
}
