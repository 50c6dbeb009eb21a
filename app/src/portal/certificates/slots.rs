//! The settings, each with the certificate that was brought for it; and the question before one is taken away.

use leptos::prelude::*;
use types::{
    CertificateSlot, OwnCertificate, OwnCertificates, Permission, UserCertificateFacts, UserCertificateState,
};

use super::{REMOVE_FORM, grouped, usages};
use crate::{
    outcome::Outcome,
    portal::shared::{may, query_value},
    routes,
    shell::page_info,
    t::{common, portal::certificates as words},
    ui::{
        Badge, Button, ButtonKind, ButtonSize, Card, Consequence, ConsequenceKind, Consequences, Day,
        EmptyArt, EmptyState, Fact, Facts, HiddenField, LinkButton, Niche, NicheSize, Tone,
    },
    wording::{Problem, user_certificate_state},
};

/// All settings.
#[component]
pub(super) fn SlotsCard(found: RwSignal<OwnCertificates>, outcome: Outcome) -> impl IntoView {
    let asked = query_value("ask");
    move || {
        let outcome = outcome.clone();
        let (slots, asked) = (found.with(|found| found.slots.clone()), asked.clone());
        if slots.is_empty() {
            return none();
        }
        let in_use = slots.iter().filter(|slot| slot.certificate.is_some()).count();
        let sub = words::in_use(in_use, slots.len());
        let line = move |slot: CertificateSlot| {
            let is_asked = asked.as_ref().is_some_and(|id| *id == slot.configuration_id.to_string());
            view! { <Line of=slot is_asked=is_asked outcome=outcome.clone() /> }
        };
        view! {
            <Card
                title=words::uploaded()
                actions=move || view! { <span class="sm muted">{sub}</span> }
                flush=true
            >
                <ul class="list pad-x" role="list">
                    {slots.into_iter().map(line).collect_view()}
                </ul>
            </Card>
        }
        .into_any()
    }
}

/// Nobody asks for any.
fn none() -> AnyView {
    let organisation = page_info().organisation;
    view! {
        <Card title=words::uploaded()>
            <EmptyState title=words::none() art=EmptyArt::Open>
                <p>{words::none_text(organisation)}</p>
            </EmptyState>
        </Card>
    }
    .into_any()
}

#[component]
fn Line(of: CertificateSlot, is_asked: bool, outcome: Outcome) -> impl IntoView {
    let slot = of;
    let may_change = may(Permission::OwnUploadCertificates);
    let id = slot.configuration_id.to_string();
    let to = |what: &str| format!("{}?{what}={id}", routes::CERTIFICATES);
    let tone = match slot.certificate.as_ref().map(|certificate| certificate.state) {
        None => Some(Tone::Off),
        Some(UserCertificateState::Expiring) => Some(Tone::Waiting),
        Some(UserCertificateState::Expired) => Some(Tone::Danger),
        Some(_) => None,
    };
    let niche = match tone {
        Some(tone) => view! { <Niche icon="certificate" tone=tone size=NicheSize::Small /> }.into_any(),
        None => view! { <Niche icon="certificate" size=NicheSize::Small /> }.into_any(),
    };
    let (has_one, name) = (slot.certificate.is_some(), slot.name.clone());
    let actions = may_change.then(|| {
        let upload = match has_one {
            true => view! {
                <LinkButton href=to("for") size=ButtonSize::Medium label=words::replace_for(&name)>
                    {words::replace()}
                </LinkButton>
            }
            .into_any(),
            false => view! {
                <LinkButton href=to("for") size=ButtonSize::Medium icon="upload" label=words::upload_for(&name)>
                    {words::upload()}
                </LinkButton>
            }
            .into_any(),
        };
        let upload = view! { <span class="wide-only">{upload}</span> };
        let remove = has_one.then(|| {
            view! {
                <LinkButton href=to("ask") size=ButtonSize::Medium kind=ButtonKind::QuietDanger label=words::remove_for(&name)>
                    {words::remove()}
                </LinkButton>
            }
        });
        view! { <span class="row row-1 list-end">{upload} {remove}</span> }
    });
    let question =
        (is_asked && has_one && may_change).then(|| view! { <Question of=slot.clone() outcome=outcome /> });
    let says = match slot.certificate {
        Some(certificate) => said(certificate),
        None => view! { <small>{words::nothing_yet()}</small> }.into_any(),
    };
    let description = Some(slot.description).filter(|text| !text.is_empty());
    view! {
        <li class="items-start wrap">
            {niche}
            <div class="grow">
                <b>
                    <bdi>{slot.name}</bdi>
                </b>
                {description.map(|text| view! { <small>{text}</small> })}
                {says}
            </div>
            {actions}
        </li>
        {question}
    }
}

