//! Invitations go out as a job: exactly one message a person, however often, by however many, and
//! whatever happens in between.

use std::time::Duration;

use testkit::{
    Engine, ForEngine, TestApp, both_engines,
    smtp::{Answer, SmtpServer, Stage},
};
use types::{
    CannotInvite, ErrorCode, InvitationQuery, Invite, ItemOutcome, JobId, JobItem, JobItemQuery, JobState,
    Matching, MessageQuery, MessageState, PageQuery, Permission, PermissionSet, PortalRight, Reaction,
    Selection, UpdateUser, UserDetail, UserId, UserQuery, UserState, Withdraw,
};

use crate::access::{PASSWORD, administrator, events, link_token, person};

fn everybody() -> Invite {
    Invite { selection: Selection::Matching(Matching::default()) }
}

fn only(users: &[&UserDetail]) -> Invite {
    Invite { selection: Selection::People(users.iter().map(|user| user.row.id).collect()) }
}

async fn items(app: &TestApp, job: JobId) -> Vec<JobItem> {
    let page = PageQuery { limit: Some(100), ..PageQuery::default() };
    let query = JobItemQuery { page, ..JobItemQuery::default() };
    app.domain.jobs().items(&app.admin(), job, &query).await.unwrap().items
}

async fn invited(app: &TestApp) -> Vec<types::MessageRow> {
    let page = PageQuery { limit: Some(100), ..PageQuery::default() };
    let query = MessageQuery { page, ..MessageQuery::default() };
    let rows = app.domain.messages().list(&app.admin(), &query).await.unwrap().items;
    rows.into_iter().filter(|row| row.kind == types::MessageKind::Invitation).collect()
}

async fn change(app: &TestApp, user: &UserDetail, input: UpdateUser) {
    app.domain.people().update(&app.admin(), user.row.id, &input, None).await.unwrap();
}

async fn reaction_of(app: &TestApp, user: &UserDetail) -> Option<Reaction> {
    let all = app.domain.invitations().list(&app.admin(), &InvitationQuery::default()).await.unwrap();
    let found = all.items.into_iter().find(|row| row.user_id == user.row.id)?.reaction;
    // What the list says of a person is what the filter finds them by, and nothing else.
    for reaction in Reaction::ALL {
        let query = InvitationQuery { reaction: Some(*reaction), ..InvitationQuery::default() };
        let some = app.domain.invitations().list(&app.admin(), &query).await.unwrap();
        let is_there = some.items.iter().any(|row| row.user_id == user.row.id);
        assert_eq!(is_there, *reaction == found, "{reaction} for {found}");
    }
    Some(found)
}

/// A Gatehouse with a mail server.
struct House {
    app: TestApp,
    mail: SmtpServer,
}

impl ForEngine for House {
    async fn for_engine(engine: Engine) -> Self {
        let mail = SmtpServer::start().await;
        let app = TestApp::with_mail_server(engine, Some(mail.url())).await;
        Self { app, mail }
    }
}

