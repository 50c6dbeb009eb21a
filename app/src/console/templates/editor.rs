//! The texts of a template, with everything that belongs to them.

use leptos::{
    ev::{FocusEvent, SubmitEvent},
    prelude::*,
};
use types::{ErrorCode, Permission, TemplateKey, TemplatePart, TemplateTexts, text_message::Parts};

use super::{
    head::{Head, Which},
    history::History,
    page::Opened,
    preview::{Preview, Previewed},
    variables::Variables,
};
use crate::{
    console::{
        api::templates::save_template,
        shared::{Guard, Leave, Sending, may},
    },
    t::templates as texts,
    ui::{Button, ButtonKind, Card, ErrorSummary, FormError, Note, TextArea, TextField, Tone, use_toasts},
};

/// The form that the button in the head of the page sends.
pub(super) const FORM: &str = "template-form";

/// What is written, one signal a text.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    subject: RwSignal<String>,
    preheader: RwSignal<String>,
    body: RwSignal<String>,
    foot: RwSignal<String>,
    text: RwSignal<String>,
    /// Nothing for kinds that do not go to telephones.
    sms: Option<RwSignal<String>>,
}

impl Fields {
    fn new(texts: &TemplateTexts) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            subject: text(&texts.subject),
            preheader: text(&texts.preheader),
            body: text(&texts.body),
            foot: text(&texts.foot),
            text: text(&texts.text),
            sms: texts.sms.as_deref().map(text),
        }
    }

    /// Whether it also goes to telephones.
    pub(super) fn has_sms(self) -> bool {
        self.sms.is_some()
    }

    /// What would be saved.
    pub(super) fn texts(self) -> TemplateTexts {
        TemplateTexts {
            subject: self.subject.get(),
            preheader: self.preheader.get(),
            body: self.body.get(),
            foot: self.foot.get(),
            text: self.text.get(),
            sms: self.sms.map(|sms| sms.get()),
        }
    }
}

/// A template to be changed.
#[component]
pub(super) fn Editor(opened: Opened, #[prop(into)] reload: Callback<()>) -> impl IntoView {
    let Opened { detail, rows, history } = opened;
    let key = detail.row.key;
    let fields = Fields::new(&detail.texts);
    let saved = StoredValue::new(detail.texts.clone());
    let dirty = Memo::new(move |_| saved.with_value(|saved| fields.texts() != *saved));
    let guard = Guard::new(dirty);
    let version = detail.version;
    let sending = Sending::default();
    let previewed = Previewed::default();
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let texts = untrack(|| fields.texts());
        if !sending.accepts(&texts) {
            return;
        }
        sending.send(save_template(key, texts, version), move |_| {
            toasts.say(texts::saved());
            guard.let_go();
            reload.run(());
        });
    };
    let last = RwSignal::new(TemplatePart::Body);
    let focused = move |event: FocusEvent| {
        let id = event_target::<web_sys::Element>(&event).id();
        if let Some(part) = id.strip_prefix("f-").and_then(TemplatePart::from_word) {
            last.set(part);
        }
    };
    let is_own = detail.row.is_changed;
    let uses_all = key.platform.is_some() && !is_own;
    view! {
        <Head key=key is_changed=is_own version=version fields=fields sending=sending reload=reload guard=guard />
        <div class="tpl">
            <div class="stack fill">
                <form id=FORM method="post" class="stack" novalidate=true on:submit=submit on:focusin=focused>
                    <ErrorSummary errors=sending.summary() />
                    <Trouble sending=sending reload=reload guard=guard />
                    {(!may(Permission::TemplateWrite))
                        .then(|| view! { <Note tone=Tone::Off icon="shield">{texts::read_only()}</Note> })}
                    <Card label=texts::text_card() flush=true>
                        <Which key=key rows=rows guard=guard />
                        <div class="card-body stack">
                            {uses_all.then(|| view! { <Note tone=Tone::Info>{texts::uses_all()}</Note> })}
                            <Texts key=key fields=fields sending=sending previewed=previewed />
                        </div>
                    </Card>
                </form>
                <Variables variables=detail.variables last=last />
                <History history=history version=version key=key reload=reload guard=guard />
            </div>
            <Preview key=key fields=fields previewed=previewed />
        </div>
        <Leave guard=guard />
    }
}

/// Why the whole could not be saved; and the way out where somebody else was faster.
#[component]
fn Trouble(sending: Sending, reload: Callback<()>, guard: Guard) -> impl IntoView {
    let is_conflict = move || {
        sending
            .error()
            .with(|error| error.as_ref().is_some_and(|error| error.code == ErrorCode::VersionConflict))
    };
    let load = move |_| {
        guard.let_go();
        reload.run(());
    };
    view! {
        <Show when=is_conflict fallback=move || view! { <FormError text=sending.general() /> }>
            <Note tone=Tone::Warning live=true>
                <p>{texts::conflict()}</p>
                <Button on:click=load>{texts::load_newest()}</Button>
            </Note>
        </Show>
    }
}

/// The fields. What is wrong stands beside them while typing, as the preview finds it.
#[component]
fn Texts(key: TemplateKey, fields: Fields, sending: Sending, previewed: Previewed) -> impl IntoView {
    let error = move |part: TemplatePart| {
        let on_save = sending.field(part.as_str());
        let while_typing = previewed.field(part.as_str());
        MaybeProp::derive(move || on_save.get().or_else(|| while_typing.get()))
    };
    let dir = key.language.direction();
    let longest = |part: TemplatePart| u32::try_from(part.longest()).unwrap_or(u32::MAX);
    view! {
        <div class="stack" lang=key.language.as_str() dir=dir>
            <TextField
                label=texts::subject()
                name="subject"
                bind=fields.subject
                error=error(TemplatePart::Subject)
                maxlength=longest(TemplatePart::Subject)
                autocomplete="off"
            />
            <TextField
                label=texts::preheader()
                name="preheader"
                bind=fields.preheader
                hint=texts::preheader_hint()
                error=error(TemplatePart::Preheader)
                maxlength=longest(TemplatePart::Preheader)
                autocomplete="off"
            />
            <TextArea
                label=texts::body()
                name="body"
                bind=fields.body
                hint=texts::body_hint()
                error=error(TemplatePart::Body)
                rows=16
            />
            <TextArea label=texts::foot() name="foot" bind=fields.foot error=error(TemplatePart::Foot) rows=4 />
            <TextArea
                label=texts::plain()
                name="text"
                bind=fields.text
                hint=texts::plain_hint()
                error=error(TemplatePart::Text)
                rows=12
            />
            {fields
                .sms
                .map(|sms| {
                    view! {
                        <TextArea
                            label=texts::sms()
                            name="sms"
                            bind=sms
                            hint=move || sms_hint(previewed)
                            error=error(TemplatePart::Sms)
                            rows=3
                        />
                    }
                })}
        </div>
    }
}

/// In how many parts the text message of the preview is sent.
fn sms_hint(previewed: Previewed) -> String {
    let Some(sms) = previewed.sms() else { return String::new() };
    let parts = Parts::of(&sms);
    let count = texts::sms_parts(parts.count, parts.places);
    if parts.is_unicode { texts::sms_unicode(count) } else { texts::sms_count(count) }
}

/// The button that saves; it stands in the head of the page.
#[component]
pub(super) fn SaveButton(sending: Sending) -> impl IntoView {
    view! {
        <Button
            kind=ButtonKind::Primary
            submit=true
            form=FORM
            busy=sending.busy()
            busy_label=texts::saving()
        >
            {texts::save()}
        </Button>
    }
}
