//! What a reading brings.

use testkit::{
    TestApp, both_engines,
    ldap::{Branch, Person},
};
use types::{PeopleScope, PortalRight, SkipReason, Source, SyncInput, SyncState, UpdateGroup};

use super::{choose, connected, create, group, person, read, read_well};
use crate::access::events;

both_engines! {
    async fn members_of_chosen_groups_become_people_without_a_password(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela", "chen"]).await;
        branch.add_group("field", &[branch.person("amira"), branch.person("bela")]).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.added, sync.report.counts.memberships_added), (2, 2));
        let amira = person(&app, "amira").await.unwrap();
        assert_eq!((amira.row.source, amira.row.has_password), (Source::Directory, false));
        assert_eq!(amira.row.display_name, "amira Haddad");
        assert_eq!(amira.row.email.as_deref(), Some("amira@vellmere.example"));
        assert!(amira.row.rights.is_empty(), "rights come from groups");
        assert!(person(&app, "chen").await.is_none(), "in no chosen group");
        assert_eq!(group(&app, id, "field").await.members, 2);
        assert_eq!(events(&app, "user.created").await.len(), 2);
        let again = read_well(&app, id).await;
        assert_eq!((again.report.counts.added, again.report.counts.changed), (0, 0));
        assert_eq!((again.report.counts.memberships_added, again.report.counts.memberships_ended), (0, 0));
    }

    async fn everybody_below_the_base_is_read_if_so_wanted(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela"]).await;
        let mut input = branch.input("Vellmere");
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        assert_eq!(read_well(&app, id).await.report.counts.added, 2);
    }

    async fn rights_of_a_group_count_for_its_members_however_deep(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela", "chen"]).await;
        branch.add_group("ops", &[branch.person("chen")]).await;
        branch.add_group("it", &[branch.group("ops"), branch.person("bela")]).await;
        branch.add_group("all", &[branch.group("it"), branch.person("amira")]).await;
        // A circle: the innermost group holds the outermost one.
        let members = [branch.person("chen"), branch.group("all")];
        branch.replace(&branch.group("ops"), "member", &members.each_ref().map(String::as_str)).await;
        let id = connected(&app, &branch, "Vellmere", &["all", "ops"]).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.added, sync.report.counts.memberships_added), (3, 6));
        let told = sync.report.skips.iter().filter(|skip| skip.reason == SkipReason::CircularGroups);
        assert_eq!(told.count(), 2, "each chosen group that goes in a circle is told");
        let all = group(&app, id, "all").await;
        let rights = UpdateGroup { rights: Some(vec![PortalRight::SignIn]), ..UpdateGroup::default() };
        app.domain.people().update_group(&app.admin(), all.id, &rights, None).await.unwrap();
        assert_eq!(group(&app, id, "all").await.rights, 1);
    }

    async fn a_person_who_is_renamed_or_moved_stays_the_same_person(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela"]).await;
        let group = branch.add_group("field", &[branch.person("amira"), branch.person("bela")]).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        read_well(&app, id).await;
        let before = person(&app, "amira").await.unwrap();
        let elsewhere = branch.elsewhere();
        branch.rename(&branch.person("amira"), "uid=amira.haddad", Some(&elsewhere)).await;
        let moved = format!("uid=amira.haddad,{elsewhere}");
        branch.replace(&moved, "cn", &["Amira Haddad-Weber"]).await;
        branch.replace(&group, "member", &[&moved, &branch.person("bela")]).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.changed, sync.report.counts.added, sync.report.counts.gone), (1, 0, 0));
        assert_eq!(sync.report.counts.memberships_ended, 0);
        let after = person(&app, "amira.haddad").await.unwrap();
        assert_eq!(after.row.id, before.row.id);
        assert_eq!(after.row.display_name, "Amira Haddad-Weber");
        assert!(person(&app, "amira").await.is_none());
        let changed = events(&app, "user.changed").await;
        assert_eq!(changed[0].after.as_ref().unwrap()["username"], "amira.haddad");
    }

    async fn two_people_may_swap_their_names(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela"]).await;
        let mut input = branch.input("Vellmere");
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        read_well(&app, id).await;
        let ids = (person(&app, "amira").await.unwrap().row.id, person(&app, "bela").await.unwrap().row.id);
        branch.rename(&branch.person("amira"), "uid=third", None).await;
        branch.rename(&branch.person("bela"), "uid=amira", None).await;
        branch.rename(&branch.person("third"), "uid=bela", None).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.changed, sync.report.counts.skipped), (2, 0));
        let swapped = (person(&app, "bela").await.unwrap().row.id, person(&app, "amira").await.unwrap().row.id);
        assert_eq!(swapped, ids);
    }

    async fn a_name_that_somebody_has_is_never_taken_over(app: TestApp) {
        let local = app.user("amira").await;
        let (mut first, mut second) = (Branch::new().await, Branch::new().await);
        first.add_people(&["amira", "bela"]).await;
        first.add_group("field", &[first.person("amira"), first.person("bela")]).await;
        second.add_person(Person { uid: "Bela", name: "Another Bela", mail: "b@elsewhere.example" }).await;
        second.add_group("field", &[second.person("Bela")]).await;
        let one = connected(&app, &first, "First", &["field"]).await;
        let other = connected(&app, &second, "Second", &["field"]).await;
        let sync = read_well(&app, one).await;
        assert_eq!((sync.report.counts.added, sync.report.counts.skipped), (1, 1));
        assert_eq!(sync.report.skips[0].entry, "amira");
        assert_eq!(sync.report.skips[0].reason, SkipReason::LocalName);
        assert_eq!(app.domain.people().find(&app.admin(), local.row.id).await.unwrap(), local);
        let sync = read_well(&app, other).await;
        assert_eq!(sync.report.counts.added, 0);
        assert_eq!(sync.report.skips[0].reason, SkipReason::OtherDirectory);
        assert_eq!(person(&app, "bela").await.unwrap().row.display_name, "bela Haddad");
        assert_eq!(group(&app, other, "field").await.members, 0);
    }

    async fn a_reading_waits_for_its_turn_and_goes_by_the_clock(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira"]).await;
        branch.add_group("field", &[branch.person("amira")]).await;
        let mut input = branch.input("Vellmere");
        input.settings.sync_every_minutes = Some(60);
        let id = create(&app, &input).await;
        choose(&app, id, &["field"]).await;
        let directories = app.domain.directories();
        assert_eq!(directories.sync_due().await.unwrap(), 1, "the first one is due at once");
        assert_eq!(directories.sync_due().await.unwrap(), 0);
        app.pass(std::time::Duration::from_mins(59));
        assert_eq!(directories.sync_due().await.unwrap(), 0);
        app.pass(std::time::Duration::from_mins(1));
        assert_eq!(directories.sync_due().await.unwrap(), 1);
        // Asked for twice, by two processes: it is one reading.
        let other = app.another_process().await;
        let there = other.directories();
        let asked = directories.request_sync(&app.admin(), id, &SyncInput::default()).await.unwrap();
        let again = there.request_sync(&app.admin(), id, &SyncInput::default()).await.unwrap();
        assert_eq!((asked.id, asked.state), (again.id, SyncState::Waiting));
        let (here, there) = tokio::join!(directories.sync_due(), there.sync_due());
        assert_eq!(here.unwrap() + there.unwrap(), 1);
        let page = directories.list_syncs(&app.admin(), id, &types::PageQuery::default()).await.unwrap();
        assert!(page.items.iter().all(|sync| sync.state == SyncState::Done));
        assert_eq!(page.items[0].asked_by, "Jonas Weber");
    }

    async fn a_reading_that_is_cancelled_changes_nothing(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira"]).await;
        branch.add_group("field", &[branch.person("amira")]).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        let directories = app.domain.directories();
        assert!(directories.cancel_sync(&app.admin(), id).await.is_err(), "nothing goes on");
        directories.request_sync(&app.admin(), id, &SyncInput::default()).await.unwrap();
        directories.cancel_sync(&app.admin(), id).await.unwrap();
        directories.sync_due().await.unwrap();
        let last = directories.find(&app.admin(), id).await.unwrap().row.last_sync.unwrap();
        assert_eq!(last.state, SyncState::Cancelled);
        assert!(person(&app, "amira").await.is_none());
        assert_eq!(read(&app, id).await.state, SyncState::Done, "the next one is a new one");
    }
}
