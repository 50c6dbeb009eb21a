//! What an invitation would do, before it is sent.

use std::collections::BTreeMap;

use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use types::{
    CannotInvite, ErrorCode, InvitationPreview, Invite, LanguageShare, MessageLanguage, MessageSample,
    Permission, RefusedShare, UserId, Validate,
};

use super::{
    Invitations,
    refusal::{self, needs_password},
    start::{AT_ONCE, selected},
};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result, people::store};

impl Invitations<'_> {
    /// Counts who of these people would be invited in which language, and who would not for which reason.
    ///
    /// # Errors
    /// Without `registration_write` and `user_read`; a selection that breaks a rule or is nobody.
    pub async fn preview(&self, ctx: &RequestCtx, input: &Invite) -> Result<InvitationPreview> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        ctx.require(Permission::UserRead, &Resource::All)?;
        input.validate()?;
        let standard = self.domain.settings().new_language().await?;
        let db = self.domain.db().read();
        let ids = selected(db, &input.selection).await?;
        let mut languages: BTreeMap<&'static str, LanguageShare> = BTreeMap::new();
        let mut refused: BTreeMap<CannotInvite, u64> = BTreeMap::new();
        let mut seen = 0;
        for some in ids.chunks(AT_ONCE) {
            let users =
                user::Entity::find().filter(user::Column::Id.is_in(some.iter().copied())).all(db).await?;
            seen += users.len() as u64;
            for (user, standing) in users.iter().zip(refusal::of(db, ctx, &users).await?) {
                if let Some(why) = standing.refused {
                    *refused.entry(why).or_default() += 1;
                    continue;
                }
                let language = MessageLanguage::of_tag(&user.language).unwrap_or(standard).as_str();
                let share = languages.entry(language).or_insert_with(|| LanguageShare {
                    language: language.to_owned(),
                    count: 0,
                    example: UserId(user.id),
                    example_name: user.display_name.clone(),
                });
                share.count += 1;
            }
        }
        let mut languages: Vec<_> = languages.into_values().collect();
        languages.sort_by_key(|share| std::cmp::Reverse(share.count));
        let refused = refused.into_iter().map(|(reason, count)| RefusedShare { reason, count }).collect();
        Ok(InvitationPreview { total: seen, languages, refused })
    }

    /// The message as this person would get it; a link in it does not work.
    ///
    /// # Errors
    /// Without `registration_write` and `user_read`; `not_found`.
    pub async fn sample(&self, ctx: &RequestCtx, id: UserId) -> Result<MessageSample> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        ctx.require(Permission::UserRead, &Resource::All)?;
        let db = self.domain.db().read();
        let user = store::find(db, &id).await?.ok_or(ErrorCode::NotFound)?;
        let needs_password = needs_password(&user);
        self.domain.messages().sample_invitation(user, needs_password).await
    }
}
