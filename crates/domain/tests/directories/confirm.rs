//! People from a directory confirm that it is them by the password that it knows.

use testkit::{TestApp, both_engines, ldap::Branch};
use types::{ErrorCode, Face, PortalRight, Source, UpdateGroup};

use super::{choose, create, group, read_well};
use crate::access::{at, resolve};

both_engines! {
    async fn the_directory_is_asked_and_keeps_its_password(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira"]).await;
        branch.add_group("field", &[branch.person("amira")]).await;
        let id = create(&app, &branch.input("Vellmere")).await;
        choose(&app, id, &["field"]).await;
        read_well(&app, id).await;
        let rights = UpdateGroup { rights: Some(vec![PortalRight::SignIn]), ..UpdateGroup::default() };
        let field = group(&app, id, "field").await;
        app.domain.people().update_group(&app.admin(), field.id, &rights, None).await.unwrap();

        let (access, hers) = (app.domain.access(), Branch::password("amira"));
        let session = access.sign_in(&app.anonymous(), Face::Portal, "amira", &hers).await.unwrap();
        let ctx = at(&app, Face::Portal, &session).await;
        assert_eq!(access.viewer(&ctx).await.unwrap().source, Source::Directory);
        let wrong = access.reauthenticate(&ctx, "wrong in every way").await;
        assert_eq!(wrong.unwrap_err().code(), ErrorCode::SignInRefused);
        let fresh = access.reauthenticate(&ctx, &hers).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &session).await, None);
        let ctx = at(&app, Face::Portal, &fresh).await;
        let changed = access.change_password(&ctx, &hers, "seven quiet lanterns drift").await;
        assert_eq!(changed.unwrap_err().code(), ErrorCode::WrongState);
    }
}
