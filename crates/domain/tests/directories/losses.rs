//! Nobody is lost, and nobody is taken away by an answer that is not whole.

use testkit::{
    TestApp, both_engines,
    ldap::{Branch, Gateway, Manner, Person},
};
use types::{
    AssignRole, DirectoryFault, DirectorySecurity, DirectoryState, PeopleScope, RoleChange, RoleKey,
    SkipReason, SyncInput, SyncState,
};

use super::{choose, connected, create, group, person, read, read_well};
use crate::access::events;

const SIX: [&str; 6] = ["amira", "bela", "chen", "dina", "emil", "fatou"];

async fn six(branch: &mut Branch) {
    branch.add_people(&SIX).await;
    let members = SIX.map(|uid| branch.person(uid));
    branch.add_group("field", &members).await;
}

both_engines! {
    async fn who_left_the_directory_is_gone_and_comes_back_without_loss(app: TestApp) {
        let mut branch = Branch::new().await;
        six(&mut branch).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        read_well(&app, id).await;
        let amira = person(&app, "amira").await.unwrap();
        branch.delete(&branch.person("amira")).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.gone, sync.report.gone), (1, vec!["amira".to_owned()]));
        assert_eq!(group(&app, id, "field").await.members, 5);
        assert_eq!(events(&app, "user.gone").await.len(), 1);
        let row = app.domain.directories().find(&app.admin(), id).await.unwrap().row;
        assert_eq!((row.people, row.gone), (5, 1));
        // Made anew, with another lasting key: the same name and address are the same person.
        branch.add_people(&["amira"]).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.returned, sync.report.counts.added), (1, 0));
        assert_eq!(person(&app, "amira").await.unwrap().row.id, amira.row.id);
        assert_eq!(group(&app, id, "field").await.members, 6);
        assert_eq!(events(&app, "user.returned").await.len(), 1);
    }

    async fn an_old_name_given_to_somebody_else_is_another_person(app: TestApp) {
        let mut branch = Branch::new().await;
        six(&mut branch).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        read_well(&app, id).await;
        branch.delete(&branch.person("amira")).await;
        read_well(&app, id).await;
        branch.add_person(Person { uid: "amira", name: "Amira Other", mail: "other@vellmere.example" }).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.added, sync.report.counts.returned), (0, 0));
        assert_eq!(sync.report.skips[0].reason, SkipReason::SameName);
        assert_eq!(person(&app, "amira").await.unwrap().row.display_name, "amira Haddad");
    }

    async fn many_losses_at_once_wait_for_somebody_to_agree(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&SIX).await;
        branch.add_people(&["gala"]).await;
        let mut members = SIX.map(|uid| branch.person(uid)).to_vec();
        members.push(branch.person("gala"));
        branch.add_group("field", &members).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        read_well(&app, id).await;
        branch.replace(&branch.group("field"), "member", &[&branch.person("amira")]).await;
        let sync = read(&app, id).await;
        assert_eq!((sync.state, sync.report.counts.held, sync.report.counts.gone), (SyncState::Held, 6, 0));
        assert_eq!(group(&app, id, "field").await.members, 7, "everything is as it was");
        let row = app.domain.directories().find(&app.admin(), id).await.unwrap().row;
        assert_eq!((row.state, row.people), (DirectoryState::Held, 7));
        let agreed = SyncInput { accept_losses: true };
        let sync = app.domain.directories().sync_now(&app.system(), id, &agreed).await.unwrap();
        assert_eq!((sync.state, sync.report.counts.gone), (SyncState::Done, 6));
        assert_eq!(group(&app, id, "field").await.members, 1);
    }

    async fn a_directory_that_is_down_slow_foreign_or_empty_takes_nothing_away(app: TestApp) {
        let mut branch = Branch::new().await;
        six(&mut branch).await;
        let gateway = Gateway::before(branch.server().address(), None).await;
        let mut input = branch.input("Vellmere");
        input.settings.url = gateway.url();
        input.settings.timeout_s = 1;
        let id = create(&app, &input).await;
        choose(&app, id, &["field"]).await;
        read_well(&app, id).await;
        let mut seen = Vec::new();
        for manner in [Manner::Closed, Manner::Silent, Manner::Babbling] {
            gateway.behave(manner);
            let sync = read(&app, id).await;
            assert_eq!(sync.state, SyncState::Failed);
            seen.push(sync.report.fault.unwrap());
        }
        assert_eq!(seen[1], DirectoryFault::TimedOut);
        assert!(matches!(seen[0], DirectoryFault::Unreachable | DirectoryFault::TimedOut), "{seen:?}");
        gateway.behave(Manner::Pass);
        for (fault, filter, base) in [
            (DirectoryFault::Empty, "(uid=nobody)", branch.base()),
            (DirectoryFault::BaseNotFound, "(objectClass=inetOrgPerson)", format!("ou=none,{}", branch.base())),
        ] {
            let before = app.domain.directories().find(&app.admin(), id).await.unwrap();
            let mut input = input.clone();
            input.settings.user_filter = filter.to_owned();
            input.settings.user_bases = vec![base];
            let version = Some(before.version);
            app.domain.directories().update(&app.admin(), id, &input, version).await.unwrap();
            let sync = read(&app, id).await;
            assert_eq!((sync.state, sync.report.fault), (SyncState::Failed, Some(fault)));
        }
        assert_eq!(group(&app, id, "field").await.members, 6);
        let row = app.domain.directories().find(&app.admin(), id).await.unwrap().row;
        assert_eq!((row.state, row.people, row.gone), (DirectoryState::Failing, 6, 0));
        assert!(row.last_read_at.is_some(), "the console can say when it was last read");
        assert!(events(&app, "user.gone").await.is_empty());
    }

    async fn a_certificate_that_runs_out_takes_nothing_away(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela"]).await;
        let (server, authority) = (branch.server().address(), branch.server().authority());
        let good = Gateway::before(server, Some(authority.config_for("localhost"))).await;
        let expired = Gateway::before(server, Some(authority.expired_config())).await;
        let mut input = branch.input("Vellmere");
        input.settings.security = DirectorySecurity::Ldaps;
        input.settings.ca_pem = Some(authority.pem());
        input.settings.url = good.tls_url();
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        read_well(&app, id).await;
        input.settings.url = expired.tls_url();
        app.domain.directories().update(&app.admin(), id, &input, None).await.unwrap();
        let sync = read(&app, id).await;
        let fault = Some(DirectoryFault::CertificateExpired);
        assert_eq!((sync.state, sync.report.fault), (SyncState::Failed, fault));
        let row = app.domain.directories().find(&app.admin(), id).await.unwrap().row;
        assert_eq!((row.state, row.people, row.gone), (DirectoryState::Failing, 2, 0));
    }

    async fn a_group_that_is_gone_ends_and_all_groups_gone_is_a_fault(app: TestApp) {
        let mut branch = Branch::new().await;
        six(&mut branch).await;
        branch.add_group("office", &[branch.person("amira")]).await;
        let mut input = branch.input("Vellmere");
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        choose(&app, id, &["field", "office"]).await;
        read_well(&app, id).await;
        branch.delete(&branch.group("office")).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.groups_gone, sync.report.counts.memberships_ended), (1, 1));
        assert!(group(&app, id, "office").await.gone_at.is_some());
        branch.delete(&branch.group("field")).await;
        let sync = read(&app, id).await;
        assert_eq!(sync.report.fault, Some(DirectoryFault::GroupsMissing));
        assert_eq!(group(&app, id, "field").await.members, 6);
    }

    async fn the_last_who_may_do_everything_stays(app: TestApp) {
        let mut branch = Branch::new().await;
        six(&mut branch).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        read_well(&app, id).await;
        let amira = person(&app, "amira").await.unwrap();
        let role = AssignRole { role: RoleKey::SUPER, change: RoleChange::Grant, users: vec![amira.row.id] };
        app.domain.people().assign_role(&app.system(), &role).await.unwrap();
        branch.delete(&branch.person("amira")).await;
        let sync = read_well(&app, id).await;
        assert_eq!(sync.report.counts.gone, 0);
        assert_eq!(sync.report.skips[0].reason, SkipReason::LastAdministrator);
        let admin = app.domain.people().find(&app.admin(), amira.row.id).await.unwrap();
        assert_eq!(admin.row.state, types::UserState::Active);
        let directories = app.domain.directories();
        let error = directories.delete(&app.admin(), id, None).await.unwrap_err();
        assert_eq!(error.code(), types::ErrorCode::LastAdministrator);
    }
}
