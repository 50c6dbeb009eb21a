//! Entries of every kind.

use testkit::{
    TestApp, both_engines,
    ldap::{Branch, Person},
};
use types::{PeopleScope, SkipReason, SyncReport};

use super::{create, person, read_well};

fn reasons(report: &SyncReport) -> Vec<(&str, SkipReason)> {
    let mut reasons: Vec<_> = report.skips.iter().map(|skip| (skip.entry.as_str(), skip.reason)).collect();
    reasons.sort();
    reasons
}

both_engines! {
    async fn strange_entries_are_told_and_stop_nobody_else(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira"]).await;
        for uid in ["*)(uid=*", "a b", "#lead,ing+\"<>;"] {
            branch.add_person(Person { uid, name: "Strange Name", mail: "s@vellmere.example" }).await;
        }
        branch.add_person(Person { uid: "bela", name: "Bela", mail: "no address at all" }).await;
        branch.add_person(Person { uid: "chen", name: "Chen \u{202e}desrever\u{2028}", mail: "c@a.example" }).await;
        let mut input = branch.input("Vellmere");
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.added, sync.report.counts.skipped), (3, 4));
        assert_eq!(reasons(&sync.report), [
            ("#lead,ing+\"<>;", SkipReason::BadUsername),
            ("*)(uid=*", SkipReason::BadUsername),
            ("a b", SkipReason::BadUsername),
            ("bela", SkipReason::BadEmail),
        ]);
        assert_eq!(person(&app, "bela").await.unwrap().row.email, None);
        assert_eq!(person(&app, "chen").await.unwrap().row.display_name, "Chen desrever");
    }

    async fn a_megabyte_and_what_is_no_text_are_left_out(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela", "chen"]).await;
        branch.put(&branch.person("amira"), "audio", &vec![b'x'; 1024 * 1024]).await;
        branch.put(&branch.person("bela"), "audio", b"\xff\xfe\0 no text").await;
        branch.put(&branch.person("chen"), "audio", "Chén 陈".as_bytes()).await;
        let mut input = branch.input("Vellmere");
        input.settings.people = PeopleScope::All;
        input.settings.attributes.display_name = "audio".to_owned();
        let id = create(&app, &input).await;
        let sync = read_well(&app, id).await;
        assert_eq!(sync.report.counts.added, 3);
        assert_eq!(reasons(&sync.report), [("amira", SkipReason::TooLong)]);
        assert_eq!(person(&app, "amira").await.unwrap().row.display_name, "Haddad", "the names that are left");
        assert_eq!(person(&app, "bela").await.unwrap().row.display_name, "Haddad");
        assert_eq!(person(&app, "chen").await.unwrap().row.display_name, "Chén 陈");
    }

    async fn somebody_who_cannot_be_read_any_more_is_not_gone(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela"]).await;
        let mut input = branch.input("Vellmere");
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        read_well(&app, id).await;
        branch.rename(&branch.person("amira"), "uid=not a name", None).await;
        let sync = read_well(&app, id).await;
        assert_eq!((sync.report.counts.gone, sync.report.counts.skipped), (0, 1));
        assert!(person(&app, "amira").await.is_some());
    }
}
