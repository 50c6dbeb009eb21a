//! Apple TVs: how they come in by Apple Configurator.

mod form;
mod list;

use leptos::prelude::*;
use types::{Permission, TvEnrolment};

use self::{form::TvForm, list::TvList};
use super::{
    api::apple_tv::list_tv_enrolments,
    shared::{loaded, may},
};
use crate::{
    t::apple_tv as words,
    ui::{Card, EmptyState, Note, PageHead, PageTitle, SkeletonCard, Tone},
};

/// Enrolments of Apple TVs, and making one.
#[component]
pub(super) fn AppleTvPage() -> impl IntoView {
    view! {
        <PageTitle text=words::title() />
        <PageHead title=words::title() sub=words::sub() />
        {match may(Permission::RegistrationWrite) {
            true => {
                let found = Resource::new(|| (), |()| list_tv_enrolments());
                loaded(found, || view! { <SkeletonCard /> }.into_any(), show)
            }
            false => {
                view! {
                    <EmptyState title=words::not_allowed()>
                        <p>{words::not_allowed_text()}</p>
                    </EmptyState>
                }
                    .into_any()
            }
        }}
    }
}

fn show(found: Vec<TvEnrolment>) -> AnyView {
    let enrolments = RwSignal::new(found);
    view! {
        <div class="split split-20">
            <div class="stack">
                <TvList enrolments=enrolments />
                <TvForm enrolments=enrolments />
            </div>
            <aside class="stack" aria-label=words::how()>
                <Card title=words::how()>
                    <ol>
                        <li>{words::step_network()}</li>
                        <li>{words::step_file()}</li>
                        <li>{words::step_add()}</li>
                        <li>{words::step_wait()}</li>
                    </ol>
                </Card>
                <Note tone=Tone::Warning>
                    <p>{words::trips()}</p>
                </Note>
                <Note>
                    <p>{words::cannot()}</p>
                </Note>
            </aside>
        </div>
    }
    .into_any()
}
