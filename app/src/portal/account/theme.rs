//! The colours of the pages, kept in a cookie of this browser.

use leptos::prelude::*;

use crate::{
    routes,
    shell::{Theme, page_info},
    t::portal::account as words,
    ui::{Button, ButtonSize, Card, Choice, HiddenField, Segmented},
};

/// As the system says, light, or dark.
#[component]
pub(super) fn ThemeCard() -> impl IntoView {
    let options = vec![
        Choice::new("system", words::theme_system()),
        Choice::new("light", words::theme_light()),
        Choice::new("dark", words::theme_dark()),
    ];
    let chosen = match page_info().theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    view! {
        <Card title=words::theme()>
            <form method="post" action=routes::ACCOUNT class="stack stack-3">
                <HiddenField name="intent" value="theme" />
                <Segmented label=words::theme() name="theme" options=options value=chosen hide_label=true />
                <div class="row">
                    <Button submit=true size=ButtonSize::Medium>
                        {words::theme_use()}
                    </Button>
                </div>
            </form>
        </Card>
    }
}
