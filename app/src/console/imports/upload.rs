//! Choosing a file.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use types::{ImportColumn, UploadImport};

use super::{ImportSteps, options::Answers};
use crate::{
    console::{api::imports::read_import, shared::Sending},
    t::{imports as words, invitations},
    ui::{
        Card, Crumb, Crumbs, FileContent, FileField, FormError, LinkButton, Note, PageHead, PageTitle, Tone,
    },
};

/// The page.
#[component]
pub(in crate::console) fn ImportPage() -> impl IntoView {
    let notify = vec![types::MessageChannel::Email];
    let answers = Answers::new(&types::ImportOptions { notify, ..types::ImportOptions::default() });
    let sending = Sending::default();
    let fault = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let taken = Callback::new(move |content: FileContent| {
        let file = match content {
            FileContent::Text(file) => file,
            FileContent::Bytes(_) => return fault.set(Some(words::not_text().to_owned())),
            FileContent::TooLarge => return fault.set(Some(words::too_large().to_owned())),
        };
        fault.set(None);
        let input = UploadImport { file, options: answers.options() };
        let navigate = navigate.clone();
        sending.send(read_import(input), move |id| {
            navigate(&format!("/admin/import/{id}"), Default::default());
        });
    });
    let error = MaybeProp::derive(move || fault.get().or_else(|| file_fault(sending)));
    view! {
        <PageTitle text=words::title() />
        <Crumbs items=vec![Crumb::new("/admin/invitations", invitations::title())] current=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                view! {
                    <LinkButton href="/admin/import/template" icon="download" external=true>
                        {words::template()}
                    </LinkButton>
                }
            }
        />
        <ImportSteps at=0 />
        <div class="split split-23">
            <div class="stack">
                <Card title=words::options()>
                    {answers.view(sending)}
                </Card>
                <Card title=words::file()>
                    <div class="stack stack-3">
                        <FileField
                            id="import-file".to_owned()
                            label=words::file_label()
                            accept=".csv,.tsv,.txt,text/csv"
                            hint=words::file_hint()
                            max=UploadImport::MAX_BYTES
                            error=error
                            taken=taken
                        />
                        <FormError text=sending.general() />
                        <Show when=move || sending.busy().get()>
                            <p class="sm muted" role="status">{words::reading()}</p>
                        </Show>
                    </div>
                </Card>
            </div>
            <aside class="stack" aria-label=words::columns()>
                <Columns />
            </aside>
        </div>
    }
}

/// What is wrong with the file, if the server says so.
fn file_fault(sending: Sending) -> Option<String> {
    use types::FieldCode as Code;
    sending.error().with(|error| {
        let error = error.as_ref()?;
        let missing: Vec<&str> = ["columns.user", "columns.platform"]
            .into_iter()
            .filter(|path| error.field(path).is_some())
            .map(|path| if path == "columns.user" { words::no_user() } else { words::no_platform() })
            .collect();
        if !missing.is_empty() {
            return Some(missing.join(" "));
        }
        let text = match error.field("file")? {
            Code::Required => words::empty(),
            Code::TooLong => words::too_long(),
            Code::ForbiddenCharacters => words::not_text(),
            _ => words::malformed(),
        };
        Some(text.to_owned())
    })
}

/// What the columns mean.
#[component]
fn Columns() -> impl IntoView {
    use words::column as about;
    let text = |column: ImportColumn| match column {
        ImportColumn::User => about::user(),
        ImportColumn::Email => about::email(),
        ImportColumn::Name => about::name(),
        ImportColumn::Platform => about::platform(),
        ImportColumn::PhoneNumber => about::phone_number(),
        ImportColumn::Country => about::country(),
        ImportColumn::Ownership => about::ownership(),
        ImportColumn::Language => about::language(),
        ImportColumn::Reference => about::reference(),
    };
    let line = move |column: &ImportColumn| {
        view! {
            <div>
                <dt>
                    <code>{column.as_str()}</code>
                </dt>
                <dd class="sm">{text(*column)}</dd>
            </div>
        }
    };
    view! {
        <Card title=words::columns()>
            <dl class="stack stack-3">{ImportColumn::ALL.iter().map(line).collect_view()}</dl>
        </Card>
        <Note tone=Tone::Off>{words::again()}</Note>
    }
}
