//! The document, from doctype to body; rendered on the server only.

use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::location::RequestUrl;
use types::{Face, MessageLanguage};

use super::{Assets, PageInfo, session::session_head};
use crate::{
    console::{self, ConsoleApp},
    portal::{self, PortalApp},
    text,
};

/// Everything the server knows about a page before rendering it.
#[derive(Clone, Debug)]
pub struct PageContext {
    /// The language of the page.
    pub language: MessageLanguage,
    /// Where the built files are.
    pub assets: Assets,
    /// The nonce of this answer's content security policy.
    pub nonce: Nonce,
    /// The sheet with the organisation's accents, where it has chosen any.
    pub accent: Option<String>,
    /// What the organisation says to those who sign in, in the language of the page.
    pub welcome: Option<String>,
    /// What the page itself may know.
    pub info: PageInfo,
}

/// Puts a page context into the reactive context, for the shell and for everything below it.
pub fn provide_page(page: PageContext) {
    provide_meta_context();
    provide_context(page.nonce.clone());
    provide_context(page.language);
    provide_context(page.assets.clone());
    provide_context(page.info.clone());
    provide_context(page);
}

/// The document of the portal. [`provide_page`] must have been called.
pub fn portal_shell() -> impl IntoView {
    let bundle = portal::Part::at(&path()).map(portal::Part::bundle);
    face_shell("portal", bundle, Some(Face::Portal), || view! { <PortalApp /> }.into_any())
}

/// The document of the console. [`provide_page`] must have been called.
pub fn console_shell() -> impl IntoView {
    let bundle = console::Part::at(&path()).map(console::Part::bundle);
    face_shell("console", bundle, Some(Face::Console), || view! { <ConsoleApp /> }.into_any())
}

/// The document of the gallery of components, in development builds alone.
#[cfg(debug_assertions)]
pub fn gallery_shell() -> impl IntoView {
    face_shell("console", None, None, || view! { <crate::ui::gallery::GalleryApp /> }.into_any())
}

/// The path that was asked for.
fn path() -> String {
    let asked = use_context::<RequestUrl>();
    asked.and_then(|url| url.as_ref().split('?').next().map(str::to_owned)).unwrap_or_default()
}

/// `all` is the bundle of the whole face in a development build, `part` that of the page.
fn face_shell(all: &str, part: Option<&str>, face: Option<Face>, app: impl FnOnce() -> AnyView) -> AnyView {
    let page = expect_page();
    let bundle = part.filter(|part| page.assets.has(&format!("{part}.wasm"))).unwrap_or(all);
    let script = page.assets.url(&format!("{bundle}.js"));
    let module = page.assets.url(&format!("{bundle}.wasm"));
    let texts = (page.language != MessageLanguage::English)
        .then(|| page.assets.url(&format!("{bundle}.{}.json", page.language)));
    let start = format!(
        "import init,{{hydrate}} from {};const t={};await init({{module_or_path:{}}});hydrate(await t);",
        script_text(&script),
        texts.as_deref().map_or_else(
            || "undefined".to_owned(),
            |url| format!("fetch({}).then(r=>r.json())", script_text(url))
        ),
        script_text(&module)
    );
    // Before the pages start: what they send goes through its hands.
    let session = face.and_then(|face| session_head(&page, face));
    // Only the console's own pages are wide enough for these.
    let styles = (all == "console").then(|| {
        view! { <link rel="stylesheet" href=page.assets.url("console.css") /> }
    });
    let head = view! {
        {styles}
        {session}
        <link rel="modulepreload" href=script nonce=page.nonce.clone() />
        <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        {texts
            .map(|texts| {
                view! {
                    <link rel="preload" href=texts r#as="fetch" r#type="application/json" crossorigin="anonymous" />
                }
            })}
        <MetaTags />
        <script type="module" nonce=page.nonce.clone() inner_html=start></script>
    };
    document(&page, head.into_any(), app())
}

/// Renders a public page, which needs no WebAssembly, to a complete document.
///
/// `title` is plain text of any origin. `view` is rendered once, synchronously, with the page
/// context provided; it must not use resources. The small `public.js` is loaded for show-password
/// buttons, copy buttons and countdowns; every page must work without it.
pub fn render_document<V: IntoView>(page: PageContext, title: &str, view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let title = escape_text(&text::common::page_title(title));
    let html = owner.with(|| {
        provide_page(page.clone());
        let head = view! {
            <title inner_html=title></title>
            <script type="module" src=page.assets.url("public.js") nonce=page.nonce.clone()></script>
        };
        document(&page, head.into_any(), view().into_any()).to_html()
    });
    owner.cleanup();
    html
}

fn document(page: &PageContext, head: AnyView, body: AnyView) -> AnyView {
    let assets = &page.assets;
    let icons = assets.url("icons.svg");
    let sprite = icons.clone();
    view! {
        <!DOCTYPE html>
        <html
            lang=page.language.as_str()
            dir=page.language.direction()
            data-theme=page.info.theme.attribute()
            data-icons=sprite
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=assets.url("style.css") />
                {page.accent.clone().map(|href| view! { <link rel="stylesheet" href=href /> })}
                <link rel="icon" type="image/svg+xml" href=assets.url("favicon.svg") />
                <link rel="apple-touch-icon" href=assets.url("apple-touch-icon.png") />
                <link rel="manifest" href=crate::routes::MANIFEST />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#121918" />
                {head}
            </head>
            <body>{body}</body>
        </html>
    }
    .into_any()
}

fn expect_page() -> PageContext {
    use_context().unwrap_or_else(|| PageContext {
        language: MessageLanguage::default(),
        assets: Assets::default(),
        nonce: Nonce::from_value(""),
        accent: None,
        welcome: None,
        info: PageInfo::default(),
    })
}

/// Escapes a text that goes into an element as it is, such as `<title>`.
#[must_use]
pub fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text as a JavaScript literal that cannot leave its script element.
fn script_text(text: &str) -> String {
    format!("{text:?}").replace('<', "\\u003c")
}
