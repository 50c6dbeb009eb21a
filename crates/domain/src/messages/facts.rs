//! What a message is about, read from the database, and whether it still counts.

use std::time::Duration;

use entity::{device, message, registration, setting, single_use_link, user};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::Deserialize;
use types::{
    ErrorCode, MessageChannel, MessageKind, OrganisationSettings, Platform, RegistrationStatus, TemplateKey,
    Timestamp, UserState,
};

use super::{
    editing::{self, Trial},
    queue::Notice,
    template::{Language, Template, Values, Variable},
};
use crate::{
    error::{Error, Result},
    secrets::Keys,
    settings,
};

/// After this time a notice is not news any more, and is not sent.
const NEWS: Duration = Duration::from_hours(7 * 24);

/// What a message is about.
#[derive(Debug)]
pub(super) struct Facts {
    /// Which message.
    pub(super) kind: MessageKind,
    /// When it was written.
    pub(super) created_at: Timestamp,
    /// The e-mail address that it goes to, or for a text message the person's.
    pub(super) email: String,
    /// Its receiver.
    pub(super) user: user::Model,
    /// The organisation, named in any case.
    pub(super) organisation: OrganisationSettings,
    /// The registration or the link.
    pub(super) subject: Subject,
    /// In which language it is written.
    pub(super) language: &'static Language,
    /// With which texts.
    pub(super) template: Template,
    /// Whether it only shows or tries a template: nothing in it works.
    pub(super) is_sample: bool,
}

/// What a message carries.
#[derive(Debug)]
pub(super) enum Subject {
    /// PIN and link of a device.
    Registration(Box<Waiting>),
    /// A link to choose a password; nothing once it was purged.
    Link(Option<single_use_link::Model>),
    /// The way to the portal for somebody who can sign in.
    Portal,
    /// News about the account, without anything to use up.
    Notice(Notice),
}

/// A registration that a message was written for.
#[derive(Debug)]
pub(super) struct Waiting {
    /// The registration.
    pub(super) registration: registration::Model,
    /// The device that waits.
    pub(super) device: device::Model,
    /// When the PIN and the link were issued that the message carries.
    pub(super) issued_at: i64,
}

/// What only the receiver may read. Has no `Debug`.
#[derive(Deserialize)]
pub(super) struct Secrets {
    /// The PIN, without grouping.
    pub(super) pin: Option<String>,
    /// The link's token.
    pub(super) link_token: String,
}

impl Facts {
    /// Reads what a message is about.
    ///
    /// # Errors
    /// When the database fails or a row is not what it must be.
    pub(super) async fn load<C: ConnectionTrait>(db: &C, row: &message::Model) -> Result<Self> {
        let kind = MessageKind::from_word(&row.kind)
            .ok_or_else(|| Error::internal("a message of an unknown kind"))?;
        let user = user::Entity::find_by_id(row.user_id).one(db).await?.ok_or_else(missing)?;
        if let Some(trial) = &row.trial {
            let Trial { key, texts } = serde_json::from_str(trial).map_err(Error::internal)?;
            let created_at = Timestamp::from_millis(row.created_at);
            let sample = editing::sample_facts(db, created_at, key, Template::from_texts(texts)).await?;
            return Ok(Self { email: row.to_address.clone(), user, ..sample });
        }
        let subject = match (row.registration_id, row.registration_issued_at, row.link_id) {
            (Some(id), Some(issued_at), _) => {
                let registration = registration::Entity::find_by_id(id).one(db).await?.ok_or_else(missing)?;
                let device = find_device(db, &registration).await?;
                Subject::Registration(Box::new(Waiting { registration, device, issued_at }))
            }
            (_, _, None) if row.notice.is_some() => {
                let notice = row.notice.as_deref().unwrap_or_default();
                Subject::Notice(serde_json::from_str(notice).map_err(Error::internal)?)
            }
            (_, _, Some(id)) => Subject::Link(single_use_link::Entity::find_by_id(id).one(db).await?),
            _ if kind == MessageKind::Invitation => Subject::Portal,
            _ => return Err(Error::internal("a message about nothing")),
        };
        let organisation = organisation(db).await?;
        let language = Language::choose(&row.language, organisation.language);
        let platform = match &subject {
            Subject::Registration(waiting) => Some(platform_of(&waiting.device)?),
            _ => None,
        };
        let template = editing::find(db, TemplateKey { kind, language: language.tag, platform }).await?;
        Ok(Self {
            kind,
            created_at: Timestamp::from_millis(row.created_at),
            email: match row.channel == MessageChannel::Email.as_str() {
                true => row.to_address.clone(),
                false => user.email.clone().unwrap_or_default(),
            },
            user,
            organisation,
            subject,
            language,
            template,
            is_sample: false,
        })
    }

