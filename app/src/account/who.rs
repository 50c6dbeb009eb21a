//! Who one is: kept by the administrator or the directory.

use leptos::prelude::*;
use types::Source;

use crate::{
    shell::page_info,
    t::account::who as words,
    ui::{Card, Fact, Facts, NoneCell, OptionTime},
};

/// Name, user name, address, and who changes them.
#[component]
pub(super) fn WhoCard() -> impl IntoView {
    let viewer = page_info().viewer?;
    let email = match viewer.email {
        Some(email) => view! { <span class="ltr">{email}</span> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
    let (source, kept) = match viewer.source {
        Source::Local => (words::source_local(), words::by_administrator()),
        Source::Directory => (words::source_directory(), words::by_directory()),
    };
    Some(view! {
        <Card title=words::title()>
            <Facts>
                <Fact term=words::name()>
                    <bdi>{viewer.display_name}</bdi>
                </Fact>
                <Fact term=words::username()>
                    <span class="ltr">{viewer.username}</span>
                </Fact>
                <Fact term=words::email()>{email}</Fact>
                <Fact term=words::source()>{source}</Fact>
                <Fact term=words::earlier_sign_in()>
                    <OptionTime at=viewer.previous_sign_in_at />
                </Fact>
            </Facts>
            <p class="sm muted mt-3">{kept}</p>
        </Card>
    })
}
