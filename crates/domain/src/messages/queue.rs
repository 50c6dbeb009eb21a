//! Writing messages into the outbox, within the transaction of the change that they tell about.

use entity::{message, registration, single_use_link};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use types::{
    ErrorCode, MessageChannel, MessageId, MessageKind, MessageState, RegistrationId, TemplateKey, Timestamp,
    UserId,
};
use uuid::Uuid;

use super::{editing, facts, template::Language};
use crate::{
    access::Browser,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
};

/// Who gets a message.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    /// The person.
    pub(crate) user_id: UserId,
    /// Their name.
    pub(crate) display_name: String,
    /// Their e-mail address.
    pub(crate) email: Option<String>,
    /// The number of their telephone, E.164.
    pub(crate) phone: Option<String>,
    /// The language to write in; the organisation's where Gatehouse does not write it.
    pub(crate) language: String,
}

impl Recipient {
    /// Where a message goes to; without an address there is none.
    fn address(&self, channel: MessageChannel) -> Option<&str> {
        match channel {
            MessageChannel::Email => self.email.as_deref(),
            MessageChannel::Sms => self.phone.as_deref(),
        }
    }
}

/// What a notice tells: which browser, from where. Kept beside the message, since the session may be
/// gone when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    /// The browser.
    pub(crate) browser: Browser,
    /// The address it came from.
    pub(crate) address: Option<String>,
    /// The certificate that it tells of, if it tells of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) certificate: Option<Ending>,
}

/// A certificate that ends soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ending {
    /// What its person knows it by.
    pub(crate) name: String,
    /// Until when it counts, in milliseconds.
    pub(crate) ends_at: i64,
}

impl Notice {
    /// What a request tells of itself.
    pub(crate) fn of(ctx: &RequestCtx) -> Self {
        Self {
            browser: Browser::of(ctx.user_agent.as_deref()),
            address: ctx.address.map(|address| address.to_canonical().to_string()),
            certificate: None,
        }
    }
}

/// Queues the message that tells a person that their password was changed. `None` for people without
/// an address.
pub(crate) async fn queue_password_changed(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    to: &Recipient,
) -> Result<Option<MessageId>> {
    let about = About { notice: Some(Notice::of(ctx)), ..About::default() };
    put(tx, now, to, MessageChannel::Email, MessageKind::PasswordChanged, None, about).await
}

/// Queues the message that tells a person of a sign-in from where they usually do not. `None` for
/// people without an address.
pub(crate) async fn queue_unfamiliar_sign_in(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    to: &Recipient,
) -> Result<Option<MessageId>> {
    let about = About { notice: Some(Notice::of(ctx)), ..About::default() };
    put(tx, now, to, MessageChannel::Email, MessageKind::UnfamiliarSignIn, None, about).await
}

/// Queues the message that tells a person that a device of theirs has no management profile. `None` for
/// people without an address.
pub(crate) async fn queue_profile_missing(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    to: &Recipient,
) -> Result<Option<MessageId>> {
    let about = About { notice: Some(Notice::of(ctx)), ..About::default() };
    put(tx, now, to, MessageChannel::Email, MessageKind::ProfileMissing, None, about).await
}

/// Queues the message that tells a person that a certificate of theirs ends soon. `None` for people without an
/// address.
pub(crate) async fn queue_certificate_expiring(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    to: &Recipient,
    certificate: Ending,
) -> Result<Option<MessageId>> {
    let notice = Notice { certificate: Some(certificate), ..Notice::of(ctx) };
    let about = About { notice: Some(notice), ..About::default() };
    put(tx, now, to, MessageChannel::Email, MessageKind::CertificateExpiring, None, about).await
}

/// Queues the message with PIN, link and QR code. `issued_at` is that of the registration, so that a
/// later re-issue makes the message obsolete. Where wrong tries have ended the PIN, it is the message
/// that says so and gives the link. `None` for people without an address or number.
pub(crate) async fn queue_registration(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    channel: MessageChannel,
    registration_id: RegistrationId,
    issued_at: Timestamp,
) -> Result<Option<MessageId>> {
    let registration = find_registration(tx, registration_id).await?;
    let kind = match registration.pin_ended_at {
        Some(_) => MessageKind::PinEnded,
        None => MessageKind::Registration,
    };
    let about = About { registration: Some((registration.id, issued_at)), ..About::default() };
    put(tx, now, to, channel, kind, Some(&registration), about).await
}

