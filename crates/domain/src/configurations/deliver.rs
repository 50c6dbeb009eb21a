//! What goes out to a device that is there.

use entity::{configuration, device, device_configuration};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use types::{
    CertificatePassword, ConfigurationId, ConfigurationSettings, ConfigurationState, DeviceId, ErrorCode,
    UserId,
};

use super::{Configurations, compare, store};
use crate::{
    devices,
    error::{Error, Result},
    live::LiveEvent,
    user_certificates::{self, Given},
};

/// Something to do on a device.
pub(crate) struct Delivery {
    /// Which configuration.
    pub(crate) id: ConfigurationId,
    /// Which issue of it.
    pub(crate) issue: i64,
    /// What people call it.
    pub(crate) name: String,
    /// What is to be done.
    pub(crate) work: Work,
}

/// What is to be done with a configuration.
pub(crate) enum Work {
    /// Set it up.
    Install(Content),
    /// Take it off. With the settings, which say what it is known by.
    Remove(ConfigurationSettings),
}

/// All that a configuration holds. Has no `Debug`: there are secrets in it.
pub(crate) struct Content {
    /// What it says.
    pub(crate) settings: ConfigurationSettings,
    /// The password of a network, or an uploaded profile.
    pub(crate) secret: Option<Vec<u8>>,
    /// The certificate of the device's owner.
    pub(crate) certificate: Option<Given>,
}

/// States in which there is something to do.
const OPEN: [ConfigurationState; 3] =
    [ConfigurationState::Waiting, ConfigurationState::Sent, ConfigurationState::Removing];

/// What is to be done on the device of the statement around.
pub(crate) fn open_of_device() -> SelectStatement {
    use device_configuration::{Column, Entity};
    Entity::find()
        .select_only()
        .column(Column::ConfigurationId)
        .filter(Expr::col((Entity, Column::DeviceId)).eq(Expr::col((device::Entity, device::Column::Id))))
        .filter(Column::State.is_in(OPEN.map(ConfigurationState::as_str)))
        .into_query()
}

impl Configurations<'_> {
    /// What is to be done on a device, `most` at once. It is compared first if it has to be.
    pub(crate) async fn deliveries(&self, id: DeviceId, most: usize) -> Result<Vec<Delivery>> {
        let db = self.domain.db().read();
        let due = compare::is_due(db, id.0).await?;
        let open = || {
            device_configuration::Entity::find()
                .filter(device_configuration::Column::DeviceId.eq(id.0))
                .filter(device_configuration::Column::State.is_in(OPEN.map(ConfigurationState::as_str)))
                .order_by_asc(device_configuration::Column::ConfigurationId)
        };
        // Nearly always there is nothing to do, and then nothing is written.
        if !due && open().one(db).await?.is_none() {
            return Ok(Vec::new());
        }
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let device = devices::find_locked(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        if due {
            compare::compare(&tx, &device, now).await?;
        }
        let mut found = Vec::new();
        for row in open().all(tx.conn()).await?.into_iter().take(most) {
            let configuration =
                configuration::Entity::find_by_id(row.configuration_id).one(tx.conn()).await?;
            let configuration =
                configuration.ok_or_else(|| Error::internal("a row without its configuration"))?;
            let settings = store::settings_of(&configuration)?;
            let work = match store::state_of(&row)? {
                ConfigurationState::Removing => Work::Remove(settings),
                state => {
                    let sealed = configuration.secret.as_deref();
                    let open = |sealed| self.domain.keys().open(&store::binding(configuration.id), sealed);
                    let secret = sealed.map(open).transpose()?;
                    let certificate = match &settings {
                        ConfigurationSettings::Certificate(of) => {
                            let asks = of.password == CertificatePassword::OnDevice;
                            let (keys, owner) = (self.domain.keys(), UserId(device.user_id));
                            let (of, issue) = (configuration.id, row.issue);
                            let db = tx.conn();
                            match user_certificates::material_of(db, keys, owner, of, issue, asks).await? {
                                Some(given) => Some(given),
                                // It was taken away or replaced meanwhile; the next comparison sees to it.
                                None => continue,
                            }
                        }
                        _ => None,
                    };
                    if state == ConfigurationState::Waiting {
                        compare::set(&tx, &row, ConfigurationState::Sent, None, now).await?;
                    }
                    Work::Install(Content { settings, secret, certificate })
                }
            };
            found.push(Delivery {
                id: ConfigurationId(row.configuration_id),
                issue: row.issue,
                name: configuration.name,
                work,
            });
        }
        if due || !found.is_empty() {
            tx.announce(LiveEvent::device(id, UserId(device.user_id)));
        }
        tx.commit().await?;
        Ok(found)
    }
}