both_engines! {
    async fn the_preview_counts_what_the_job_then_does(app: TestApp) {
        let (fresh, known) = (app.user("amira").await, person(&app, "ben").await);
        change(&app, &known, UpdateUser { language: Some("de".into()), ..UpdateUser::default() }).await;
        let (powerless, disabled) = (app.user("carla").await, app.user("daniel").await);
        change(&app, &powerless, UpdateUser { rights: Some(vec![PortalRight::SignIn]), ..UpdateUser::default() }).await;
        change(&app, &disabled, UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() }).await;

        let preview = app.domain.invitations().preview(&app.admin(), &everybody()).await.unwrap();
        assert_eq!((preview.total, preview.invited()), (4, 2));
        let refused: Vec<_> = preview.refused.iter().map(|share| (share.reason, share.count)).collect();
        assert_eq!(refused, [(CannotInvite::Disabled, 1), (CannotInvite::NoRight, 1)]);

        let job = app.domain.invitations().start(&app.system(), &everybody()).await.unwrap();
        assert!(invited(&app).await.is_empty(), "nothing is sent from inside the request");
        app.domain.jobs().work().await.unwrap();
        let row = app.domain.jobs().find(&app.admin(), job).await.unwrap();
        assert_eq!((row.state, row.total, row.done, row.skipped, row.failed), (JobState::Done, 4, 2, 2, 0));
        for item in items(&app, job).await {
            let reason = match item.user_id {
                Some(id) if id == powerless.row.id => Some("no_right"),
                Some(id) if id == disabled.row.id => Some("disabled"),
                _ => None,
            };
            assert_eq!(item.reason.as_deref(), reason, "{item:?}");
            assert_eq!(item.message.is_some(), reason.is_none(), "{item:?}");
        }
        assert_eq!(events(&app, "invitation.sent").await.len(), 2);
        assert_eq!(reaction_of(&app, &fresh).await, Some(Reaction::Nothing));
        assert_eq!(reaction_of(&app, &powerless).await, None);
    }

    async fn whoever_has_no_password_chooses_one_and_the_others_are_led_to_the_portal(house: House) {
        let House { app, mail } = house;
        let (fresh, known) = (app.user("amira").await, person(&app, "ben").await);
        app.domain.messages().deliver_due().await.unwrap();
        let before = mail.messages().len();
        app.domain.invitations().start(&app.system(), &only(&[&fresh, &known])).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        app.domain.messages().deliver_due().await.unwrap();
        let texts: Vec<String> = mail.messages().iter().skip(before).map(|message| message.text().unwrap()).collect();
        let with = |name: &str| texts.iter().find(|text| text.contains(name)).unwrap();
        let (first, second) = (with("Hello amira"), with("Hello ben"));
        assert!(first.contains("/set-password/") && first.contains("choose a password first"), "{first}");
        let leads = second.lines().any(|line| line.trim_end().ends_with("/register"));
        assert!(leads && second.contains("with your Gatehouse password"), "{second}");
        let (_, token) = first.split_once("/set-password/").unwrap();
        let token = token.split_whitespace().next().unwrap();
        app.domain.access().set_password(&app.anonymous(), token, PASSWORD).await.unwrap();
    }

    async fn two_processes_at_once_write_one_message_to_each(app: TestApp) {
        for number in 0..30 {
            app.user(&format!("person{number}")).await;
        }
        let job = app.domain.invitations().start(&app.system(), &everybody()).await.unwrap();
        let other = app.another_process().await;
        let (one, two) = (app.domain.jobs(), other.jobs());
        tokio::try_join!(one.work(), two.work()).unwrap();
        // Whoever was last may have left the end to the next round.
        app.domain.jobs().work().await.unwrap();
        let row = app.domain.jobs().find(&app.admin(), job).await.unwrap();
        assert_eq!((row.state, row.done), (JobState::Done, 30));
        let mut people: Vec<UserId> = invited(&app).await.iter().map(|row| row.user_id).collect();
        people.sort();
        people.dedup();
        assert_eq!((people.len(), invited(&app).await.len()), (30, 30));
    }

    async fn a_message_that_no_server_takes_stands_first_and_is_written_anew(house: House) {
        let House { app, mail } = house;
        let users = [person(&app, "amira").await, person(&app, "ben").await, person(&app, "carla").await];
        app.domain.messages().deliver_due().await.unwrap();
        let job = app.domain.invitations().start(&app.system(), &only(&users.each_ref())).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 550 });
        app.domain.messages().deliver_due().await.unwrap();
        let lost = items(&app, job).await.into_iter().next().unwrap();
        let message = lost.message.unwrap();
        assert_eq!(message.state, MessageState::Failed);
        assert!(message.last_error.unwrap().contains("550"));
        let query = JobItemQuery { outcome: Some(ItemOutcome::Failed), ..JobItemQuery::default() };
        let found = app.domain.jobs().items(&app.admin(), job, &query).await.unwrap().items;
        assert_eq!(found.len(), 1);
        app.domain.messages().resend(&app.admin(), message.id).await.unwrap();
        app.domain.messages().deliver_due().await.unwrap();
        let row = app.domain.jobs().find(&app.admin(), job).await.unwrap();
        assert_eq!((row.messages.sent, row.messages.failed), (3, 0), "the job follows the new message");
    }

    async fn a_held_job_waits_and_a_stopped_one_sends_nothing_more(house: House) {
        let House { app, mail: _mail } = house;
        let user = app.user("amira").await;
        let (invitations, jobs) = (app.domain.invitations(), app.domain.jobs());
        let job = invitations.start(&app.system(), &only(&[&user])).await.unwrap();
        assert_eq!(jobs.pause(&app.admin(), job).await.unwrap().state, JobState::Paused);
        jobs.work().await.unwrap();
        assert_eq!(items(&app, job).await[0].outcome, ItemOutcome::Waiting);
        assert_eq!(jobs.pause(&app.admin(), job).await.unwrap_err().code(), ErrorCode::WrongState);
        jobs.resume(&app.admin(), job).await.unwrap();
        jobs.work().await.unwrap();
        assert_eq!(invited(&app).await[0].state, MessageState::Queued);
        assert_eq!(jobs.stop(&app.admin(), job).await.unwrap_err().code(), ErrorCode::WrongState);

        let job = invitations.start(&app.system(), &only(&[&user])).await.unwrap();
        jobs.stop(&app.admin(), job).await.unwrap();
        jobs.work().await.unwrap();
        assert_eq!(items(&app, job).await[0].outcome, ItemOutcome::Waiting);
        assert_eq!(invited(&app).await.len(), 1);
    }

    async fn a_job_may_no_more_than_who_began_it_may_now(app: TestApp) {
        let user = app.user("amira").await;
        let id = administrator(&app, "jonas.weber").await;
        let ctx = app.admin_with(PermissionSet::all());
        let domain::Actor::User(mut me) = ctx.actor.clone() else { unreachable!() };
        me.user_id = id;
        let ctx = ctx.with_actor(domain::Actor::User(me));
        let job = app.domain.invitations().start(&ctx, &only(&[&user])).await.unwrap();
        let other = administrator(&app, "other.admin").await;
        assert_ne!(other, id);
        let disable = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), id, &disable, None).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        assert_eq!(app.domain.jobs().find(&app.admin(), job).await.unwrap().state, JobState::Failed);
        assert!(invited(&app).await.is_empty());
    }

    async fn nobody_is_invited_into_the_place_of_somebody_mightier(app: TestApp) {
        administrator(&app, "jonas.weber").await;
        let mighty = app.user("mighty").await;
        let give = types::AssignRole {
            role: types::RoleKey::BuiltIn(types::AdminRole::SuperAdministrator),
            users: vec![mighty.row.id],
            change: types::RoleChange::Grant,
        };
        app.domain.people().assign_role(&app.admin(), &give).await.unwrap();
        let registrar: PermissionSet = [Permission::UserRead, Permission::RegistrationWrite].into_iter().collect();
        let ctx = app.admin_with(registrar);
        let preview = app.domain.invitations().preview(&ctx, &only(&[&mighty])).await.unwrap();
        assert_eq!(preview.refused[0].reason, CannotInvite::MorePower);
        let without: PermissionSet = [Permission::RegistrationWrite].into_iter().collect();
        let refused = app.domain.invitations().start(&app.admin_with(without), &everybody()).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
    }

    async fn an_invitation_that_is_withdrawn_leads_nowhere(app: TestApp) {
        let user = app.user("amira").await;
        app.domain.invitations().start(&app.system(), &only(&[&user])).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        let token = link_token(&app, &user).await;
        let withdraw = Withdraw { people: vec![user.row.id] };
        let done = app.domain.invitations().withdraw(&app.admin(), &withdraw).await.unwrap();
        assert!(done[0].changed);
        assert_eq!(reaction_of(&app, &user).await, Some(Reaction::Withdrawn));
        assert_eq!(invited(&app).await[0].state, MessageState::Cancelled);
        let dead = app.domain.access().set_password(&app.anonymous(), &token, PASSWORD).await;
        assert_eq!(dead.unwrap_err().code(), ErrorCode::LinkDead);
        let again = app.domain.invitations().withdraw(&app.admin(), &withdraw).await.unwrap();
        assert_eq!(again[0].refused, Some(ErrorCode::WrongState));
        // Invited again, they begin anew.
        app.pass(Duration::from_secs(60));
        app.domain.invitations().start(&app.system(), &only(&[&user])).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        assert_eq!(reaction_of(&app, &user).await, Some(Reaction::Nothing));
    }

    async fn who_has_reacted_is_told_from_who_has_not(app: TestApp) {
        let user = person(&app, "amira").await;
        app.pass(Duration::from_secs(60));
        app.domain.invitations().start(&app.system(), &only(&[&user])).await.unwrap();
        app.domain.jobs().work().await.unwrap();
        assert_eq!(reaction_of(&app, &user).await, Some(Reaction::Nothing));
        app.pass(Duration::from_secs(60));
        crate::access::sign_in(&app, types::Face::Portal, "amira").await.unwrap();
        assert_eq!(reaction_of(&app, &user).await, Some(Reaction::SignedIn));
        let own = types::RegisterOwnDevice {
            platform: types::Platform::Linux, phone_number: None, country: None,
        };
        app.domain.registration().create_own(&app.portal(&user), &own).await.unwrap();
        assert_eq!(reaction_of(&app, &user).await, Some(Reaction::Began));
        let query = UserQuery { q: Some("amira".into()), ..UserQuery::default() };
        let candidates = app.domain.invitations().candidates(&app.admin(), &query).await.unwrap();
        assert_eq!((candidates.items[0].limit, candidates.items[0].user.device_count), (Some(5), 1));
        assert!(candidates.items[0].invited_at.is_some());
    }
}
