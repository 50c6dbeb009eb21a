//! What the components and the document render on the server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![cfg(feature = "ssr")]

use std::{fs, path::Path};

use app::{
    shell::{Assets, PageContext, PageInfo, provide_page, render_document},
    ui::{
        Button, Countdown, ErrorSummary, FieldMessage, Icon, PageTitle, PasswordField, PinDisplay, Pips,
        TextArea, TextField,
    },
};
use leptos::{nonce::Nonce, prelude::*};
use types::{MessageLanguage, Timestamp};

const HOSTILE: &str = "</title></textarea><script>alert(1)</script>\"'";

fn page() -> PageContext {
    PageContext {
        language: MessageLanguage::English,
        assets: Assets::new([
            ("style.css", "/assets/style.0a1b.css"),
            ("icons.svg", "/assets/icons.2c3d.svg"),
        ]),
        nonce: Nonce::from_value("bm9uY2U="),
        accent: None,
        welcome: None,
        info: PageInfo { now: Timestamp::from_millis(1_795_268_580_000), ..PageInfo::default() },
    }
}

/// Renders a component as the server does.
fn html<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_page(page());
        view().to_html()
    })
}

#[test]
fn a_document_carries_language_nonce_and_hashed_assets() {
    let html = render_document(page(), "Sign in", || view! { <p>"Hello"</p> });
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\" dir=\"ltr\""), "{html}");
    assert!(html.contains("<link rel=\"stylesheet\" href=\"/assets/style.0a1b.css\">"), "{html}");
    assert!(html.contains("nonce=\"bm9uY2U=\""), "{html}");
    assert!(html.contains("<title>Sign in - Gatehouse</title>"), "{html}");
}

#[test]
fn a_hostile_name_stays_text_in_title_field_and_textarea() {
    let document = render_document(page(), HOSTILE, || {
        view! {
            <TextField label="Name" name="name" value=HOSTILE />
            <TextArea label="Note" name="note" value=HOSTILE />
            <p>{HOSTILE}</p>
        }
    });
    assert!(!document.contains("<script>alert"), "{document}");
    assert_eq!(document.matches("</textarea>").count(), 1, "{document}");
    assert_eq!(document.matches("</title>").count(), 1, "{document}");
}

#[tokio::test]
async fn a_hostile_name_stays_text_in_the_title_of_a_face() {
    // Walking the routes also starts the executor that rendering needs.
    _ = leptos_axum::generate_route_list(|| ());
    let document = || {
        leptos_meta::provide_meta_context();
        view! {
            <html>
                <head>
                    <leptos_meta::MetaTags />
                </head>
                <body>
                    <PageTitle text=HOSTILE />
                </body>
            </html>
        }
    };
    let render = leptos_axum::render_app_async_with_context(|| provide_page(page()), document);
    let response = render(axum::extract::Request::new(axum::body::Body::empty())).await;
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let html = String::from_utf8(body.to_vec()).unwrap();
    assert!(html.contains("<title>&lt;/title&gt;"), "{html}");
    assert!(!html.contains("<script>alert"), "{html}");
}

#[test]
fn icons_point_into_the_hashed_sprite_and_mirror_when_they_point() {
    let html = html(|| view! { <Icon name="chevron-end" /> });
    assert!(html.contains("href=\"/assets/icons.2c3d.svg#i-chevron-end\""), "{html}");
    assert!(html.contains("class=\"ic flip\""), "{html}");
}

#[test]
fn an_error_takes_the_place_of_the_hint_and_is_tied_to_the_field() {
    let html = html(|| {
        view! { <TextField label="E-mail" name="email" hint="At work" error=Some("Write an address.".to_owned()) /> }
    });
    assert!(html.contains("aria-invalid=\"true\""), "{html}");
    assert!(html.contains("aria-describedby=\"f-email-e\""), "{html}");
    assert!(html.contains("id=\"f-email-e\""), "{html}");
    assert!(!html.contains("At work"), "{html}");
}

#[test]
fn a_summary_links_to_every_field_that_is_wrong() {
    let errors =
        vec![FieldMessage::new("email", "Write an address."), FieldMessage::new("name", "Give a name.")];
    let html = html(|| view! { <ErrorSummary errors=errors /> });
    assert!(html.contains("2 answers need a change"), "{html}");
    assert!(html.contains("href=\"#f-email\"") && html.contains("href=\"#f-name\""), "{html}");
}

#[test]
fn a_password_is_never_rendered_back() {
    let typed = html(|| {
        let bind = RwSignal::new("correct horse battery".to_owned());
        view! { <PasswordField label="Password" name="password" bind=bind /> }
    });
    assert!(!typed.contains("correct horse"), "{typed}");
    assert!(typed.contains("autocomplete=\"current-password\""), "{typed}");
}

#[test]
fn a_disabled_button_stays_focusable() {
    let html = html(|| view! { <Button disabled=true>"Send again in 0:42"</Button> });
    assert!(html.contains("aria-disabled=\"true\"") && !html.contains(" disabled"), "{html}");
}

#[test]
fn the_limit_is_drawn_as_arches_up_to_eight_and_as_a_bar_above() {
    let few = html(|| view! { <Pips used=3 waiting=1 limit=Some(5) /> });
    assert_eq!(few.matches("class=\"on\"").count(), 3, "{few}");
    assert_eq!(few.matches("class=\"wait\"").count(), 1, "{few}");
    assert!(few.contains("3 used, 1 waiting, 1 free"), "{few}");
    assert!(html(|| view! { <Pips used=31 limit=Some(50) /> }).contains("<progress"));
    assert!(!html(|| view! { <Pips used=31 limit=None /> }).contains("pips"));
}

#[test]
fn a_pin_is_read_out_digit_by_digit() {
    let html = html(|| view! { <PinDisplay pin="48271936" /> });
    assert!(html.contains("aria-label=\"PIN 4 8 2 7, 1 9 3 6\""), "{html}");
}

#[test]
fn a_countdown_says_duration_and_clock_time_with_zone() {
    let until = Timestamp::from_millis(1_795_268_580_000 + 85_260_000);
    let html = html(move || view! { <Countdown until=until /> });
    assert!(html.contains("23 h 41 min"), "{html}");
    assert!(html.contains("until tomorrow at 13:24 UTC"), "{html}");
}

/// Styles and handlers in attributes are refused by the content security policy.
#[test]
fn no_source_sets_styles_or_handlers_in_attributes() {
    let mut found = Vec::new();
    visit(&source(), &mut |path, text| {
        let tests = path.ends_with("tests.rs");
        for (number, line) in text.lines().enumerate().filter(|_| !tests) {
            if ["style=\"", "style:", " onclick=", " onchange=", " onsubmit="]
                .iter()
                .any(|bad| line.contains(bad))
            {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_icon_that_is_named_exists() {
    let sprite = fs::read_to_string(source().join("../../style/icons.svg")).unwrap();
    let mut missing = Vec::new();
    visit(&source(), &mut |path, text| {
        for start in ["icon=\"", "<Icon name=\"", "icon: \""] {
            for rest in text.split(start).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                if !sprite.contains(&format!("id=\"i-{name}\"")) {
                    missing.push(format!("{}: {name}", path.display()));
                }
            }
        }
    });
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

fn source() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn visit(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, look);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            look(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
