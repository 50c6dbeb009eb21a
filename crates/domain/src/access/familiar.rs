//! From where somebody usually signs in: the kind of browser and the network, by keyed hash. A sign-in
//! from elsewhere is told to the person.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use entity::{
    familiar_browser::{ActiveModel, Column, Entity},
    user,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use types::Timestamp;

use super::browser::Browser;
use crate::{Domain, ctx::RequestCtx, db::Tx, error::Result, messages::queue, people, secrets::Purpose};

/// What was not seen for so long is not familiar any more.
pub(super) const FORGOTTEN_AFTER: Duration = Duration::from_hours(90 * 24);

/// Remembers from where a person signs in, and tells them when it is not from where they usually do.
/// The first sign-in of all is not told: it is the person who was just invited.
pub(super) async fn note(
    domain: &Domain,
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    user: &user::Model,
) -> Result<()> {
    let browser = Browser::of(ctx.user_agent.as_deref());
    let marks = marks_of(domain, &browser, ctx.address);
    let seen = Entity::find()
        .filter(Column::UserId.eq(user.id))
        .filter(Column::Mark.is_in(marks.iter().map(|mark| mark.to_vec())))
        .order_by_desc(Column::LastSeenAt)
        .one(tx.conn())
        .await?;
    let Some(mark) = marks.first().map(|mark| mark.to_vec()) else { return Ok(()) };
    let row = ActiveModel { user_id: Set(user.id), mark: Set(mark), last_seen_at: Set(now.as_millis()) };
    let mut again = OnConflict::columns([Column::UserId, Column::Mark]);
    again.update_column(Column::LastSeenAt);
    Entity::insert(row).on_conflict(again).exec_without_returning(tx.conn()).await?;
    let since = seen.map(|row| now.since(Timestamp::from_millis(row.last_seen_at)));
    if user.last_sign_in_at.is_none() || since.is_some_and(|since| since < FORGOTTEN_AFTER) {
        return Ok(());
    }
    queue::queue_unfamiliar_sign_in(tx, ctx, now, &people::store::to_recipient(user)).await?;
    Ok(())
}

/// The mark that is stored from now on, and those that may have been stored before.
fn marks_of(domain: &Domain, browser: &Browser, address: Option<IpAddr>) -> Vec<[u8; 32]> {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let network = address.map(network_of).map(|network| network.to_string()).unwrap_or_default();
    let (name, system) = (word(&browser.name), word(&browser.system));
    let parts = [name.as_bytes(), system.as_bytes(), network.as_bytes()];
    domain.keys().macs(Purpose::Familiar, &parts)
}

/// A neighbourhood: /24 of IPv4, /48 of IPv6. Connections at home and at work change within it.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << 8))),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 80))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbourhood_is_a_24_or_a_48() {
        let at = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(at("203.0.113.44"), at("203.0.113.250"));
        assert_ne!(at("203.0.113.44"), at("203.0.114.44"));
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:ffff::9"));
        assert_ne!(at("2001:db8:1::1"), at("2001:db8:2::1"));
        assert_eq!(at("::ffff:203.0.113.5"), at("203.0.113.5"));
    }
}
