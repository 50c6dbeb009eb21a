//! Settings are checked, their password is kept from everybody, and a directory goes without taking
//! anybody along.

use testkit::{TestApp, both_engines, ldap::Branch};
use types::{ApiError, BindPassword, ErrorCode, FieldCode, Permission, PermissionSet, Source, SyncInput};

use super::{connected, create, person, read_well};
use crate::access::events;

fn refused(error: domain::Error) -> (ErrorCode, Vec<(String, FieldCode)>) {
    let error = ApiError::from(error);
    (error.code, error.fields.into_iter().map(|field| (field.path, field.code)).collect())
}

both_engines! {
    async fn the_password_is_sealed_and_never_shown(app: TestApp) {
        let branch = Branch::new().await;
        let input = branch.input("Vellmere");
        let id = create(&app, &input).await;
        let BindPassword(secret) = input.bind_password.clone().unwrap();
        let found = app.domain.directories().find(&app.admin(), id).await.unwrap();
        assert!(found.has_password);
        let told = format!("{found:?}{input:?}") + &serde_json::to_string(&found).unwrap();
        assert!(!told.contains(&secret));
        let created = events(&app, "directory.created").await;
        assert!(!format!("{created:?}").contains(&secret));
        assert_eq!(created[0].after.as_ref().unwrap()["url"], input.settings.url);
    }

    async fn the_password_never_follows_to_another_server(app: TestApp) {
        let branch = Branch::new().await;
        let id = create(&app, &branch.input("Vellmere")).await;
        let directories = app.domain.directories();
        let mut input = branch.input("Renamed");
        input.bind_password = None;
        let renamed = directories.update(&app.admin(), id, &input, Some(1)).await.unwrap();
        assert_eq!((renamed.version, renamed.has_password), (2, true));
        input.settings.url = "ldap://127.0.0.1:10389".into();
        let error = directories.update(&app.admin(), id, &input, None).await.unwrap_err();
        assert_eq!(refused(error).1, [("bind_password".to_owned(), FieldCode::Required)]);
        input.bind_password = Some(BindPassword("a new one".into()));
        let error = directories.update(&app.admin(), id, &input, Some(1)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::VersionConflict);
        directories.update(&app.admin(), id, &input, Some(2)).await.unwrap();
        let changed = events(&app, "directory.changed").await;
        assert_eq!(changed[0].after.as_ref().unwrap()["bind_password"], "changed");
    }

    async fn what_cannot_be_read_is_refused_field_by_field(app: TestApp) {
        let branch = Branch::new().await;
        let mut input = branch.input(" ");
        input.settings.user_filter = "(uid=*".into();
        input.settings.group_filter = "cn=*)(x=y".into();
        input.settings.ca_pem = Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".into());
        let error = app.domain.directories().create(&app.admin(), &input).await.unwrap_err();
        let (code, mut fields) = refused(error);
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(code, ErrorCode::InvalidInput);
        assert_eq!(fields, [
            ("name".to_owned(), FieldCode::Required),
            ("settings.ca_pem".to_owned(), FieldCode::Malformed),
            ("settings.group_filter".to_owned(), FieldCode::Malformed),
            ("settings.user_filter".to_owned(), FieldCode::Malformed),
        ]);
        create(&app, &branch.input("Vellmere")).await;
        let error = app.domain.directories().create(&app.admin(), &branch.input(" Vellmere ")).await.unwrap_err();
        assert_eq!(refused(error).1, [("name".to_owned(), FieldCode::Taken)]);
    }

    async fn only_who_may_sees_and_changes_directories(app: TestApp) {
        let branch = Branch::new().await;
        let id = create(&app, &branch.input("Vellmere")).await;
        let directories = app.domain.directories();
        let nobody = app.anonymous();
        assert_eq!(directories.list(&nobody).await.unwrap_err().code(), ErrorCode::Unauthenticated);
        let reader = app.admin_with(PermissionSet::from_iter([Permission::DirectoryRead]));
        assert_eq!(directories.list(&reader).await.unwrap().len(), 1);
        assert_eq!(directories.chosen_groups(&reader, id).await.unwrap(), []);
        let sync = directories.request_sync(&reader, id, &SyncInput::default()).await;
        let refusals = [
            directories.test(&reader, id).await.unwrap_err(),
            directories.create(&reader, &branch.input("Another")).await.unwrap_err(),
            directories.update(&reader, id, &branch.input("Another"), None).await.unwrap_err(),
            directories.search_groups(&reader, id, "").await.unwrap_err(),
            directories.delete(&reader, id, None).await.unwrap_err(),
            sync.unwrap_err(),
        ];
        assert!(refusals.iter().all(|error| error.code() == ErrorCode::Forbidden));
    }

    async fn a_directory_goes_and_its_people_and_groups_stay(app: TestApp) {
        let mut branch = Branch::new().await;
        branch.add_people(&["amira", "bela"]).await;
        branch.add_group("field", &[branch.person("amira"), branch.person("bela")]).await;
        let id = connected(&app, &branch, "Vellmere", &["field"]).await;
        read_well(&app, id).await;
        let left = app.domain.directories().delete(&app.admin(), id, None).await.unwrap();
        assert_eq!((left.people, left.groups), (2, 1));
        let amira = person(&app, "amira").await.unwrap();
        assert_eq!((amira.row.source, amira.row.has_password), (Source::Local, false));
        assert!(app.domain.directories().list(&app.admin()).await.unwrap().is_empty());
        assert_eq!(events(&app, "directory.deleted").await.len(), 1);
    }
}
