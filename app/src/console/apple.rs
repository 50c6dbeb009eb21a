//! Apple's devices: how they are called, and how they are known.

mod authority;
mod certificates;
mod push;

use leptos::prelude::*;
use types::{FieldCode, Permission};

pub(super) use certificates::CertificatesPage;

use crate::{
    console::{
        api::apple::{find_authority, find_push},
        shared::{OutletHead, Sending, loaded, may},
    },
    t::apple as words,
    ui::{FileContent, FileField, Note, SettingsFrame, SkeletonCard, Tone},
};

/// The page.
#[component]
pub(super) fn AppleSettingsPage() -> impl IntoView {
    let (again_push, again_authority) = (RwSignal::new(0_u32), RwSignal::new(0_u32));
    let push = Resource::new(move || again_push.get(), |_| find_push());
    let authority = Resource::new(move || again_authority.get(), |_| find_authority());
    let sections = vec![("push", words::push().to_owned()), ("authority", words::authority().to_owned())];
    view! {
        <OutletHead title=words::title() sub=words::sub() history="/admin/audit?q=certificate" />
        <SettingsFrame sections=sections>
            {(!may(Permission::SettingsWrite))
                .then(|| view! { <Note tone=Tone::Off icon="shield">{words::read_only()}</Note> })}
            {loaded(
                push,
                || view! { <SkeletonCard /> }.into_any(),
                move |detail| push::cards(detail, again_push),
            )}
            {loaded(
                authority,
                || view! { <SkeletonCard /> }.into_any(),
                move |detail| authority::card(detail, again_authority),
            )}
        </SettingsFrame>
    }
}

/// A field for a file in PEM.
#[component]
fn PemField(
    /// Unique in the document.
    id: &'static str,
    /// What is asked for.
    label: &'static str,
    /// Which file it is.
    hint: &'static str,
    /// Its path in what is sent.
    path: &'static str,
    /// What is in the file.
    bind: RwSignal<Option<String>>,
    /// Says what is wrong with it.
    sending: Sending,
) -> impl IntoView {
    let error = sending.field(path);
    let taken = Callback::new(move |content: FileContent| {
        let refused = match content {
            FileContent::Text(text) => {
                sending.clear();
                return bind.set(Some(text));
            }
            FileContent::Bytes(_) => FieldCode::Malformed,
            FileContent::TooLarge => FieldCode::TooLong,
        };
        bind.set(None);
        sending.refuse(path, refused);
    });
    view! {
        <div class="stack stack-1">
        <FileField
            id=id.to_owned()
            label=label
            accept=".pem,.crt,.cer,.key,application/x-pem-file"
            hint=hint
            max={types::UploadPushCertificate::MAX_FILE}
            error=error
            taken=taken
        />
        <p class="sm" role="status" aria-live="polite">
            {move || (error.get().is_none() && bind.with(Option::is_some)).then(words::chosen)}
        </p>
        </div>
    }
}
