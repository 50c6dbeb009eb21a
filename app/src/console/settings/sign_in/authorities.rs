//! Authorities whose certificates count, each with its revocation list.

use leptos::prelude::*;
use types::{AddAuthority, AuthorityFacts, AuthorityRow};

use crate::{
    console::{
        api::sign_in::{AuthorityChange, change_authorities, inspect_authority},
        shared::Sending,
    },
    shell::page_info,
    t::sign_in as words,
    ui::{
        Button, ButtonKind, Card, Checkbox, Day, Dialog, Fact, Facts, FileContent, FileField, FormError,
        Status, Time, ToastStack, Tone, use_toasts,
    },
};

const CERTIFICATES: &str = ".pem,.crt,.cer,.der";
const LISTS: &str = ".crl,.pem,.der";

/// What all rows share.
#[derive(Clone, Copy)]
struct Desk {
    rows: RwSignal<Vec<AuthorityRow>>,
    sending: Sending,
    toasts: ToastStack,
    may_write: bool,
}

impl Desk {
    fn send(self, change: AuthorityChange, said: &'static str) {
        self.sending.send(change_authorities(change), move |rows| {
            self.rows.set(rows);
            self.toasts.say(said);
        });
    }
}

#[component]
pub(super) fn Authorities(found: Vec<AuthorityRow>, may_write: bool) -> impl IntoView {
    let desk =
        Desk { rows: RwSignal::new(found), sending: Sending::default(), toasts: use_toasts(), may_write };
    // Whatever field of an upload is wrong, it is said in one place.
    let wrong = MaybeProp::derive(move || {
        desk.sending.error().with(|error| {
            let error = error.as_ref()?;
            let field = error.fields.first().map(|field| crate::wording::field_text(&field.path, field.code));
            Some(field.map_or_else(|| crate::wording::error_text(error), str::to_owned))
        })
    });
    view! {
        <Card id="authorities" title=words::authorities() sub=words::authorities_sub()>
            <div class="stack">
                <FormError text=wrong />
                {move || match desk.rows.get() {
                    rows if rows.is_empty() => view! { <p class="muted">{words::no_authority()}</p> }.into_any(),
                    rows => rows.into_iter().map(|row| view! { <Authority row=row desk=desk /> }).collect_view().into_any(),
                }}
                {may_write.then(|| view! { <Trust desk=desk /> })}
            </div>
        </Card>
    }
}

#[component]
fn Authority(row: AuthorityRow, desk: Desk) -> impl IntoView {
    let id = row.id;
    let required = RwSignal::new(row.crl_required);
    Effect::new(move |before: Option<bool>| {
        let wanted = required.get();
        if before.is_some_and(|before| before != wanted) {
            desk.send(AuthorityChange::Require(id, wanted), words::changed());
        }
        wanted
    });
    let removing = RwSignal::new(false);
    let now = page_info().now;
    let is_over = row.facts.not_after <= now || row.facts.not_before > now;
    let list = match &row.crl {
        None => view! { <span class="muted">{words::no_list()}</span> }.into_any(),
        Some(list) => {
            let due = list.next_update.is_some_and(|next| next <= now);
            let (tone, text) = match due {
                true => (Tone::Danger, words::list_over()),
                false => (Tone::Success, words::list_current()),
            };
            let next = list.next_update;
            view! {
                <Status tone=tone text=text />
                <small class="block muted">
                    {words::list_names(list.revoked)} " "
                    {next.map(|at| view! { {words::list_next()} " " <Time at=at /> })}
                </small>
            }
            .into_any()
        }
    };
    let name = row.facts.subject.clone();
    let upload = words::list_upload(name.clone());
    let title = words::remove_title(name.clone());
    view! {
        <section class="stack stack-3" aria-label=name>
            {is_over.then(|| view! { <Status tone=Tone::Danger text=words::not_valid() /> })}
            <FactsOf facts=row.facts.clone()>
                <Fact term=words::list()>{list}</Fact>
            </FactsOf>
            {desk
                .may_write
                .then(|| {
                    let put = Callback::new(move |content: FileContent| {
                        if let Some(crl) = content.into_text() {
                            desk.send(AuthorityChange::List(id, crl), words::list_put());
                        }
                    });
                    view! {
                        <Checkbox
                            label=words::require_list()
                            name="crl_required"
                            bind=required
                            hint=words::require_list_hint()
                        />
                        <FileField
                            id=format!("crl-{id}")
                            label=upload
                            accept=LISTS
                            hint=words::list_hint()
                            taken=put
                        />
                        <div>
                            <Button kind=ButtonKind::QuietDanger icon="delete" on:click=move |_| removing.set(true)>
                                {words::remove()}
                            </Button>
                        </div>
                        <Dialog
                            open=removing
                            id=format!("remove-{id}")
                            title=title
                            text=words::remove_text()
                            icon="certificate"
                            tone=Tone::Danger
                            action=move || {
                                view! {
                                    <Button
                                        kind=ButtonKind::Danger
                                        on:click=move |_| {
                                            removing.set(false);
                                            desk.send(AuthorityChange::Remove(id), words::removed());
                                        }
                                    >
                                        {words::remove()}
                                    </Button>
                                }
                            }
                        />
                    }
                })}
            <hr />
        </section>
    }
}

/// One more authority: first what its certificate says, then the decision.
#[component]
fn Trust(desk: Desk) -> impl IntoView {
    let read = RwSignal::new(None::<(String, AuthorityFacts)>);
    let open = RwSignal::new(false);
    let taken = Callback::new(move |content: FileContent| {
        let Some(certificate) = content.into_text() else { return };
        let asked = certificate.clone();
        desk.sending.send(inspect_authority(asked), move |facts| {
            read.set(Some((certificate, facts)));
            open.set(true);
        });
    });
    let trust = move |_| {
        open.set(false);
        if let Some((certificate, _)) = read.get_untracked() {
            let input = AddAuthority { certificate, crl_required: false };
            desk.send(AuthorityChange::Trust(input), words::trusted());
        }
    };
    view! {
        <FileField
            id="authority".to_owned()
            label=words::add()
            accept=CERTIFICATES
            hint=words::add_hint()
            taken=taken
        />
        <Dialog
            open=open
            id="trust"
            title=words::trust_title()
            text=words::trust_text()
            icon="certificate"
            action=move || {
                view! {
                    <Button kind=ButtonKind::Primary on:click=trust>
                        {words::trust()}
                    </Button>
                }
            }
        >
            {move || read.get().map(|(_, facts)| view! { <FactsOf facts=facts>""</FactsOf> })}
        </Dialog>
    }
}

#[component]
fn FactsOf(facts: AuthorityFacts, children: Children) -> impl IntoView {
    view! {
        <Facts>
            <Fact term=words::subject()>{facts.subject}</Fact>
            <Fact term=words::issuer()>{facts.issuer}</Fact>
            <Fact term=words::valid()>
                <Day at=facts.not_before /> " – " <Day at=facts.not_after />
            </Fact>
            <Fact term=words::key()>{facts.key}</Fact>
            <Fact term=words::fingerprint()>
                <span class="mono ltr xs">{facts.fingerprint}</span>
            </Fact>
            {children()}
        </Facts>
    }
}