    /// What a message would be about that is only shown.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn of_sample<C: ConnectionTrait>(
        db: &C,
        key: TemplateKey,
        created_at: Timestamp,
        user: user::Model,
        subject: Subject,
        template: Template,
    ) -> Result<Self> {
        Ok(Self {
            kind: key.kind,
            created_at,
            email: user.email.clone().unwrap_or_default(),
            user,
            organisation: organisation(db).await?,
            subject,
            language: Language::of(key.language),
            template,
            is_sample: true,
        })
    }

    /// PIN and link, while they work: the receiver is active, the time has not run out, and nothing
    /// has used, replaced or ended what the message carries. Else nothing.
    ///
    /// # Errors
    /// When an envelope does not open.
    pub(super) fn secrets(&self, keys: &Keys, now: Timestamp) -> Result<Option<Secrets>> {
        // News stay news for a while, also for somebody who has been disabled since.
        let fresh = now.since(self.created_at) < NEWS;
        if self.is_sample {
            return Ok(fresh.then(editing::sample_secrets));
        }
        if let Subject::Notice(_) | Subject::Portal = self.subject {
            return Ok(fresh.then(|| Secrets { pin: None, link_token: String::new() }));
        }
        let over = self.expires_at().is_none_or(|expires_at| now >= expires_at);
        if self.user.state != UserState::Active.as_str() || over {
            return Ok(None);
        }
        match &self.subject {
            Subject::Registration(waiting) => {
                let registration = &waiting.registration;
                let current = registration.status == RegistrationStatus::Pending.as_str()
                    && registration.issued_at == waiting.issued_at;
                let Some(envelope) = registration.envelope.as_deref().filter(|_| current) else {
                    return Ok(None);
                };
                let plain =
                    keys.open(&format!("registrations/{}/code", registration.id.hyphenated()), envelope)?;
                // The parser's words could quote what it read.
                let secrets: Secrets = serde_json::from_slice(&plain)
                    .map_err(|_| Error::internal("a registration's envelope holds something else"))?;
                let works = secrets.pin.is_some() || self.kind == MessageKind::PinEnded;
                Ok(works.then_some(secrets))
            }
            Subject::Link(None) | Subject::Notice(_) | Subject::Portal => Ok(None),
            Subject::Link(Some(link)) => {
                let Some(envelope) = link.envelope.as_deref().filter(|_| link.used_at.is_none()) else {
                    return Ok(None);
                };
                let plain =
                    keys.open(&format!("single_use_links/{}/token", link.id.hyphenated()), envelope)?;
                let link_token = String::from_utf8(plain)
                    .map_err(|_| Error::internal("a link's envelope holds something else"))?;
                Ok(Some(Secrets { pin: None, link_token }))
            }
        }
    }

    /// Until when PIN and link work, if nothing ends them before.
    pub(super) fn expires_at(&self) -> Option<Timestamp> {
        let millis = match &self.subject {
            Subject::Registration(waiting) => Some(waiting.registration.expires_at),
            Subject::Link(link) => link.as_ref().map(|link| link.expires_at),
            Subject::Notice(notice) => notice.certificate.as_ref().map(|ending| ending.ends_at),
            Subject::Portal => None,
        };
        millis.map(Timestamp::from_millis)
    }
}

/// What a subject line may name. No secret is among it.
pub(super) fn for_subject(
    language: &Language,
    organisation: &OrganisationSettings,
    display_name: &str,
    platform: Option<Platform>,
) -> Values {
    let mut values = Values::default();
    values.set(Variable::User, display_name);
    values.set(Variable::EntName, organisation.name.as_str());
    if let Some(platform) = platform {
        values.set(Variable::Platform, (language.platform)(platform));
    }
    values
}

/// The platform of the device that waits.
///
/// # Errors
/// When the database fails.
pub(super) async fn platform_for<C: ConnectionTrait>(
    db: &C,
    registration: &registration::Model,
) -> Result<Platform> {
    platform_of(&find_device(db, registration).await?)
}

/// The platform of a device record.
pub(super) fn platform_of(device: &device::Model) -> Result<Platform> {
    Platform::from_word(&device.platform).ok_or_else(|| Error::internal("a device of an unknown platform"))
}

async fn find_device<C: ConnectionTrait>(
    db: &C,
    registration: &registration::Model,
) -> Result<device::Model> {
    device::Entity::find_by_id(registration.device_id).one(db).await?.ok_or_else(missing)
}

/// The organisation; one without a name is called Gatehouse.
pub(super) async fn organisation<C: ConnectionTrait>(db: &C) -> Result<OrganisationSettings> {
    let row = setting::Entity::find_by_id(settings::key::ORGANISATION).one(db).await?;
    let stored = row.map(|row| serde_json::from_str(&row.value)).transpose().map_err(Error::internal)?;
    let mut organisation: OrganisationSettings = stored.unwrap_or_default();
    if organisation.name.is_empty() {
        organisation.name = super::PRODUCT.to_owned();
    }
    Ok(organisation)
}

fn missing() -> Error {
    ErrorCode::NotFound.into()
}
