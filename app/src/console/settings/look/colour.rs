//! The accent: one colour, and what becomes of it.

use leptos::prelude::*;
use types::{Accent, Colour};

use super::fields::Fields;
use crate::{
    console::shared::Sending,
    t::look as words,
    ui::{Button, ButtonKind, Card, TextField},
};

/// The colour as text and by the browser's own chooser.
#[component]
pub(super) fn ColourCard(answers: Fields, sending: Sending) -> impl IntoView {
    let shipped = Accent::default().light.accent;
    let shown = move || answers.colour().unwrap_or(shipped).to_string();
    view! {
        <Card id="colour" title=words::colour() sub=words::colour_sub()>
            <div class="stack">
                <div class="colour-field">
                    <TextField
                        label=words::accent()
                        name="accent"
                        bind=answers.accent
                        hint=words::accent_hint()
                        error=sending.field("accent")
                        placeholder=shipped.to_string()
                        maxlength=7_u32
                        optional=true
                        ltr=true
                    />
                    <input
                        type="color"
                        class="colour-chooser"
                        aria-label=words::choose()
                        value=shown
                        prop:value=shown
                        on:input=move |event| answers.accent.set(event_target_value(&event))
                    />
                </div>
                <div class="stack stack-2" aria-live="polite">
                    {move || answers.colour().map(|colour| view! { <Told colour=colour /> })}
                </div>
                <Show when=move || answers.accent.with(|text| !text.is_empty())>
                    <div>
                        <Button kind=ButtonKind::Quiet on:click=move |_| answers.accent.set(String::new())>
                            {words::back_to_shipped()}
                        </Button>
                    </div>
                </Show>
            </div>
        </Card>
    }
}

/// Whether the colour is used as it is, and what is used instead.
#[component]
fn Told(colour: Colour) -> impl IntoView {
    let Accent { light, dark } = Accent::of(colour);
    let light = match light.accent {
        tone if tone == colour => words::light_as_is().to_owned(),
        tone if tone.luminance() < colour.luminance() => words::light_darker(tone),
        tone => words::light_other(tone),
    };
    let dark = match dark.accent {
        tone if tone == colour => words::dark_as_is().to_owned(),
        tone => words::dark_lighter(tone),
    };
    view! {
        <p class="sm">{light}</p>
        <p class="sm">{dark}</p>
    }
}
