//! One's own certificates: what is asked for and brought, bringing one, and what was taken away. Plain forms, in
//! two steps: a file is looked into, then its person says what it is for.

mod chosen;
mod removed;
mod slots;
mod upload;

use leptos::prelude::*;
use types::{CertificateUpload, ConfigurationId, OwnCertificates, Permission};

use self::{
    chosen::ChosenCard,
    removed::RemovedCard,
    slots::SlotsCard,
    upload::{LockedCard, UploadCard},
};
use super::{
    api::list_certificates,
    outcome::{Outcome, use_outcome},
    shared::{just_done, may, query_value},
};
use crate::{
    live::use_live,
    loading::kept_fresh,
    reading::reading,
    routes,
    shell::page_info,
    t::{common, portal::certificates as words},
    ui::{HiddenField, Icon, IconButton, Note, PageHead, PageTitle, SkeletonCard, Tone},
};

/// The form that takes a file.
pub const UPLOAD_FORM: &str = "upload";
/// The form that says what a file is for.
pub const KEEP_FORM: &str = "keep";
/// The form that takes a certificate away.
pub const REMOVE_FORM: &str = "remove";

/// The certificates of the person.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    let outcome = use_outcome();
    let show = move |found| view! { <Certificates found=found outcome=outcome.clone() /> }.into_any();
    let fallback = || view! { <SkeletonCard /> }.into_any();
    view! {
        <PageTitle text=words::title() />
        {reading("certificates", || (), |()| list_certificates(), fallback, show)}
    }
}

#[component]
fn Certificates(found: OwnCertificates, outcome: Outcome) -> impl IntoView {
    let found = kept_fresh(found, use_live().topic("device"), list_certificates);
    let wanted = query_value("for").and_then(|id| id.parse::<ConfigurationId>().ok());
    let upload = Memo::new(move |_| found.with(|found| found.upload.clone()));
    let is_asked = Memo::new(move |_| found.with(|found| !found.slots.is_empty()));
    let bring = {
        let outcome = outcome.clone();
        move || {
            let outcome = outcome.clone();
            match (may(Permission::OwnUploadCertificates) && is_asked.get(), upload.get()) {
                (false, _) => ().into_any(),
                (true, Some(upload)) if upload.needs_password => {
                    view! { <LockedCard upload=upload wanted=wanted outcome=outcome /> }.into_any()
                }
                (true, Some(upload)) => {
                    view! { <ChosenCard found=found upload=upload wanted=wanted outcome=outcome /> }
                        .into_any()
                }
                (true, None) => view! { <UploadCard found=found wanted=wanted outcome=outcome /> }.into_any(),
            }
        }
    };
    let organisation = page_info().organisation;
    let not_yours = move || {
        let is_so = is_asked.get() && !may(Permission::OwnUploadCertificates);
        let text = is_so.then(|| words::not_yours(&organisation));
        text.map(|text| view! { <Note tone=Tone::Info>{text}</Note> })
    };
    view! {
        <PageHead title=words::title() sub=words::sub() />
        <Done />
        <div class="split split-23">
            <div class="stack stack-6">
                <SlotsCard found=found outcome=outcome />
                {not_yours}
                <Show when=move || is_asked.get() && may(Permission::OwnUploadCertificates)>
                    <div class="narrow-only">
                        <Note tone=Tone::Info icon="laptop">
                            {words::needs_computer()}
                        </Note>
                    </div>
                </Show>
                <RemovedCard found=found />
            </div>
            <div class="wide-block">{bring}</div>
        </div>
    }
}

/// What a form of this page has just done.
#[component]
fn Done() -> impl IntoView {
    let text = match just_done().as_deref() {
        Some("kept") => Some(words::done_kept()),
        Some("removed") => Some(words::done_removed()),
        _ => None,
    };
    text.map(|text| {
        view! {
            <div class="mb-4">
                <Note tone=Tone::Success live=true>
                    {text}
                </Note>
            </div>
        }
    })
}

/// "RSA 2048, signs, encrypts mail": what a key may do, in words.
fn usages(words_of: &[String]) -> String {
    use words::usage as word;
    let text = |usage: &String| match usage.as_str() {
        "digital_signature" => Some(word::digital_signature()),
        "non_repudiation" => Some(word::non_repudiation()),
        "key_encipherment" => Some(word::key_encipherment()),
        "data_encipherment" => Some(word::data_encipherment()),
        "key_agreement" => Some(word::key_agreement()),
        "email_protection" => Some(word::email_protection()),
        "client_auth" => Some(word::client_auth()),
        "server_auth" => Some(word::server_auth()),
        "code_signing" => Some(word::code_signing()),
        _ => None,
    };
    let known: Vec<&str> = words_of.iter().filter_map(text).collect();
    if known.is_empty() { word::any().to_owned() } else { known.join(common::comma()) }
}

/// A fingerprint in groups of four, so that it can be compared by eye.
fn grouped(fingerprint: &str) -> String {
    let letters: Vec<char> = fingerprint.to_uppercase().chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The page as it is open: for one setting, or for none.
fn here(wanted: Option<ConfigurationId>) -> String {
    match wanted {
        Some(id) => format!("{}?for={id}", routes::CERTIFICATES),
        None => routes::CERTIFICATES.to_owned(),
    }
}

/// The file that waits, with its size: "4.2 kB".
#[component]
fn FileRow(upload: CertificateUpload, wanted: Option<ConfigurationId>) -> impl IntoView {
    let CertificateUpload { file_name: name, size, .. } = upload;
    let size = match size {
        0..1000 => words::bytes(size),
        _ => words::kilobytes(format!("{}{}{}", size / 1000, common::decimal_point(), size % 1000 / 100)),
    };
    view! {
        <div class="file">
            <Icon name="check-circle" />
            <span class="grow">
                <b class="medium wrap-anywhere">
                    <bdi>{name}</bdi>
                </b>
                <small>{words::file_read(size)}</small>
            </span>
            <form method="post" action=here(wanted)>
                <HiddenField name="intent" value="discard" />
                <IconButton icon="close" label=words::discard() submit=true />
            </form>
        </div>
    }
}
