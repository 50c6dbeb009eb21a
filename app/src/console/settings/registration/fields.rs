//! What is filled in on the page.

use leptos::prelude::*;
use types::{
    AppSettings, Channel, GroupLimit, LimitOverride, Ownership, PinAlphabet, PlatformFamily, ProofRule,
    RegistrationSettings, Weekday, WorkingHours,
};

use crate::console::settings::form::Answers;

const HOURS_OF_A_DAY: u32 = 24;

/// The fields.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) length: RwSignal<i32>,
    pub(super) alphabet: RwSignal<String>,
    pub(super) lifetime: RwSignal<String>,
    pub(super) unit: RwSignal<String>,
    pub(super) link_shows_pin: RwSignal<bool>,
    pub(super) channels: [RwSignal<String>; Channel::ALL.len()],
    pub(super) platforms: [RwSignal<bool>; PlatformFamily::ALL.len()],
    pub(super) ownership: RwSignal<String>,
    pub(super) profile_missing: RwSignal<bool>,
    pub(super) clean_up: RwSignal<bool>,
    pub(super) clean_up_days: RwSignal<String>,
    pub(super) reminders: RwSignal<String>,
    pub(super) from_hour: RwSignal<String>,
    pub(super) until_hour: RwSignal<String>,
    pub(super) days: [RwSignal<bool>; Weekday::ALL.len()],
    pub(super) app_name: RwSignal<String>,
    pub(super) apple_link: RwSignal<String>,
    pub(super) android_link: RwSignal<String>,
    pub(super) limit: RwSignal<i32>,
    pub(super) no_limit: RwSignal<bool>,
    pub(super) rows: RwSignal<Vec<GroupLimit>>,
    pub(super) which: RwSignal<String>,
}

fn text() -> RwSignal<String> {
    RwSignal::new(String::new())
}

fn off() -> RwSignal<bool> {
    RwSignal::new(false)
}

impl Fields {
    /// Nothing yet; the form fills them in.
    pub(super) fn empty() -> Self {
        Self {
            length: RwSignal::new(i32::from(RegistrationSettings::default().pin_length)),
            alphabet: text(),
            lifetime: text(),
            unit: text(),
            link_shows_pin: off(),
            channels: std::array::from_fn(|_| text()),
            platforms: std::array::from_fn(|_| off()),
            ownership: text(),
            profile_missing: off(),
            clean_up: off(),
            clean_up_days: text(),
            reminders: text(),
            from_hour: text(),
            until_hour: text(),
            days: std::array::from_fn(|_| off()),
            app_name: text(),
            apple_link: text(),
            android_link: text(),
            limit: RwSignal::new(5),
            no_limit: off(),
            rows: RwSignal::new(Vec::new()),
            which: text(),
        }
    }

    pub(super) fn alphabet(self) -> PinAlphabet {
        PinAlphabet::from_word(&self.alphabet.get()).unwrap_or(PinAlphabet::Digits)
    }

    pub(super) fn length(self) -> u8 {
        u8::try_from(self.length.get()).unwrap_or_default()
    }

    pub(super) fn hours(self) -> Option<u32> {
        let number: u32 = self.lifetime.with(|text| text.trim().parse().ok())?;
        let factor = if self.unit.with(|unit| unit == "days") { HOURS_OF_A_DAY } else { 1 };
        number.checked_mul(factor)
    }

    fn working_hours(self) -> WorkingHours {
        let hour = |text: RwSignal<String>| text.with(|text| text.parse().unwrap_or(u8::MAX));
        let days = Weekday::ALL.iter().zip(self.days).filter(|(_, on)| on.get()).map(|(day, _)| *day);
        WorkingHours {
            from_hour: hour(self.from_hour),
            until_hour: hour(self.until_hour),
            days: days.collect(),
        }
    }
}

/// Percentages as they are typed; what is no number becomes one that is refused.
fn percents(text: &str) -> Vec<u8> {
    let parts = text.split([',', ';', ' ']).map(|part| part.trim().trim_end_matches('%'));
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().unwrap_or_default()).collect()
}

fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.with(|text| text.trim().to_owned())).filter(|text| !text.is_empty())
}

impl Answers<RegistrationSettings> for Fields {
    fn fill_in(self, settings: &RegistrationSettings) {
        let hours = settings.pin_lifetime_hours;
        let in_days = hours > 2 * HOURS_OF_A_DAY && hours.is_multiple_of(HOURS_OF_A_DAY);
        let (lifetime, unit) = if in_days { (hours / HOURS_OF_A_DAY, "days") } else { (hours, "hours") };
        self.length.set(i32::from(settings.pin_length));
        self.alphabet.set(settings.pin_alphabet.as_str().to_owned());
        self.lifetime.set(lifetime.to_string());
        self.unit.set(unit.to_owned());
        self.link_shows_pin.set(settings.link_shows_pin);
        for (channel, field) in Channel::ALL.iter().zip(self.channels) {
            field.set(settings.proof_of(*channel).as_str().to_owned());
        }
        for (family, field) in PlatformFamily::ALL.iter().zip(self.platforms) {
            field.set(!settings.switched_off.contains(family));
        }
        self.ownership.set(settings.default_ownership.as_str().to_owned());
        self.profile_missing.set(settings.profile_missing_notice);
        self.clean_up.set(settings.delete_old_after_days.is_some());
        self.clean_up_days.set(settings.delete_old_after_days.unwrap_or(90).to_string());
        let points: Vec<String> = settings.reminders.iter().map(u8::to_string).collect();
        self.reminders.set(points.join(", "));
        self.from_hour.set(settings.working_hours.from_hour.to_string());
        self.until_hour.set(settings.working_hours.until_hour.to_string());
        for (day, field) in Weekday::ALL.iter().zip(self.days) {
            field.set(settings.working_hours.days.contains(day));
        }
        self.app_name.set(settings.app.name.clone().unwrap_or_default());
        self.apple_link.set(settings.app.apple_link.clone().unwrap_or_default());
        self.android_link.set(settings.app.android_link.clone().unwrap_or_default());
        let limit = settings.standard_device_limit;
        self.limit.set(limit.and_then(|limit| i32::try_from(limit).ok()).unwrap_or(5));
        self.no_limit.set(limit.is_none());
        self.rows.set(settings.group_limits.clone());
        self.which.set(settings.limit_override.as_str().to_owned());
    }

    /// What would be saved; what is no number becomes one that is refused.
    fn settings(self) -> RegistrationSettings {
        let limit = (!self.no_limit.get()).then(|| u32::try_from(self.limit.get()).unwrap_or_default());
        let rules = self.channels.map(|field| ProofRule::from_word(&field.get()).unwrap_or(ProofRule::Pin));
        let channels = Channel::ALL.iter().copied().zip(rules);
        let off = PlatformFamily::ALL.iter().zip(self.platforms).filter(|(_, on)| !on.get());
        let days = || self.clean_up_days.with(|days| days.trim().parse().unwrap_or_default());
        RegistrationSettings {
            pin_length: self.length(),
            pin_alphabet: self.alphabet(),
            pin_lifetime_hours: self.hours().unwrap_or_default(),
            link_shows_pin: self.link_shows_pin.get(),
            channels: channels.filter(|(_, rule)| *rule != ProofRule::Pin).collect(),
            switched_off: off.map(|(family, _)| *family).collect(),
            default_ownership: Ownership::from_word(&self.ownership.get()).unwrap_or(Ownership::Company),
            profile_missing_notice: self.profile_missing.get(),
            delete_old_after_days: self.clean_up.get().then(days),
            reminders: self.reminders.with(|text| percents(text)),
            working_hours: self.working_hours(),
            app: AppSettings {
                name: filled(self.app_name),
                apple_link: filled(self.apple_link),
                android_link: filled(self.android_link),
            },
            standard_device_limit: limit,
            group_limits: self.rows.get(),
            limit_override: LimitOverride::from_word(&self.which.get()).unwrap_or(LimitOverride::Group),
        }
    }
}