fn said(certificate: OwnCertificate) -> AnyView {
    let on = devices(&certificate);
    let (tone, state) = user_certificate_state(certificate.state);
    let Some(facts) = certificate.facts else {
        return view! {
            <small class="wrap-anywhere">
                <bdi>{certificate.file_name}</bdi>
                {common::comma()}
                {on}
            </small>
            <small>{words::closed_text()}</small>
            <div class="row row-3 mt-2">
                <Badge tone=tone text=state />
            </div>
        }
        .into_any();
    };
    let state = match days_left(&facts, certificate.state) {
        Some(days) => words::expires_in(days),
        None => state.to_owned(),
    };
    let until = facts.not_after;
    let details = details(&facts);
    view! {
        <small class="wrap-anywhere">
            <bdi>{facts.emails.first().cloned().unwrap_or(facts.name)}</bdi>
        </small>
        <small>{words::issued_by(facts.issuer_name)} {common::comma()} {on}</small>
        <div class="row row-3 mt-2">
            <Badge tone=tone text=state />
            <small class="inline">
                {words::until()} " " <Day at=until />
            </small>
        </div>
        <details class="mt-2">
            <summary class="sm">{words::details()}</summary>
            <div class="mt-2">{details}</div>
        </details>
    }
    .into_any()
}

/// What a certificate says, in full.
pub(super) fn details(facts: &UserCertificateFacts) -> AnyView {
    let facts = facts.clone();
    view! {
        <Facts>
            <Fact term=words::subject()>
                <bdi class="wrap-anywhere">{facts.subject}</bdi>
            </Fact>
            <Fact term=words::issuer()>
                <bdi class="wrap-anywhere">{facts.issuer}</bdi>
            </Fact>
            <Fact term=words::valid()>
                <Day at=facts.not_before />
                " – "
                <Day at=facts.not_after />
            </Fact>
            <Fact term=words::key()>{facts.key}</Fact>
            <Fact term=words::may_do()>{usages(&facts.usages)}</Fact>
            <Fact term=words::fingerprint()>
                <span class="mono xs ltr wrap-anywhere">{grouped(&facts.fingerprint)}</span>
            </Fact>
        </Facts>
    }
    .into_any()
}

fn days_left(facts: &UserCertificateFacts, state: UserCertificateState) -> Option<u64> {
    let left = facts.not_after.since(page_info().now);
    (state == UserCertificateState::Expiring).then_some(left.as_secs().div_ceil(86_400))
}

fn devices(certificate: &OwnCertificate) -> String {
    match (certificate.devices, certificate.devices_to_go) {
        (0, 0) => words::on_none().to_owned(),
        (there, 0) => words::on(there),
        (0, _) => words::on_its_way().to_owned(),
        (there, more) => words::on_and_more(words::on(there), more),
    }
}

/// What is lost, and the form that takes it away.
#[component]
fn Question(of: CertificateSlot, outcome: Outcome) -> impl IntoView {
    view! {
        <li class="block">
            <form method="post" action=routes::CERTIFICATES class="stack" aria-label=words::remove_for(&of.name)>
                <HiddenField name="intent" value="remove" />
                <HiddenField name="configuration" value=of.configuration_id.to_string() />
                <Problem error=outcome.error_of(REMOVE_FORM) />
                <b>{words::remove_question(&of.name)}</b>
                <Consequences>
                    <Consequence kind=ConsequenceKind::Lost>{words::remove_key()}</Consequence>
                    <Consequence kind=ConsequenceKind::Lost>{words::remove_devices()}</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>{words::remove_keeps()}</Consequence>
                </Consequences>
                <div class="row">
                    <LinkButton href=routes::CERTIFICATES kind=ButtonKind::Quiet>
                        {crate::t::common::cancel()}
                    </LinkButton>
                    <Button kind=ButtonKind::Danger submit=true>
                        {words::remove_certificate()}
                    </Button>
                </div>
            </form>
        </li>
    }
}
