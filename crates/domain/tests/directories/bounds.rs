//! A server that answers without measure takes neither memory nor people.

use testkit::{
    TestApp, both_engines,
    ldap::{Branch, Flood, Gateway, Manner},
};
use types::{DirectoryFault, ErrorCode, Face, PeopleScope, SyncState};

use super::{create, person, read, read_well};

both_engines! {
    async fn an_answer_without_measure_is_refused_and_takes_nobody_away(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira"]).await;
        let gateway = Gateway::before(branch.server().address(), None).await;
        let mut input = branch.input("Vellmere");
        input.settings.url = gateway.url();
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        read_well(&app, id).await;
        for (flood, fault, said) in [
            (Flood::Huge, DirectoryFault::TooLarge, "a message of more than 8 MB"),
            (Flood::Endless, DirectoryFault::TooLarge, "an answer of more than 1 GB"),
            (Flood::Deep, DirectoryFault::Protocol, "the answer cannot be read"),
            (Flood::Crooked, DirectoryFault::Protocol, "the answer cannot be read"),
        ] {
            gateway.behave(Manner::Flooding(flood));
            let sync = read(&app, id).await;
            assert_eq!((sync.state, sync.report.fault), (SyncState::Failed, Some(fault)), "{flood:?}");
            assert_eq!(sync.report.detail.as_deref(), Some(said), "{flood:?}");
            assert!(person(&app, "amira").await.unwrap().gone_at.is_none(), "{flood:?}");
        }
        let row = app.domain.directories().find(&app.admin(), id).await.unwrap().row;
        assert_eq!(row.state, types::DirectoryState::Failing, "the console says so");
        gateway.behave(Manner::Pass);
        assert_eq!(read_well(&app, id).await.report.counts.gone, 0);
    }

    async fn a_sign_in_survives_an_answer_without_measure(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira"]).await;
        let gateway = Gateway::before(branch.server().address(), None).await;
        let mut input = branch.input("Vellmere");
        input.settings.url = gateway.url();
        input.settings.people = PeopleScope::All;
        let id = create(&app, &input).await;
        read_well(&app, id).await;
        for flood in [Flood::Huge, Flood::Deep, Flood::Crooked] {
            gateway.behave(Manner::Flooding(flood));
            let access = app.domain.access();
            let (ctx, password) = (app.anonymous(), Branch::password("amira"));
            let refused = access.sign_in(&ctx, Face::Portal, "amira", &password).await.unwrap_err();
            // What a directory that is away says.
            let said = [ErrorCode::SignInRefused, ErrorCode::SignInRefusedDirectoryAway];
            assert!(said.contains(&refused.code()), "{flood:?}: {refused:?}");
        }
    }
}
