use leptos::prelude::*;

use super::Section;
use crate::ui::{
    CheckGroup, Checkbox, Choice, ErrorSummary, FieldMessage, FormError, InputKind, PasswordField, Segmented,
    SelectField, Stepper, Switch, TextArea, TextField, TileChoice, Tiles, UnitField,
};

#[component]
pub(super) fn Fields() -> impl IntoView {
    let languages = vec![Choice::new("en", "English"), Choice::new("de", "Deutsch")];
    let units = vec![Choice::new("hours", "hours"), Choice::new("days", "days")];
    let bound = RwSignal::new(String::new());
    view! {
        <Section id="fields" title="Fields" sub="Label above, hint below, error in place of the hint.">
            <div class="form-grid">
                <TextField
                    label="Phone number"
                    name="phone"
                    kind=InputKind::Tel
                    value="+47 400 55 020"
                    hint="Leave empty if the device has none."
                    optional=true
                    ltr=true
                />
                <PasswordField label="Password" name="password" link=|| view! { <a href="#fields" rel="external">"Forgot it?"</a> } />
                <PasswordField label="Password of the file" name="file-password" error="This password does not open the file." />
                <SelectField label="Language" name="language" options=languages value="en" />
                <TextField label="E-mail" name="email" kind=InputKind::Email error="Write an address such as amira@example.org." />
                <TextField label="Public URL" name="public-url" value="https://gate.example" readonly=true hint="Given by the configuration." />
                <Stepper label="Limit" name="limit" value=5 min=1 max=50 hint="1 to 50" />
                <UnitField label="Valid for" name="valid" value="24" unit_name="valid-unit" unit_label="Unit" units=units unit="hours" hint="1 hour to 180 days." />
                <TextField label="Typed here" name="typed" bind=bound placeholder="Anything" />
                <p class="sm muted">"Shown here: " {move || bound.get()}</p>
            </div>
            <TextArea label="Note" name="note" value="Replacement for a broken phone, ticket 48211." />
        </Section>
    }
}

#[component]
pub(super) fn Choices() -> impl IntoView {
    let platforms = vec![
        TileChoice {
            value: "linux".into(),
            label: "Linux".into(),
            icon: "pc",
            note: Some("You are on it now".into()),
        },
        TileChoice { value: "ios".into(), label: "iPhone".into(), icon: "phone", note: None },
        TileChoice { value: "android".into(), label: "Android phone".into(), icon: "phone-hole", note: None },
        TileChoice {
            value: "tv".into(),
            label: "Apple TV".into(),
            icon: "tv",
            note: Some("Needs a Mac and a cable".into()),
        },
    ];
    let ways =
        || vec![Choice::new("password", "Password"), Choice::new("pin", "PIN"), Choice::new("both", "Both")];
    let on = RwSignal::new(true);
    let errors = RwSignal::new(Vec::new());
    view! {
        <Section id="choices" title="Choices" sub="Tiles, segmented control, ticks, switches, and what is wrong.">
            <Tiles legend="Which device is it?" name="platform" options=platforms value="linux" />
            <div class="row row-4">
                <Segmented label="Ask for" name="ask" options=ways() value="pin" />
                <Segmented label="Large" name="ask-large" options=ways() value="both" large=true />
            </div>
            <div class="form-grid">
                <CheckGroup legend="Also send me the steps" id="f-notify" hint="Mail is on its way within a minute.">
                    <Checkbox label="By e-mail" name="by-email" checked=true hint="amira.haddad@vellmere.example" />
                    <Checkbox label="By text message" name="by-text" />
                </CheckGroup>
                <div class="stack stack-2">
                    <Switch label="Show a QR code" name="show-qr" bind=on />
                    <Switch label="Fill in the PIN" name="fill-pin" hint="The link’s page shows the PIN." />
                    <p class="sm muted">{move || if on.get() { "on" } else { "off" }}</p>
                </div>
            </div>
            <ErrorSummary errors=errors />
            <FormError text="User name or password is wrong" />
            <button
                type="button"
                class="btn"
                on:click=move |_| {
                    errors.set(vec![
                        FieldMessage::new("email", "Write an address such as amira@example.org."),
                        FieldMessage::new("file-password", "This password does not open the file."),
                    ]);
                }
            >
                "Show what is wrong"
            </button>
        </Section>
    }
}
