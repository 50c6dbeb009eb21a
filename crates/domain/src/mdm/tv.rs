//! Apple TVs (R8): one enrolment lets in as many as it says, by a profile for Apple Configurator or by the address
//! of this server. Each takes a registration and a place of its person when it asks for its certificate.

use apple::machine_info::MachineInfo;
use entity::{device_certificate, registration, tv_enrolment, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use serde_json::json;
use types::{
    AuditAction, CreateTvEnrolment, ErrorCode, FieldCode, Ownership, Permission, Platform, RegistrationId,
    Timestamp, TvAccess, TvEnrolment, TvEnrolmentId, UserId, Validate,
};
use uuid::Uuid;

use super::{Mdm, check_in::platform_of};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    certificates::challenge,
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::{Error, Result},
    people,
    registration::ProfileFor,
    secrets::{random_link_token, token_hash},
    settings,
};

/// What a challenge that is none of a registration's leads to.
pub(crate) enum Asked {
    /// The same key has got this certificate before.
    Again(Vec<u8>),
    /// A challenge of a registration that was made for it.
    Fresh(String),
    /// Nothing.
    Refused,
}

impl Mdm<'_> {
    /// Lets Apple TVs of somebody in, as many and as long as is said.
    ///
    /// # Errors
    /// Without `registration_write`; `invalid_input`, also for nobody and while the platform is switched off.
    pub async fn create_tv_enrolment(
        &self,
        ctx: &RequestCtx,
        input: &CreateTvEnrolment,
    ) -> Result<TvEnrolment> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        input.validate()?;
        let settings = self.domain.settings().registration().await?;
        if !settings.lets_in(Platform::Tvos) {
            return Err(Error::invalid("platform", FieldCode::SwitchedOff));
        }
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            drop(tx);
            return self.tv_row(TvEnrolmentId(earlier)).await;
        }
        let owner = people::store::find(tx.conn(), &input.user_id).await?;
        let owner = owner.filter(people::store::is_active);
        let owner = owner.ok_or_else(|| Error::invalid("user_id", FieldCode::NotFound))?;
        let (id, token) = (Uuid::now_v7(), random_link_token()?);
        let ownership = input.ownership.unwrap_or(settings.default_ownership);
        let lifetime = std::time::Duration::from_secs(u64::from(input.lifetime_h) * 3600);
        let row = tv_enrolment::ActiveModel {
            id: Set(id),
            user_id: Set(owner.id),
            name: Set(input.name.trim().to_owned()),
            ownership: Set(ownership.as_str().to_owned()),
            token_hash: Set(token_hash(&token)),
            token: Set(Some(self.domain.keys().seal(&binding(id), token.as_bytes())?)),
            uses: Set(input.uses.into()),
            used: Set(0),
            expires_at: Set((now + lifetime).as_millis()),
            created_by: Set(settings::name_of(ctx)),
            created_at: Set(now.as_millis()),
        };
        tv_enrolment::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        tx.remember(ctx, id, now).await?;
        let after = json!({
            "name": input.name.trim(), "user_id": input.user_id, "uses": input.uses, "lifetime_h": input.lifetime_h,
        });
        let event =
            Event::done(AuditAction::TvEnrolmentCreated, target(id, &input.name)).change(None, Some(after));
        tx.record(ctx, now, event).await?;
        tx.commit().await?;
        self.tv_row(TvEnrolmentId(id)).await
    }

    /// All enrolments of Apple TVs, newest first. Without their secrets.
    ///
    /// # Errors
    /// Without `registration_write`.
    pub async fn list_tv_enrolments(&self, ctx: &RequestCtx) -> Result<Vec<TvEnrolment>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let db = self.domain.db().read();
        let rows = tv_enrolment::Entity::find().order_by_desc(tv_enrolment::Column::Id).all(db).await?;
        self.rows_of(rows).await
    }

    /// Ends an enrolment: no more Apple TVs come in by it. Those that have stay.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`.
    pub async fn delete_tv_enrolment(&self, ctx: &RequestCtx, id: TvEnrolmentId) -> Result<()> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let tx = self.domain.begin().await?;
        let row = find(tx.conn(), id).await?;
        tv_enrolment::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
        let before = json!({ "name": row.name, "uses": row.uses, "used": row.used });
        let event =
            Event::done(AuditAction::TvEnrolmentDeleted, target(id.0, &row.name)).change(Some(before), None);
        tx.record(ctx, self.domain.clock().now(), event).await?;
        tx.commit().await
    }

    /// The address for Apple Configurator. It lets Apple TVs in, so that each reading is written down.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; `wrong_state` for one that lets nobody in any more.
    pub async fn open_tv_enrolment(&self, ctx: &RequestCtx, id: TvEnrolmentId) -> Result<TvAccess> {
        let (_, token) = self.tv_token(ctx, id).await?;
        let url = self.domain.settings().public_url().await?;
        Ok(TvAccess { server_url: format!("{url}/MDMServiceConfig?id={token}") })
    }

    /// The signed profile for Apple Configurator, and what it is called.
    ///
    /// # Errors
    /// As [`open_tv_enrolment`](Self::open_tv_enrolment).
    pub async fn tv_profile(&self, ctx: &RequestCtx, id: TvEnrolmentId) -> Result<Vec<u8>> {
        let (_, token) = self.tv_token(ctx, id).await?;
        self.signed_profile(&wanted(id, token), None).await
    }

    /// The profile for an Apple TV that asks this server itself, with what it says of itself.
    ///
    /// # Errors
    /// `registration_refused` for whatever does not work; `too_many_requests`.
    pub async fn answer_tv(&self, ctx: &RequestCtx, token: &str, message: &[u8]) -> Result<Vec<u8>> {
        let now = self.domain.clock().now();
        self.domain.throttles().take(ctx.address, now)?;
        let found = by_token(self.domain.db().read(), token).await?.filter(|row| is_open(row, now));
        let row = found.ok_or(ErrorCode::RegistrationRefused)?;
        let info = MachineInfo::read(message).map_err(|_| Error::from(ErrorCode::RegistrationRefused))?;
        if platform_of(&info.product) != Some(Platform::Tvos) {
            return Err(ErrorCode::RegistrationRefused.into());
        }
        self.domain.throttles().give_back(ctx.address);
        self.signed_profile(&wanted(TvEnrolmentId(row.id), token.to_owned()), None).await
    }

    /// An Apple TV asks for its certificate with the token of its enrolment.
    pub(crate) async fn admit_tv(
        &self,
        tx: &mut Tx,
        ctx: &RequestCtx,
        token: &str,
        key_hash: &[u8],
        now: Timestamp,
    ) -> Result<Asked> {
        let Some(row) = by_token(tx.conn(), token).await? else { return Ok(Asked::Refused) };
        if let Some(certificate) = issued_before(tx.conn(), row.id, key_hash).await? {
            return Ok(Asked::Again(certificate));
        }
        // Of many at the same time as many win as there are uses.
        let won = tv_enrolment::Entity::update_many()
            .col_expr(tv_enrolment::Column::Used, Expr::col(tv_enrolment::Column::Used).add(1_i64))
            .filter(tv_enrolment::Column::Id.eq(row.id))
            .filter(tv_enrolment::Column::ExpiresAt.gt(now.as_millis()))
            .filter(Expr::col(tv_enrolment::Column::Used).lt(Expr::col(tv_enrolment::Column::Uses)))
            .exec(tx.conn())
            .await?;
        if won.rows_affected != 1 {
            return Ok(Asked::Refused);
        }
        let ownership = Ownership::from_word(&row.ownership).unwrap_or(Ownership::Company);
        let ctx = &ctx.clone().with_actor(Actor::System("Apple TV enrolment"));
        let made = self.domain.registration().admit_tv(tx, ctx, UserId(row.user_id), ownership, now).await;
        let registration = match made {
            Err(error) if matches!(error.code(), ErrorCode::DeviceLimitReached | ErrorCode::WrongState) => {
                tracing::warn!(enrolment = %row.id, code = %error.code().as_str(), "an Apple TV was not let in");
                return Ok(Asked::Refused);
            }
            made => made?,
        };
        registration::Entity::update_many()
            .col_expr(registration::Column::TvEnrolmentId, Expr::value(row.id))
            .filter(registration::Column::Id.eq(registration.id))
            .exec(tx.conn())
            .await?;
        let id = RegistrationId(registration.id);
        Ok(Asked::Fresh(challenge::make(tx, id, registration.issued_at, now).await?))
    }

    /// The token of an enrolment that lets somebody in, told to whoever may.
    async fn tv_token(&self, ctx: &RequestCtx, id: TvEnrolmentId) -> Result<(tv_enrolment::Model, String)> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let row = find(tx.conn(), id).await?;
        let sealed = row.token.as_deref().filter(|_| is_open(&row, now)).ok_or(ErrorCode::WrongState)?;
        let token =
            String::from_utf8(self.domain.keys().open(&binding(id.0), sealed)?).map_err(Error::internal)?;
        tx.record(ctx, now, Event::done(AuditAction::TvEnrolmentRead, target(id.0, &row.name))).await?;
        tx.commit().await?;
        Ok((row, token))
    }

    async fn tv_row(&self, id: TvEnrolmentId) -> Result<TvEnrolment> {
        let row = find(self.domain.db().read(), id).await?;
        Ok(self.rows_of(vec![row]).await?.swap_remove(0))
    }

    async fn rows_of(&self, rows: Vec<tv_enrolment::Model>) -> Result<Vec<TvEnrolment>> {
        let now = self.domain.clock().now();
        let owners = user::Entity::find()
            .filter(user::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
            .all(self.domain.db().read())
            .await?;
        rows.into_iter()
            .map(|row| {
                let owner = owners.iter().find(|owner| owner.id == row.user_id);
                Ok(TvEnrolment {
                    id: TvEnrolmentId(row.id),
                    user_id: UserId(row.user_id),
                    user_display_name: owner.map(|owner| owner.display_name.clone()).unwrap_or_default(),
                    ownership: Ownership::from_word(&row.ownership)
                        .ok_or_else(|| Error::internal("an unknown word in the database"))?,
                    uses: u32::try_from(row.uses).unwrap_or_default(),
                    used: u32::try_from(row.used).unwrap_or_default(),
                    expires_at: Timestamp::from_millis(row.expires_at),
                    is_open: is_open(&row, now),
                    created_at: Timestamp::from_millis(row.created_at),
                    created_by: row.created_by,
                    name: row.name,
                })
            })
            .collect()
    }
}