/// Queues the message that reminds a person of a registration that waits, with the PIN and link of that
/// issue. `None` for people without an address or number.
pub(crate) async fn queue_reminder(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    channel: MessageChannel,
    registration_id: RegistrationId,
    issued_at: Timestamp,
) -> Result<Option<MessageId>> {
    let registration = find_registration(tx, registration_id).await?;
    let about = About { registration: Some((registration.id, issued_at)), ..About::default() };
    put(tx, now, to, channel, MessageKind::Reminder, Some(&registration), about).await
}

/// Queues the message with the link under which a password is chosen. `kind` is `set_password` or
/// `reset_password`. `None` for people without an address.
pub(crate) async fn queue_password_link(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    kind: MessageKind,
    link_id: Uuid,
) -> Result<Option<MessageId>> {
    let about = About { link: Some(link_id), ..About::default() };
    put(tx, now, to, MessageChannel::Email, kind, None, about).await
}

/// Queues the message that takes a person to the portal, with the link under which they choose a
/// password if they need one. `None` for people without an address.
pub(crate) async fn queue_invitation(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    link: Option<Uuid>,
) -> Result<Option<MessageId>> {
    let about = About { link, ..About::default() };
    put(tx, now, to, MessageChannel::Email, MessageKind::Invitation, None, about).await
}

/// Queues the message that tells a person that wrong tries have ended their PIN, with the link, which
/// still works. `None` for people without an address or number.
pub(crate) async fn queue_pin_ended(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    channel: MessageChannel,
    registration_id: RegistrationId,
) -> Result<Option<MessageId>> {
    let registration = find_registration(tx, registration_id).await?;
    let issued_at = Timestamp::from_millis(registration.issued_at);
    let about = About { registration: Some((registration.id, issued_at)), ..About::default() };
    put(tx, now, to, channel, MessageKind::PinEnded, Some(&registration), about).await
}

/// Queues a message that tries a template; `trial` is a [`editing::Trial`] as JSON. `None` for people
/// without an address.
pub(super) async fn queue_trial(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    key: TemplateKey,
    subject: String,
    trial: String,
) -> Result<Option<MessageId>> {
    let about = About { trial: Some(trial), ..About::default() };
    insert(tx, now, to, MessageChannel::Email, key, subject, about).await
}

/// By which ways a person was told of an issue of a registration.
pub(crate) async fn told_by(
    tx: &Tx,
    id: RegistrationId,
    issued_at: Timestamp,
) -> Result<Vec<MessageChannel>> {
    let words: Vec<String> = message::Entity::find()
        .select_only()
        .column(message::Column::Channel)
        .distinct()
        .filter(message::Column::RegistrationId.eq(id.0))
        .filter(message::Column::RegistrationIssuedAt.eq(issued_at.as_millis()))
        .filter(message::Column::Kind.eq(MessageKind::Registration.as_str()))
        .filter(message::Column::State.ne(MessageState::Cancelled.as_str()))
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(words.iter().filter_map(|word| MessageChannel::from_word(word)).collect())
}

/// Cancels what has not been sent yet about a registration: it was replaced, used, withdrawn or ran
/// out. Call it before queueing the message of a re-issue.
pub(crate) async fn cancel_for_registration(tx: &mut Tx, id: RegistrationId) -> Result<()> {
    cancel(tx, message::Column::RegistrationId.eq(id.0)).await
}

/// As [`cancel_for_registration`], for what goes one way.
pub(crate) async fn cancel_for_registration_by(
    tx: &mut Tx,
    id: RegistrationId,
    channel: MessageChannel,
) -> Result<()> {
    let which = Condition::all()
        .add(message::Column::RegistrationId.eq(id.0))
        .add(message::Column::Channel.eq(channel.as_str()));
    cancel(tx, which.into()).await
}

