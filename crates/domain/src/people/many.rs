//! One change to many people at once: each by the rules for one, each standing for themselves.

use types::{
    ApiError, AssignResult, ChangeMembers, ChangeUsers, ManyChange, Permission, UpdateUser, UserId,
    UserState, Validate,
};

use super::People;
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl People<'_> {
    /// Changes many people. Whatever keeps one of them from it is in their result.
    ///
    /// # Errors
    /// Without `user_write`, or `group_write` for a group; `invalid_input`.
    pub async fn change_many(&self, ctx: &RequestCtx, input: &ChangeUsers) -> Result<Vec<AssignResult>> {
        let needed = match input.change {
            ManyChange::JoinGroup(_) => Permission::GroupWrite,
            ManyChange::SetRights(_) | ManyChange::Disable | ManyChange::Enable => Permission::UserWrite,
        };
        ctx.require(needed, &Resource::All)?;
        input.validate()?;
        let mut results = Vec::with_capacity(input.users.len());
        for user_id in &input.users {
            let outcome = self.change_one(ctx, *user_id, &input.change).await;
            let refused = outcome.err().map(|error| ApiError::from(error).code);
            results.push(AssignResult { user_id: *user_id, changed: refused.is_none(), refused });
        }
        Ok(results)
    }

    async fn change_one(&self, ctx: &RequestCtx, id: UserId, change: &ManyChange) -> Result<()> {
        match change {
            ManyChange::JoinGroup(group) => {
                let joins = ChangeMembers { add: vec![id], remove: Vec::new() };
                self.change_members(ctx, *group, &joins).await?;
            }
            ManyChange::SetRights(rights) => {
                let input = UpdateUser { rights: Some(rights.clone()), ..UpdateUser::default() };
                self.update(ctx, id, &input, None).await?;
            }
            ManyChange::Disable => self.put_state(ctx, id, UserState::Disabled).await?,
            ManyChange::Enable => self.put_state(ctx, id, UserState::Active).await?,
        }
        Ok(())
    }

    async fn put_state(&self, ctx: &RequestCtx, id: UserId, state: UserState) -> Result<()> {
        let input = UpdateUser { state: Some(state), ..UpdateUser::default() };
        self.update(ctx, id, &input, None).await.map(drop)
    }
}
