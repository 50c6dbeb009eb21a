//! Groups are made, filled and deleted by those who may; what their members may do goes with them.

use domain::ctx::IdempotencyKey;
use entity::{directory, group};
use sea_orm::{ActiveValue::Set, EntityTrait};
use testkit::{TestApp, both_engines};
use types::{
    ApiError, ChangeMembers, CreateGroup, ErrorCode, Face, FieldCode, GroupId, GroupQuery, PageQuery,
    PortalRight, Source, UpdateGroup, UpdateUser, UserId, UserQuery, UserState,
};
use uuid::Uuid;

use crate::access::{events, person, resolve, sign_in};

fn named(name: &str, rights: &[PortalRight]) -> CreateGroup {
    CreateGroup { name: name.into(), description: "For a story".into(), rights: rights.to_vec() }
}

async fn create(app: &TestApp, name: &str, rights: &[PortalRight]) -> GroupId {
    app.domain.people().create_group(&app.admin(), &named(name, rights)).await.unwrap().row.id
}

async fn change(app: &TestApp, group: GroupId, add: &[UserId], remove: &[UserId]) -> domain::Result<u64> {
    let input = ChangeMembers { add: add.to_vec(), remove: remove.to_vec() };
    let changed = app.domain.people().change_members(&app.admin(), group, &input).await?;
    Ok(changed.row.member_count)
}

async fn names(app: &TestApp, query: UserQuery) -> Vec<String> {
    let page = app.domain.people().list(&app.admin(), &query).await.unwrap();
    page.items.into_iter().map(|row| row.username).collect()
}

/// A group as a directory brings it.
async fn from_directory(app: &TestApp) -> GroupId {
    let (db, id, directory_id) = (app.domain.db().write(), Uuid::now_v7(), Uuid::now_v7());
    let row = directory::ActiveModel {
        id: Set(directory_id),
        name: Set("Vellmere LDAP".into()),
        settings: Set("{}".into()),
        enabled: Set(1),
        version: Set(1),
        created_at: Set(1),
        updated_at: Set(1),
        ..Default::default()
    };
    directory::Entity::insert(row).exec_without_returning(db).await.unwrap();
    let row = group::ActiveModel {
        id: Set(id),
        name: Set("Field sales".into()),
        name_key: Set("field sales".into()),
        description: Set(String::new()),
        rights: Set(String::new()),
        directory_id: Set(Some(directory_id)),
        directory_key: Set(Some("4711".into())),
        version: Set(1),
        created_at: Set(1),
        updated_at: Set(1),
        ..Default::default()
    };
    group::Entity::insert(row).exec_without_returning(db).await.unwrap();
    GroupId(id)
}

