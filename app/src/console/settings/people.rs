//! What new people may do.

use leptos::prelude::*;
use types::{PeopleSettings, Permission, PortalRight};

use super::form::{Answers, settings_form, settings_frame, settings_page};
use crate::{
    console::{
        api::settings::{Stored, read_people_settings, save_people_settings},
        shared::RightTicks,
    },
    t::people::settings as words,
    ui::Card,
};

/// The settings of people.
#[component]
pub(in crate::console) fn PeopleSettingsPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_people_settings());
    settings_page(words::title(), words::sub(), "people", stored, |stored| form(stored).into_any())
}

#[derive(Clone, Copy)]
struct Rights(RwSignal<Vec<PortalRight>>);

impl Answers<PeopleSettings> for Rights {
    fn fill_in(self, settings: &PeopleSettings) {
        self.0.set(settings.new_user_rights.clone());
    }

    fn settings(self) -> PeopleSettings {
        PeopleSettings { new_user_rights: self.0.get() }
    }
}

fn form(stored: Stored<PeopleSettings>) -> impl IntoView {
    let rights = Rights(RwSignal::new(stored.value.new_user_rights.clone()));
    let form = settings_form(stored, rights, Permission::SettingsWrite, save_people_settings, move |_| {
        view! {
            <Card id="rights" title=words::rights() sub=words::rights_sub()>
                <RightTicks rights=rights.0 />
            </Card>
        }
        .into_any()
    });
    settings_frame(vec![("rights", words::rights())], form)
}
