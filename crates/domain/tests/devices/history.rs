//! One's own history, all of it or one kind.

use testkit::{TestApp, both_engines};
use types::{AuditRow, HistoryKind, PageQuery, PortalRight, UpdateUser};

use super::active;

both_engines! {
    async fn every_event_of_ones_own_is_of_one_kind(app: TestApp) {
        let user = app.user("amira").await;
        active(&app, &user, 1).await;
        active(&app, &app.user("bela").await, 2).await;
        let change = UpdateUser { rights: Some(PortalRight::ALL.to_vec()), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), user.row.id, &change, None).await.unwrap();
        let ctx = app.portal(&user);
        let list = async |kind: Option<HistoryKind>| -> Vec<AuditRow> {
            app.domain.devices().own_history(&ctx, kind, &PageQuery::default()).await.unwrap().items
        };
        let all = list(None).await;
        let mut sorted = Vec::new();
        for (kind, wanted) in [
            (HistoryKind::Devices, "device.activated"),
            (HistoryKind::Registration, "registration.created"),
            (HistoryKind::Account, "user.changed"),
        ] {
            let some = list(Some(kind)).await;
            assert!(some.iter().any(|event| event.action == wanted), "{kind}: {some:?}");
            sorted.extend(some);
        }
        sorted.sort_by_key(|event| std::cmp::Reverse(event.id.0));
        assert_eq!(sorted, all, "each of them once");
        assert!(!format!("{all:?}").contains("bela"));
        // Page by page, the kind stays.
        let mut page = PageQuery { limit: Some(1), ..PageQuery::default() };
        let first = app.domain.devices().own_history(&ctx, Some(HistoryKind::Devices), &page).await.unwrap();
        page.cursor = first.next_cursor;
        let second = app.domain.devices().own_history(&ctx, Some(HistoryKind::Devices), &page).await.unwrap();
        assert!(second.items[0].action.starts_with("device.") && second.items[0].id < first.items[0].id);
    }
}