both_engines! {
    async fn a_group_is_made_once_and_found_again(app: TestApp) {
        let mut ctx = app.admin();
        ctx.idempotency = Some(IdempotencyKey { key: "1".into(), request_hash: vec![1] });
        let people = app.domain.people();
        let first = people.create_group(&ctx, &named(" Sales ", &[PortalRight::Locate])).await.unwrap();
        let again = people.create_group(&ctx, &named(" Sales ", &[PortalRight::Locate])).await.unwrap();
        assert_eq!(first, again);
        assert_eq!((first.row.name.as_str(), first.row.source, first.row.member_count), ("Sales", Source::Local, 0));
        let taken = ApiError::from(people.create_group(&app.admin(), &named("SALES", &[])).await.unwrap_err());
        assert_eq!(taken.field("name"), Some(FieldCode::Taken));
        create(&app, "Support", &[]).await;
        let query = GroupQuery { page: PageQuery { limit: Some(1), total: true, ..PageQuery::default() }, ..GroupQuery::default() };
        let page = people.list_groups(&app.admin(), &query).await.unwrap();
        assert_eq!((page.items[0].name.as_str(), page.total), ("Support", Some(2)));
        let query = GroupQuery { q: Some("sal".into()), ..GroupQuery::default() };
        assert_eq!(people.list_groups(&app.admin(), &query).await.unwrap().items, [first.row]);
        assert_eq!(events(&app, "group.created").await.len(), 2);
    }

    async fn members_have_what_their_group_gives_from_the_next_request_on(app: TestApp) {
        let amira = person(&app, "amira").await;
        let group = create(&app, "Sales", &[PortalRight::Locate]).await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        assert_eq!(change(&app, group, &[amira.row.id], &[]).await.unwrap(), 1);
        assert_eq!(change(&app, group, &[amira.row.id], &[]).await.unwrap(), 1, "once is enough");
        let now = resolve(&app, Face::Portal, &session).await.unwrap();
        assert!(now.permissions.contains(types::Permission::OwnLocate));
        let by_group = UserQuery { group_id: Some(group), ..UserQuery::default() };
        assert_eq!(names(&app, by_group.clone()).await, ["amira"]);
        let by_right = UserQuery { right: Some(PortalRight::Locate), ..UserQuery::default() };
        assert_eq!(names(&app, by_right.clone()).await, ["amira"]);
        let mine = GroupQuery { user_id: Some(amira.row.id), ..GroupQuery::default() };
        assert_eq!(app.domain.people().list_groups(&app.admin(), &mine).await.unwrap().items.len(), 1);
        assert_eq!(change(&app, group, &[], &[amira.row.id]).await.unwrap(), 0);
        let now = resolve(&app, Face::Portal, &session).await.unwrap();
        assert!(!now.permissions.contains(types::Permission::OwnLocate));
        assert!(names(&app, by_group).await.is_empty() && names(&app, by_right).await.is_empty());
        let (joined, left) = (events(&app, "user.group_joined").await, events(&app, "user.group_left").await);
        assert_eq!((joined.len(), left.len()), (1, 1));
        assert_eq!(joined[0].target_id, Some(amira.row.id.to_string()));
    }

    async fn who_signs_in_through_a_group_alone_is_out_when_it_goes(app: TestApp) {
        let amira = person(&app, "amira").await;
        let group = create(&app, "Everybody", &[PortalRight::SignIn]).await;
        change(&app, group, &[amira.row.id], &[]).await.unwrap();
        let none = UpdateUser { rights: Some(Vec::new()), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), amira.row.id, &none, None).await.unwrap();
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let mut news = app.domain.hub().listen();
        app.domain.people().delete_group(&app.admin(), group).await.unwrap();
        assert!(resolve(&app, Face::Portal, &session).await.is_none());
        let mut ended = false;
        while let Ok(event) = news.try_recv() {
            ended |= matches!(event, domain::live::LiveEvent::SessionEnded(_));
        }
        assert!(ended, "the open page is told");
        let gone = app.domain.people().find_group(&app.admin(), group).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::NotFound);
        let deleted = events(&app, "group.deleted").await.remove(0).before.unwrap();
        assert_eq!(deleted["members"], 1);
    }

    async fn all_join_or_none(app: TestApp) {
        let group = create(&app, "Sales", &[]).await;
        let amira = app.user("amira").await;
        let nobody = UserId(Uuid::now_v7());
        let refused = ApiError::from(change(&app, group, &[amira.row.id, nobody], &[]).await.unwrap_err());
        assert_eq!(refused.field("add[1]"), Some(FieldCode::NotFound));
        let both = ApiError::from(change(&app, group, &[amira.row.id], &[amira.row.id]).await.unwrap_err());
        assert_eq!(both.field("remove[0]"), Some(FieldCode::Taken));
        assert_eq!(change(&app, group, &[], &[nobody]).await.unwrap(), 0, "who is not there is not missed");
    }

    async fn of_a_directorys_group_only_the_rights_are_given_here(app: TestApp) {
        let group = from_directory(&app).await;
        let amira = app.user("amira").await;
        let people = app.domain.people();
        assert_eq!(change(&app, group, &[amira.row.id], &[]).await.unwrap_err().code(), ErrorCode::WrongState);
        assert_eq!(people.delete_group(&app.admin(), group).await.unwrap_err().code(), ErrorCode::WrongState);
        let renamed = UpdateGroup { name: Some("Other".into()), ..UpdateGroup::default() };
        let refused = people.update_group(&app.admin(), group, &renamed, None).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::WrongState);
        let rights = UpdateGroup { rights: Some(vec![PortalRight::Lock]), ..UpdateGroup::default() };
        let changed = people.update_group(&app.admin(), group, &rights, Some(1)).await.unwrap();
        assert_eq!((changed.row.rights, changed.version), (vec![PortalRight::Lock], 2));
        assert_eq!(changed.row.directory_name.as_deref(), Some("Vellmere LDAP"));
        assert_eq!(people.update_group(&app.admin(), group, &rights, Some(1)).await.unwrap_err().code(), ErrorCode::VersionConflict);
        create(&app, "Field sales", &[]).await;
    }

    async fn people_are_found_by_what_they_are_and_have(app: TestApp) {
        let people = app.domain.people();
        person(&app, "invited").await;
        let active = person(&app, "active").await;
        sign_in(&app, Face::Portal, "active").await.unwrap();
        let handout = crate::registration::register(&app, &active).await;
        let unlocks = UpdateUser { rights: Some(vec![PortalRight::Unlock]), state: Some(UserState::Disabled), ..UpdateUser::default() };
        let other = app.user("other").await;
        people.update(&app.admin(), other.row.id, &unlocks, None).await.unwrap();
        let by = |query: UserQuery| names(&app, query);
        assert_eq!(by(UserQuery { invited: Some(true), ..UserQuery::default() }).await, ["other", "invited"]);
        assert_eq!(by(UserQuery { invited: Some(false), ..UserQuery::default() }).await, ["active"]);
        assert_eq!(by(UserQuery { has_devices: Some(true), ..UserQuery::default() }).await, ["active"]);
        assert_eq!(by(UserQuery { has_devices: Some(false), ..UserQuery::default() }).await, ["other", "invited"]);
        assert_eq!(by(UserQuery { right: Some(PortalRight::Lock), ..UserQuery::default() }).await, ["active", "invited"], "unlock is not lock");
        assert_eq!(by(UserQuery { right: Some(PortalRight::Unlock), ..UserQuery::default() }).await, ["other"]);
        assert_eq!(by(UserQuery { source: Some(Source::Directory), ..UserQuery::default() }).await, Vec::<String>::new());
        assert_eq!(by(UserQuery { source: Some(Source::Local), state: Some(UserState::Disabled), ..UserQuery::default() }).await, ["other"]);
        assert_eq!(by(UserQuery { q: Some("ACT".into()), has_devices: Some(true), ..UserQuery::default() }).await, ["active"]);
        drop(handout);
    }
}
