//! A registration link after it has brought its device in.

use leptos::prelude::*;
use types::RegistrationProgress;

use super::open_frame::OpenFrame;
use crate::{
    routes,
    shell::{PageContext, render_document},
    t::public::joined as words,
    ui::{ButtonKind, EmptyArt, EmptyState, LinkButton},
};

/// The page `/r/<token>` once the device has registered.
#[must_use]
pub fn joined(page: PageContext, progress: RegistrationProgress) -> String {
    let (platform, name) = (progress.platform.label(), progress.user_display_name);
    let text = if progress.active_at.is_some() {
        words::text(platform, name)
    } else {
        words::text_waiting(platform, name)
    };
    render_document(page, words::title(), || {
        let actions = || {
            view! {
                <LinkButton href=routes::PORTAL kind=ButtonKind::Primary>
                    {words::to_devices()}
                </LinkButton>
            }
        };
        view! {
            <OpenFrame centred=true>
                <EmptyState
                    title=words::title()
                    overline=words::overline()
                    art=EmptyArt::Open
                    heading_level=1
                    actions=actions
                >
                    <p>{text}</p>
                </EmptyState>
            </OpenFrame>
        }
    })
}
