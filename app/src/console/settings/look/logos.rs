//! Logos: one, and another for the dark theme where it needs one. They count at once, without Save.

use leptos::prelude::*;
use types::{FieldCode, LogoRow, LogoTheme, UploadLogo};

use crate::{
    console::{
        api::look::{LogoChange, change_logos},
        shared::Sending,
    },
    shell::page_info,
    t::look as words,
    ui::{Button, ButtonKind, Card, FileContent, FileField, Time, use_toasts},
    wording::{error_text, field_text},
};

const PICTURES: &str = ".png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp";

/// Both logos.
#[component]
pub(super) fn LogosCard(logos: RwSignal<Vec<LogoRow>>, may_write: bool) -> impl IntoView {
    let has_light =
        Memo::new(move |_| logos.with(|logos| logos.iter().any(|logo| logo.theme == LogoTheme::Light)));
    view! {
        <Card id="logo" title=words::logo() sub=words::logo_sub()>
            <div class="stack">
                <One theme=LogoTheme::Light logos=logos may_write=may_write />
                <Show when=move || has_light.get()>
                    <hr />
                    <One theme=LogoTheme::Dark logos=logos may_write=may_write />
                </Show>
            </div>
        </Card>
    }
}

#[component]
fn One(theme: LogoTheme, logos: RwSignal<Vec<LogoRow>>, may_write: bool) -> impl IntoView {
    let (id, label, hint) = match theme {
        LogoTheme::Light => ("logo-light", words::upload(), words::upload_hint()),
        LogoTheme::Dark => ("logo-dark", words::upload_dark(), words::upload_dark_hint()),
    };
    let sending = Sending::default();
    let fault = RwSignal::new(None::<&'static str>);
    let toasts = use_toasts();
    let row = move || logos.with(|logos| logos.iter().find(|logo| logo.theme == theme).cloned());
    let change = move |change: LogoChange, said: &'static str| {
        fault.set(None);
        sending.send(change_logos(change), move |rows| {
            logos.set(rows);
            toasts.say(said);
        });
    };
    let taken = Callback::new(move |content: FileContent| match content {
        FileContent::Bytes(file) => change(LogoChange::Upload(theme, UploadLogo { file }), words::uploaded()),
        FileContent::TooLarge => fault.set(Some(words::too_large())),
        // No picture of the three kinds is text.
        FileContent::Text(text) if text.contains("<svg") => fault.set(Some(words::no_svg())),
        FileContent::Text(_) => fault.set(Some(words::no_picture())),
    });
    let error = MaybeProp::derive(move || fault.get().map(str::to_owned).or_else(|| told(sending)));
    view! {
        <div class="stack stack-3">
            {move || row().map(|logo| view! { <Kept logo=logo /> })}
            {may_write
                .then(|| {
                    view! {
                        <FileField
                            id=id.to_owned()
                            label=label
                            accept=PICTURES
                            hint=hint
                            max=UploadLogo::MAX_FILE
                            error=error
                            taken=taken
                        />
                        <Show when=move || row().is_some()>
                            <div>
                                <Button
                                    kind=ButtonKind::QuietDanger
                                    icon="delete"
                                    on:click=move |_| change(LogoChange::Remove(theme), words::removed())
                                >
                                    {match theme {
                                        LogoTheme::Light => words::remove(),
                                        LogoTheme::Dark => words::remove_dark(),
                                    }}
                                </Button>
                            </div>
                        </Show>
                    }
                })}
        </div>
    }
}

/// What the server says is wrong with the picture.
fn told(sending: Sending) -> Option<String> {
    sending.error().with(|error| {
        let error = error.as_ref()?;
        let text = match error.field("file") {
            None => return Some(error_text(error)),
            Some(FieldCode::NotSupported) => words::no_picture(),
            Some(FieldCode::TooCostly) => words::too_many_pixels(),
            Some(FieldCode::Malformed) => words::damaged(),
            Some(FieldCode::TooLong) => words::too_large(),
            Some(code) => field_text("file", code),
        };
        Some(text.to_owned())
    })
}

/// The logo that there is, on the ground that it stands on.
#[component]
fn Kept(logo: LogoRow) -> impl IntoView {
    let (width, height) = logo.shown();
    let ground = match logo.theme {
        LogoTheme::Light => "logo-ground",
        LogoTheme::Dark => "logo-ground logo-ground-dark",
    };
    view! {
        <div class=ground>
            <span class="logo">
                <img src=logo.address.clone() alt=page_info().organisation width=width height=height />
            </span>
        </div>
        <p class="xs muted">{words::kept(logo.width, logo.height, logo.updated_by)} " " <Time at=logo.updated_at /></p>
    }
}