/// Cancels a message that has not been sent yet.
pub(crate) async fn cancel_one(tx: &mut Tx, id: Uuid) -> Result<()> {
    cancel(tx, message::Column::Id.eq(id)).await
}

/// Cancels those of these messages that have not been sent yet.
pub(crate) async fn cancel_many(tx: &mut Tx, ids: sea_orm::sea_query::SelectStatement) -> Result<()> {
    cancel(tx, message::Column::Id.in_subquery(ids)).await
}

/// Cancels what has not been sent yet about a link that works once.
pub(crate) async fn cancel_for_link(tx: &mut Tx, link_id: Uuid) -> Result<()> {
    cancel(tx, message::Column::LinkId.eq(link_id)).await?;
    single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::Envelope, Expr::value(None::<Vec<u8>>))
        .filter(single_use_link::Column::Id.eq(link_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What a message is about.
#[derive(Default)]
struct About {
    registration: Option<(Uuid, Timestamp)>,
    link: Option<Uuid>,
    notice: Option<Notice>,
    trial: Option<String>,
}

async fn find_registration(tx: &Tx, id: RegistrationId) -> Result<registration::Model> {
    let found = registration::Entity::find_by_id(id.0).one(tx.conn()).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

async fn put(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    channel: MessageChannel,
    kind: MessageKind,
    registration: Option<&registration::Model>,
    about: About,
) -> Result<Option<MessageId>> {
    let organisation = facts::organisation(tx.conn()).await?;
    let language = Language::choose(&to.language, organisation.language);
    let about_device = match registration {
        Some(registration) => Some(facts::platform_for(tx.conn(), registration).await?),
        None => None,
    };
    let key = TemplateKey { kind, language: language.tag, platform: about_device };
    let values = facts::for_subject(language, &organisation, &to.display_name, about_device);
    let subject = editing::find(tx.conn(), key).await?.subject(&values)?;
    insert(tx, now, to, channel, key, subject, about).await
}

/// Writes the row, where there is an address to go to.
async fn insert(
    tx: &mut Tx,
    now: Timestamp,
    to: &Recipient,
    channel: MessageChannel,
    key: TemplateKey,
    subject: String,
    about: About,
) -> Result<Option<MessageId>> {
    let Some(address) = to.address(channel) else { return Ok(None) };
    let notice = about.notice.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let id = Uuid::now_v7();
    let state = if tx.leaves(channel) { MessageState::Queued } else { MessageState::Held };
    let row = message::ActiveModel {
        id: Set(id),
        kind: Set(key.kind.as_str().to_owned()),
        user_id: Set(to.user_id.0),
        channel: Set(channel.as_str().to_owned()),
        to_address: Set(address.to_owned()),
        language: Set(key.language.to_string()),
        subject: Set(subject),
        state: Set(state.as_str().to_owned()),
        registration_id: Set(about.registration.map(|(id, _)| id)),
        registration_issued_at: Set(about.registration.map(|(_, at)| at.as_millis())),
        link_id: Set(about.link),
        attempts: Set(0),
        last_error: Set(None),
        next_attempt_at: Set((state == MessageState::Queued).then(|| now.as_millis())),
        locked_until: Set(None),
        created_at: Set(now.as_millis()),
        queued_at: Set(now.as_millis()),
        attempted_at: Set(None),
        sent_at: Set(None),
        notice: Set(notice),
        trial: Set(about.trial),
    };
    message::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.announce(LiveEvent::Changed { topic: Topic::Message, id, owner: None });
    Ok(Some(MessageId(id)))
}

async fn cancel(tx: &mut Tx, which: sea_orm::sea_query::SimpleExpr) -> Result<()> {
    let waiting = [MessageState::Queued.as_str(), MessageState::Held.as_str()];
    let done = message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Cancelled.as_str()))
        .col_expr(message::Column::NextAttemptAt, Expr::value(None::<i64>))
        .filter(Condition::all().add(which).add(message::Column::State.is_in(waiting)))
        .exec(tx.conn())
        .await?;
    if done.rows_affected > 0 {
        tx.announce(LiveEvent::Changed { topic: Topic::Message, id: Uuid::nil(), owner: None });
    }
    Ok(())
}
