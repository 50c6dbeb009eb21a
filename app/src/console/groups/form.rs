//! Name, description and rights of a group, for making one and for changing it.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use types::{CreateGroup, GroupDetail, PortalRight, Source, UpdateGroup};

use crate::{
    console::{
        api::groups::{add_group, change_group},
        shared::{RightTicks, Sending},
    },
    t::{
        self,
        people::{self, group as words},
    },
    ui::{
        Button, ButtonKind, Card, Crumb, Crumbs, ErrorSummary, FormError, LinkButton, PageHead, PageTitle,
        TextField, use_toasts,
    },
};

#[derive(Clone, Copy)]
struct Answers {
    name: RwSignal<String>,
    description: RwSignal<String>,
    rights: RwSignal<Vec<PortalRight>>,
}

impl Answers {
    fn text(text: RwSignal<String>) -> String {
        text.with_untracked(|text| text.trim().to_owned())
    }
}

/// The fields. Of a group from a directory only the rights.
#[component]
fn Fields(answers: Answers, sending: Sending, local: bool) -> impl IntoView {
    view! {
        {local
            .then(|| {
                view! {
                    <TextField
                        label=people::name()
                        name="name"
                        bind=answers.name
                        error=sending.field("name")
                        autocomplete="off"
                        maxlength=80_u32
                    />
                    <TextField
                        label=words::description()
                        name="description"
                        bind=answers.description
                        error=sending.field("description")
                        autocomplete="off"
                        maxlength=200_u32
                        optional=true
                    />
                }
            })}
        <p class="sm muted">{words::rights_sub()}</p>
        <RightTicks rights=answers.rights />
    }
}

/// Makes a group.
#[component]
pub(in crate::console) fn NewGroupPage() -> impl IntoView {
    let answers = Answers {
        name: RwSignal::new(String::new()),
        description: RwSignal::new(String::new()),
        rights: RwSignal::new(Vec::new()),
    };
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = CreateGroup {
            name: Answers::text(answers.name),
            description: Answers::text(answers.description),
            rights: answers.rights.get_untracked(),
        };
        if !sending.accepts(&input) {
            return;
        }
        let navigate = navigate.clone();
        sending.send(add_group(input), move |group: GroupDetail| {
            toasts.say(words::created(group.row.name));
            navigate(&format!("/admin/groups/{}", group.row.id), NavigateOptions::default());
        });
    };
    view! {
        <PageTitle text=words::create() />
        <Crumbs items=vec![Crumb::new("/admin/groups", words::title())] current=words::create() />
        <PageHead title=words::create() sub=words::sub() />
        <form method="post" class="stack narrow" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <Card>
                <div class="stack">
                    <Fields answers=answers sending=sending local=true />
                </div>
            </Card>
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::creating()>
                    {words::create()}
                </Button>
                <LinkButton href="/admin/groups" kind=ButtonKind::Quiet>
                    {t::common::cancel()}
                </LinkButton>
            </div>
        </form>
    }
}

/// Changes a group in place.
#[component]
pub(super) fn EditGroup(group: RwSignal<GroupDetail>) -> impl IntoView {
    let (id, local) = group.with_untracked(|group| (group.row.id, group.row.source == Source::Local));
    let answers = group.with_untracked(|group| Answers {
        name: RwSignal::new(group.row.name.clone()),
        description: RwSignal::new(group.row.description.clone()),
        rights: RwSignal::new(group.row.rights.clone()),
    });
    let sending = Sending::default();
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = UpdateGroup {
            name: local.then(|| Answers::text(answers.name)),
            description: local.then(|| Answers::text(answers.description)),
            rights: Some(answers.rights.get_untracked()),
        };
        if sending.accepts(&input) {
            let version = group.with_untracked(|group| group.version);
            sending.send(change_group(id, input, version), move |changed| {
                toasts.say(words::saved());
                group.set(changed);
            });
        }
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <Fields answers=answers sending=sending local=local />
            <div>
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::saving()>
                    {words::save()}
                </Button>
            </div>
        </form>
    }
}
