//! Ten thousand people, and one person in five thousand groups.

use testkit::{
    TestApp, both_engines,
    ldap::{MANY_GROUPS, MANY_PEOPLE, Many},
};
use types::{ChooseGroups, DirectoryId, PeopleScope};

use super::{create, person, read_well};

async fn choose_all(app: &TestApp, id: DirectoryId, keys: &[String]) {
    for some in keys.chunks(100) {
        let some = ChooseGroups { keys: some.to_vec() };
        app.domain.directories().choose_groups(&app.admin(), id, &some).await.unwrap();
    }
}

both_engines! {
    async fn ten_thousand_people_in_five_hundred_groups_are_read_once(app: TestApp) {
        let many = Many::people();
        let id = create(&app, &many.input("Many")).await;
        choose_all(&app, id, &many.group_keys().await).await;
        let sync = read_well(&app, id).await;
        let counts = sync.report.counts;
        assert_eq!((counts.read, counts.added, counts.skipped), (MANY_PEOPLE as u64, MANY_PEOPLE as u64, 0));
        // Each group has its twenty and a neighbour; the one with all groups in it has everybody.
        let expected = MANY_GROUPS * (MANY_PEOPLE / MANY_GROUPS + 1) + MANY_PEOPLE;
        assert_eq!(counts.memberships_added, expected as u64);
        let again = read_well(&app, id).await.report.counts;
        assert_eq!((again.read, again.added, again.changed, again.memberships_added), (MANY_PEOPLE as u64, 0, 0, 0));
    }

    async fn one_person_may_be_in_five_thousand_groups(app: TestApp) {
        let many = Many::groups();
        let mut input = many.input("Groups");
        input.settings.people = PeopleScope::Groups;
        let id = create(&app, &input).await;
        choose_all(&app, id, &many.group_keys().await).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.added, sync.report.counts.memberships_added), (1, 5_000));
        assert!(person(&app, "busy").await.is_some());
    }
}
