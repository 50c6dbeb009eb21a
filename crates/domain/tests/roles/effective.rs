//! What a person may do in the end says where it comes from.

use testkit::{TestApp, both_engines};
use types::{
    AdminRole, ErrorCode, GrantSource, Permission, PortalRight, RoleKey, UpdateUser, UserId, UserState,
};

use super::{give, give_group, group_of, role};

both_engines! {
    async fn rights_and_roles_name_their_sources(app: TestApp) {
        let amira = app.user("amira").await.row.id;
        let desk = role(&app, "Desk", &[Permission::UserRead, Permission::DeviceLock]).await.row.id;
        let auditor = RoleKey::BuiltIn(AdminRole::Auditor);
        let sales = group_of(&app, "Sales", &[PortalRight::Wipe, PortalRight::Lock], &[amira]).await;
        let admins = group_of(&app, "Admins", &[PortalRight::Wipe], &[amira]).await;
        group_of(&app, "Others", &[PortalRight::Locate], &[]).await;
        give(&app, amira, &[desk, auditor]).await;
        give_group(&app, admins, &[desk]).await;

        let found = app.domain.people().effective(&app.admin(), amira).await.unwrap();
        let sales = GrantSource::Group { id: sales, name: "Sales".into() };
        let admins = GrantSource::Group { id: admins, name: "Admins".into() };
        let rights: Vec<_> = found.rights.iter().map(|found| (found.right, found.sources.clone())).collect();
        assert_eq!(rights, [
            (PortalRight::SignIn, vec![GrantSource::Name]),
            (PortalRight::Register, vec![GrantSource::Name]),
            (PortalRight::Lock, vec![GrantSource::Name, sales.clone()]),
            (PortalRight::Wipe, vec![admins.clone(), sales]),
        ]);
        let roles: Vec<_> =
            found.roles.iter().map(|found| (found.role, found.name.as_str(), found.sources.clone())).collect();
        assert_eq!(roles, [
            (auditor, "Auditor", vec![GrantSource::Name]),
            (desk, "Desk", vec![GrantSource::Name, admins]),
        ]);
        let of = |permission| {
            let found = found.permissions.iter().find(|found| found.permission == permission);
            found.map(|found| found.roles.clone()).unwrap_or_default()
        };
        assert_eq!(of(Permission::UserRead), [auditor, desk]);
        assert_eq!(of(Permission::DeviceLock), [desk]);
        assert_eq!(of(Permission::UserWrite), []);
        assert!(found.active);
    }

    async fn nothing_counts_while_somebody_is_disabled_but_it_is_shown(app: TestApp) {
        let amira = app.user("amira").await.row.id;
        let change = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), amira, &change, None).await.unwrap();
        let found = app.domain.people().effective(&app.admin(), amira).await.unwrap();
        assert_eq!((found.active, found.rights.len()), (false, 3));
        let nobody = UserId(uuid::Uuid::now_v7());
        let missing = app.domain.people().effective(&app.admin(), nobody).await.unwrap_err();
        assert_eq!(missing.code(), ErrorCode::NotFound);
    }
}
