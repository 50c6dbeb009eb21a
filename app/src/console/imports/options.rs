//! How a file is read.

use leptos::prelude::*;
use types::{ImportOptions, MessageChannel, Permission};

use crate::{
    console::shared::{Sending, may},
    shell::page_info,
    t::imports as words,
    ui::{Choice, SelectField, Switch},
    wording::country_choices,
};

/// The answers of the form.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    create_people: RwSignal<bool>,
    by_email: RwSignal<bool>,
    by_text: RwSignal<bool>,
    country: RwSignal<String>,
}

impl Answers {
    pub(super) fn new(options: &ImportOptions) -> Self {
        Self {
            create_people: RwSignal::new(options.create_people),
            by_email: RwSignal::new(options.notify.contains(&MessageChannel::Email)),
            by_text: RwSignal::new(options.notify.contains(&MessageChannel::Sms)),
            country: RwSignal::new(options.country.clone().unwrap_or_default()),
        }
    }

    /// As they are now.
    pub(super) fn options(self) -> ImportOptions {
        let country = self.country.get();
        let ways = [(MessageChannel::Email, self.by_email), (MessageChannel::Sms, self.by_text)];
        let ways = ways.into_iter().filter(|(_, is_on)| is_on.get());
        ImportOptions {
            create_people: self.create_people.get(),
            notify: ways.map(|(way, _)| way).collect(),
            country: (!country.is_empty()).then_some(country),
        }
    }

    /// The form.
    pub(super) fn view(self, sending: Sending) -> AnyView {
        let countries: Vec<Choice> = country_choices();
        let create = may(Permission::UserWrite).then(|| {
            view! {
                <Switch
                    label=words::create_people()
                    name="create_people"
                    bind=self.create_people
                    hint=words::create_people_hint()
                />
            }
        });
        view! {
            <div class="stack stack-3">
                {create}
                <Switch label=words::notify() name="notify" bind=self.by_email hint=words::notify_hint() />
                {page_info()
                    .text_messages
                    .then(|| {
                        view! {
                            <Switch
                                label=words::notify_by_text()
                                name="notify_by_text"
                                bind=self.by_text
                                hint=words::notify_by_text_hint()
                            />
                        }
                    })}
                <SelectField
                    label=words::country()
                    name="country"
                    options=countries
                    bind=self.country
                    hint=words::country_hint()
                    error=sending.field("country")
                    optional=true
                />
            </div>
        }
        .into_any()
    }
}
