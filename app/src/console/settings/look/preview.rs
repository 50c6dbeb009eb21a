//! The sign-in card in both themes, as it will look. Colours are set by script on the panel: the page's policy lets
//! no style stand in the document.

use leptos::{html, prelude::*};
use types::{Accent, DARK, Ground, LIGHT, LogoRow, LogoTheme, Tones};

use super::fields::Fields;
use crate::{
    shell::page_info,
    t::{look as words, public::sign_in},
    ui::Mark,
};

/// Both themes beside each other.
#[component]
pub(super) fn Preview(answers: Fields, logos: RwSignal<Vec<LogoRow>>) -> impl IntoView {
    let accent = Memo::new(move |_| answers.colour().map(Accent::of).unwrap_or_default());
    let welcome = Signal::derive(move || {
        // As a reader of the page's language sees it.
        let reader = crate::text::language();
        answers.texts.with_value(|texts| {
            let mut found = texts.iter().filter(|(language, ..)| *language == reader);
            found.next().map(|(_, welcome, _)| welcome.get()).unwrap_or_default()
        })
    });
    let tones = move |theme: LogoTheme| {
        Signal::derive(move || match theme {
            LogoTheme::Light => accent.get().light,
            LogoTheme::Dark => accent.get().dark,
        })
    };
    view! {
        <section class="look-preview" aria-label=words::preview()>
            <Panel theme=LogoTheme::Light ground=LIGHT tones=tones(LogoTheme::Light) logos=logos welcome=welcome />
            <Panel theme=LogoTheme::Dark ground=DARK tones=tones(LogoTheme::Dark) logos=logos welcome=welcome />
        </section>
    }
}

#[component]
fn Panel(
    theme: LogoTheme,
    ground: Ground,
    tones: Signal<Tones>,
    logos: RwSignal<Vec<LogoRow>>,
    welcome: Signal<String>,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(panel) = panel.get() else { return };
        let style = web_sys::HtmlElement::style(&panel);
        for (name, colour) in ground.named().into_iter().chain(tones.get().named()) {
            _ = style.set_property(&format!("--{name}"), &colour.to_string());
        }
    });
    let title = match theme {
        LogoTheme::Light => words::in_light(),
        LogoTheme::Dark => words::in_dark(),
    };
    let brand = move || {
        logos.with(|logos| match logo_on(logos, theme) {
            Some((logo, on_paper)) => {
                let (width, height) = logo.shown();
                let src = logo.address.clone();
                let alt = page_info().organisation;
                view! { <img class:on-paper=on_paper src=src alt=alt width=width height=height /> }.into_any()
            }
            None => view! { <Mark /> }.into_any(),
        })
    };
    view! {
        <figure>
            <div class="look-panel" node_ref=panel inert=true>
                <div class="auth-brand">
                    <span class="logo">{brand}</span>
                    <p class="look-title">{sign_in::heading()}</p>
                    {move || {
                        let welcome = welcome.get();
                        (!welcome.trim().is_empty()).then(|| view! { <p class="sm">{welcome}</p> })
                    }}
                </div>
                <div class="card card-pad stack stack-3">
                    <span class="label">{sign_in::username()}</span>
                    <span class="input"></span>
                    <span class="btn btn-primary btn-block">{sign_in::submit()}</span>
                    <span class="look-link sm">{sign_in::forgot()}</span>
                </div>
            </div>
            <figcaption class="xs muted">{title}</figcaption>
        </figure>
    }
}

/// The logo that stands on a theme, and whether it brings its light paper along. The dark one needs the light one.
fn logo_on(logos: &[LogoRow], theme: LogoTheme) -> Option<(&LogoRow, bool)> {
    let of = |theme: LogoTheme| logos.iter().find(|logo| logo.theme == theme);
    let light = of(LogoTheme::Light)?;
    match theme {
        LogoTheme::Light => Some((light, false)),
        LogoTheme::Dark => Some(of(LogoTheme::Dark).map_or((light, true), |dark| (dark, false))),
    }
}
