//! Access tokens for one's own things: those that there are, a form to make one, and the new one, once.

use leptos::prelude::*;
use types::{Face, OwnToken, Scope};

use super::{AccountForm, TOKENS_FORM};
use crate::{
    address::use_address,
    outcome::Outcome,
    t::{account::tokens as words, common},
    ui::{
        Button, ButtonKind, ButtonSize, Card, CheckGroup, Checkbox, CopyField, HiddenField, Icon, List, Note,
        OptionTime, TextField, Time, Tone,
    },
    wording::Problem,
};

/// The tokens, each with its end, and the form for another one.
#[component]
pub(super) fn TokensCard(tokens: Vec<OwnToken>, outcome: Outcome) -> impl IntoView {
    let is_full = u64::try_from(tokens.len()).is_ok_and(|count| count >= OwnToken::MOST);
    let new = outcome.value_of(TOKENS_FORM, "token").map(|text| view! { <NewToken text=text /> });
    let lines = tokens.into_iter().map(|token| view! { <TokenLine token=token /> }).collect_view();
    let form = match is_full {
        true => view! { <p class="sm muted mt-4">{words::full()}</p> }.into_any(),
        false => view! { <MakeToken outcome=outcome /> }.into_any(),
    };
    view! {
        <Card id="tokens" title=words::title() sub=words::sub()>
            {new}
            <List>{lines}</List>
            {form}
        </Card>
    }
}

/// The text of the new token: this page alone shows it.
#[component]
fn NewToken(text: String) -> impl IntoView {
    view! {
        <div class="mb-4">
            <Note tone=Tone::Success>
                <div class="stack stack-2" role="status">
                    <p>{words::made()}</p>
                    <CopyField text=text label=words::copy() copied=words::copied() />
                </div>
            </Note>
        </div>
    }
}

#[component]
fn TokenLine(token: OwnToken) -> impl IntoView {
    let may = token.scopes.iter().map(|scope| scope_name(*scope)).collect::<Vec<_>>().join(common::comma());
    let label = words::end_named(&token.name);
    view! {
        <li class="wrap">
            <Icon name="key" />
            <span class="grow">
                <b class="medium">
                    <bdi>{token.name}</bdi>
                </b>
                <small>{may}</small>
                <small>
                    {words::made_at()} " " <Time at=token.created_at /> {common::comma()} {words::used_at()} " "
                    <OptionTime at=token.last_used_at />
                </small>
            </span>
            <AccountForm face=Face::Portal intent="token-end" class="">
                <HiddenField name="token" value=token.id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Medium submit=true label=label>
                    {words::end()}
                </Button>
            </AccountForm>
        </li>
    }
}

/// The form, filled in with what was typed before it was refused, or before one had to say again who one is.
#[component]
fn MakeToken(outcome: Outcome) -> impl IntoView {
    let address = use_address();
    let given = |name: &str| untrack(|| address.query(name));
    let typed = |name: &str| outcome.value_of(TOKENS_FORM, name).or_else(|| given(name)).unwrap_or_default();
    let (name, chosen) = (typed("name"), typed("scopes"));
    let problem = outcome.error_of(TOKENS_FORM);
    let (wrong_name, wrong_scopes) =
        (outcome.field(TOKENS_FORM, "name"), outcome.field(TOKENS_FORM, "scopes"));
    let boxes = Scope::of(Face::Portal)
        .map(|scope| {
            let is_chosen = chosen.split(' ').any(|word| word == scope.as_str());
            view! { <Checkbox label=scope_name(scope) name="scope" value=scope.as_str() checked=is_chosen /> }
        })
        .collect_view();
    view! {
        <AccountForm face=Face::Portal intent="token" class="stack narrow-fields mt-4" part="#tokens">
            <Problem error=problem />
            <TextField
                label=words::name()
                name="name"
                value=name
                hint=words::name_hint()
                error=wrong_name
            />
            <CheckGroup legend=words::scopes() id="f-scopes" error=wrong_scopes>
                {boxes}
            </CheckGroup>
            <div class="row">
                <Button submit=true>{words::make()}</Button>
            </div>
        </AccountForm>
    }
}

/// What a token may be used for, in words.
fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::MeAll => words::me_all(),
        Scope::MeRead => words::me_read(),
        Scope::MeRegister => words::me_register(),
        Scope::MeLock => words::me_lock(),
        Scope::MeWipe => words::me_wipe(),
        Scope::MeOwnership => words::me_ownership(),
        Scope::MeCertificates => words::me_certificates(),
        other => other.as_str(),
    }
}
