//! What is typed into the form, and the input that it stands for.

use leptos::prelude::*;
use types::{
    BindPassword, DirectoryAttributes, DirectoryDetail, DirectoryInput, DirectoryPreset, DirectorySecurity,
    DirectorySettings, Membership, PeopleScope,
};

use crate::{
    t::directories::form as words,
    ui::{Choice, TextField},
};

/// One signal per field.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    pub(super) preset: RwSignal<String>,
    pub(super) name: RwSignal<String>,
    pub(super) enabled: RwSignal<bool>,
    pub(super) url: RwSignal<String>,
    pub(super) failover_url: RwSignal<String>,
    pub(super) security: RwSignal<String>,
    pub(super) allow_plain: RwSignal<bool>,
    pub(super) ca_pem: RwSignal<String>,
    pub(super) bind_dn: RwSignal<String>,
    pub(super) password: RwSignal<String>,
    pub(super) user_bases: RwSignal<String>,
    pub(super) group_bases: RwSignal<String>,
    pub(super) user_filter: RwSignal<String>,
    pub(super) group_filter: RwSignal<String>,
    pub(super) membership: RwSignal<String>,
    pub(super) people: RwSignal<String>,
    pub(super) every: RwSignal<String>,
    pub(super) timeout: RwSignal<String>,
    attributes: [RwSignal<String>; 9],
}

impl Answers {
    /// As a directory is connected, or as an OpenLDAP usually is.
    pub(super) fn of(known: Option<&DirectoryDetail>) -> Self {
        let text = || RwSignal::new(String::new());
        let answers = Self {
            preset: text(),
            name: RwSignal::new(known.map(|known| known.row.name.clone()).unwrap_or_default()),
            enabled: RwSignal::new(known.is_none_or(|known| known.enabled)),
            url: text(),
            failover_url: text(),
            security: text(),
            allow_plain: RwSignal::new(false),
            ca_pem: text(),
            bind_dn: text(),
            password: text(),
            user_bases: text(),
            group_bases: text(),
            user_filter: text(),
            group_filter: text(),
            membership: text(),
            people: text(),
            every: text(),
            timeout: text(),
            attributes: std::array::from_fn(|_| text()),
        };
        let usual = || DirectorySettings::preset(DirectoryPreset::OpenLdap);
        answers.fill_in(&known.map_or_else(usual, |known| known.settings.clone()));
        answers
    }

    fn fill_in(self, settings: &DirectorySettings) {
        self.url.set(settings.url.clone());
        self.failover_url.set(settings.failover_url.clone().unwrap_or_default());
        self.security.set(settings.security.as_str().to_owned());
        self.allow_plain.set(settings.allow_plain);
        self.ca_pem.set(settings.ca_pem.clone().unwrap_or_default());
        self.bind_dn.set(settings.bind_dn.clone().unwrap_or_default());
        self.user_bases.set(settings.user_bases.join("\n"));
        self.group_bases.set(settings.group_bases.join("\n"));
        self.people.set(settings.people.as_str().to_owned());
        self.every.set(settings.sync_every_minutes.unwrap_or(0).to_string());
        self.timeout.set(settings.timeout_s.to_string());
        self.fill_in_kind(settings);
    }

    fn fill_in_kind(self, settings: &DirectorySettings) {
        self.preset.set(settings.preset.as_str().to_owned());
        self.user_filter.set(settings.user_filter.clone());
        self.group_filter.set(settings.group_filter.clone());
        self.membership.set(settings.membership.as_str().to_owned());
        for (signal, (_, name)) in self.attributes.iter().zip(settings.attributes.named()) {
            signal.set(name.to_owned());
        }
    }

    /// The usual filters and attributes of another kind of directory; addresses stay.
    pub(super) fn take_preset(self, preset: DirectoryPreset) {
        self.fill_in_kind(&DirectorySettings::preset(preset));
    }

