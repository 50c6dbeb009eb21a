//! The organisation's look, and what its people read for help.

mod colour;
mod fields;
mod links;
mod logos;
mod preview;
mod texts;

use leptos::prelude::*;
use types::{LogoRow, Permission};

use self::{
    colour::ColourCard, fields::Fields, links::LinksCard, logos::LogosCard, preview::Preview,
    texts::TextsCard,
};
use super::form::{settings_form, settings_frame, settings_page};
use crate::{
    console::{
        api::look::{LookFound, read_look, update_look},
        shared::may,
    },
    t::look as words,
};

/// The settings of the look.
#[component]
pub(in crate::console) fn LookPage() -> impl IntoView {
    let found = Resource::new(|| (), |()| read_look());
    settings_page(words::title(), words::sub(), "look", found, |found| form(found).into_any())
}

fn form(found: LookFound) -> impl IntoView {
    let LookFound { stored, logos } = found;
    let answers = Fields::empty();
    let logos: RwSignal<Vec<LogoRow>> = RwSignal::new(logos);
    let form = settings_form(stored, answers, Permission::SettingsWrite, update_look, move |sending| {
        view! {
            <ColourCard answers=answers sending=sending />
            <Preview answers=answers logos=logos />
            <TextsCard answers=answers sending=sending />
            <LinksCard answers=answers sending=sending />
        }
        .into_any()
    });
    let sections = vec![
        ("logo", words::logo()),
        ("colour", words::colour()),
        ("texts", words::texts()),
        ("links", words::links()),
    ];
    settings_frame(
        sections,
        view! {
            <LogosCard logos=logos may_write=may(Permission::SettingsWrite) />
            {form}
        },
    )
}