async fn find<C: ConnectionTrait>(db: &C, id: TvEnrolmentId) -> Result<tv_enrolment::Model> {
    Ok(tv_enrolment::Entity::find_by_id(id.0).one(db).await?.ok_or(ErrorCode::NotFound)?)
}

async fn by_token<C: ConnectionTrait>(db: &C, token: &str) -> Result<Option<tv_enrolment::Model>> {
    let hash = token_hash(token);
    Ok(tv_enrolment::Entity::find().filter(tv_enrolment::Column::TokenHash.eq(hash)).one(db).await?)
}

fn is_open(row: &tv_enrolment::Model, now: Timestamp) -> bool {
    row.used < row.uses && row.expires_at > now.as_millis()
}

/// The certificate that this key has got by this enrolment: a lost answer comes again and takes no further use.
async fn issued_before<C: ConnectionTrait>(db: &C, id: Uuid, key_hash: &[u8]) -> Result<Option<Vec<u8>>> {
    let same = device_certificate::Entity::find()
        .filter(device_certificate::Column::PublicKeyHash.eq(key_hash.to_vec()))
        .filter(device_certificate::Column::RevokedAt.is_null())
        .all(db)
        .await?;
    for certificate in same {
        let by = registration::Entity::find_by_id(certificate.registration_id).one(db).await?;
        if by.is_some_and(|registration| registration.tv_enrolment_id == Some(id)) {
            return Ok(Some(certificate.certificate));
        }
    }
    Ok(None)
}

fn wanted(id: TvEnrolmentId, token: String) -> ProfileFor {
    ProfileFor { id: RegistrationId(id.0), platform: Platform::Tvos, challenge: token }
}

fn target(id: Uuid, name: &str) -> Target {
    Target::new("tv_enrolment", TvEnrolmentId(id), name.trim().to_owned())
}

/// What the token of an enrolment is sealed to.
fn binding(id: Uuid) -> String {
    format!("tv_enrolments/{}/token", id.hyphenated())
}