    /// What stands in the form.
    pub(super) fn input(self) -> DirectoryInput {
        let text = |signal: RwSignal<String>| signal.with(|text| text.trim().to_owned());
        let filled = |signal| Some(text(signal)).filter(|text| !text.is_empty());
        let lines = |signal: RwSignal<String>| {
            signal.with(|text| {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                lines.map(str::to_owned).collect()
            })
        };
        let [key, username, display_name, first_name, last_name, email, phone_number, group_name, member] =
            self.attributes.map(text);
        let settings = DirectorySettings {
            preset: DirectoryPreset::from_word(&text(self.preset)).unwrap_or(DirectoryPreset::OpenLdap),
            url: text(self.url),
            failover_url: filled(self.failover_url),
            security: DirectorySecurity::from_word(&text(self.security)).unwrap_or(DirectorySecurity::Ldaps),
            allow_plain: self.allow_plain.get() && text(self.security) == DirectorySecurity::Plain.as_str(),
            ca_pem: filled(self.ca_pem),
            bind_dn: filled(self.bind_dn),
            user_bases: lines(self.user_bases),
            group_bases: lines(self.group_bases),
            user_filter: text(self.user_filter),
            group_filter: text(self.group_filter),
            attributes: DirectoryAttributes {
                key,
                username,
                display_name,
                first_name,
                last_name,
                email,
                phone_number,
                group_name,
                member,
            },
            membership: Membership::from_word(&text(self.membership)).unwrap_or(Membership::List),
            people: PeopleScope::from_word(&text(self.people)).unwrap_or(PeopleScope::Groups),
            timeout_s: text(self.timeout).parse().unwrap_or(0),
            sync_every_minutes: text(self.every).parse().ok().filter(|minutes| *minutes > 0),
        };
        let password = self.password.get();
        DirectoryInput {
            name: text(self.name),
            enabled: self.enabled.get(),
            settings,
            bind_password: (!password.is_empty()).then_some(BindPassword(password)),
        }
    }

    /// The usual times between readings, and the one that is set.
    pub(super) fn intervals(self) -> Vec<Choice> {
        let usual = [
            ("0", words::every_never()),
            ("15", words::every_quarter()),
            ("60", words::every_hour()),
            ("360", words::every_six()),
            ("1440", words::every_day()),
        ];
        let mut choices: Vec<Choice> =
            usual.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
        let set = self.every.get_untracked();
        if !usual.iter().any(|(value, _)| *value == set) {
            choices.push(Choice::new(set.clone(), format!("{set} min")));
        }
        choices
    }

    /// A field for each attribute.
    pub(super) fn attribute_fields(self, error: impl Fn(&'static str) -> MaybeProp<String>) -> Vec<AnyView> {
        let fields = [
            ("key", words::key(), "settings.attributes.key"),
            ("username", words::username(), "settings.attributes.username"),
            ("display_name", words::display_name(), "settings.attributes.display_name"),
            ("first_name", words::first_name(), "settings.attributes.first_name"),
            ("last_name", words::last_name(), "settings.attributes.last_name"),
            ("email", words::email(), "settings.attributes.email"),
            ("phone_number", words::phone_number(), "settings.attributes.phone_number"),
            ("group_name", words::group_name(), "settings.attributes.group_name"),
            ("member", words::member(), "settings.attributes.member"),
        ];
        fields
            .into_iter()
            .zip(self.attributes)
            .map(|((name, label, path), bind)| {
                view! { <TextField label=label name=name bind=bind error=error(path) ltr=true /> }.into_any()
            })
            .collect()
    }
}

/// Ways to encrypt.
pub(super) fn securities() -> Vec<Choice> {
    vec![
        Choice::new(DirectorySecurity::Ldaps.as_str(), words::ldaps()),
        Choice::new(DirectorySecurity::StartTls.as_str(), words::start_tls()),
        Choice::new(DirectorySecurity::Plain.as_str(), words::plain()),
    ]
}

/// Who is read.
pub(super) fn scopes() -> Vec<Choice> {
    vec![
        Choice::new(PeopleScope::Groups.as_str(), words::people_groups()),
        Choice::new(PeopleScope::All.as_str(), words::people_all()),
    ]
}

/// Who follows groups inside groups.
pub(super) fn memberships() -> Vec<Choice> {
    vec![
        Choice::new(Membership::List.as_str(), words::list()),
        Choice::new(Membership::InChain.as_str(), words::in_chain()),
    ]
}
