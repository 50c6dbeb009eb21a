//! The colours of the pages: kept with the person, and in a cookie of this browser.

use leptos::prelude::*;
use types::Face;

use super::AccountForm;
use crate::{
    shell::{Theme, page_info},
    t::account::theme as words,
    ui::{Button, ButtonSize, Card, Choice, Segmented},
};

/// As the system says, light, or dark.
#[component]
pub(super) fn ThemeCard(face: Face) -> impl IntoView {
    let options = vec![
        Choice::new("system", words::system()),
        Choice::new("light", words::light()),
        Choice::new("dark", words::dark()),
    ];
    let chosen = match page_info().theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    view! {
        <Card title=words::title()>
            <AccountForm face=face intent="theme" class="stack stack-3">
                <Segmented label=words::title() name="theme" options=options value=chosen hide_label=true />
                <div class="row">
                    <Button submit=true size=ButtonSize::Medium>
                        {words::choose()}
                    </Button>
                </div>
            </AccountForm>
        </Card>
    }
}
