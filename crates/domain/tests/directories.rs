//! Directories are connected with care, read without losing anybody, and asked for passwords. All of it
//! against a real server.

mod bounds;
mod confirm;
mod connection;
mod entries;
mod losses;
mod many;
mod reading;
mod settings;
mod sign_in;

use testkit::{TestApp, ldap::Branch};
use types::{
    ChooseGroups, ChosenGroup, DirectoryId, DirectoryInput, SyncInput, SyncRow, SyncState, UserDetail,
    UserQuery,
};

/// A directory for this branch, with these groups chosen.
async fn connected(app: &TestApp, branch: &Branch, name: &str, groups: &[&str]) -> DirectoryId {
    let id = create(app, &branch.input(name)).await;
    choose(app, id, groups).await;
    id
}

async fn create(app: &TestApp, input: &DirectoryInput) -> DirectoryId {
    app.domain.directories().create(&app.admin(), input).await.unwrap().row.id
}

/// Chooses groups by their names.
async fn choose(app: &TestApp, id: DirectoryId, groups: &[&str]) {
    let directories = app.domain.directories();
    for name in groups {
        let found = directories.search_groups(&app.admin(), id, name).await.unwrap();
        let key = found.items.iter().find(|group| group.name == *name).unwrap().key.clone();
        directories.choose_groups(&app.admin(), id, &ChooseGroups { keys: vec![key] }).await.unwrap();
    }
}

/// Reads it now.
async fn read(app: &TestApp, id: DirectoryId) -> SyncRow {
    app.domain.directories().sync_now(&app.system(), id, &SyncInput::default()).await.unwrap()
}

/// Reads it now, which goes well.
async fn read_well(app: &TestApp, id: DirectoryId) -> SyncRow {
    let sync = read(app, id).await;
    assert_eq!((sync.state, sync.report.fault), (SyncState::Done, None), "{:?}", sync.report);
    sync
}

/// A person by user name.
async fn person(app: &TestApp, username: &str) -> Option<UserDetail> {
    let query = UserQuery { q: Some(username.to_owned()), ..UserQuery::default() };
    let page = app.domain.people().list(&app.admin(), &query).await.unwrap();
    let row = page.items.into_iter().find(|row| row.username == username)?;
    Some(app.domain.people().find(&app.admin(), row.id).await.unwrap())
}

/// A chosen group by name.
async fn group(app: &TestApp, id: DirectoryId, name: &str) -> ChosenGroup {
    let groups = app.domain.directories().chosen_groups(&app.admin(), id).await.unwrap();
    groups.into_iter().find(|group| group.name == name).unwrap()
}
