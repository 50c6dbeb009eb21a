//! How a file is read.

use leptos::prelude::*;
use types::{ImportOptions, Permission};

use crate::{
    console::shared::{Sending, may},
    t::imports as words,
    ui::{Choice, SelectField, Switch},
    wording::country_choices,
};

/// The answers of the form.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    create_people: RwSignal<bool>,
    notify: RwSignal<bool>,
    country: RwSignal<String>,
}

impl Answers {
    pub(super) fn new(options: &ImportOptions) -> Self {
        Self {
            create_people: RwSignal::new(options.create_people),
            notify: RwSignal::new(options.notify),
            country: RwSignal::new(options.country.clone().unwrap_or_default()),
        }
    }

    /// As they are now.
    pub(super) fn options(self) -> ImportOptions {
        let country = self.country.get();
        ImportOptions {
            create_people: self.create_people.get(),
            notify: self.notify.get(),
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
                <Switch label=words::notify() name="notify" bind=self.notify hint=words::notify_hint() />
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
