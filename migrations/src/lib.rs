//! The database schema, one step per file, for SQLite and PostgreSQL alike.
//!
//! Every step runs in a transaction on both engines: a killed migration leaves nothing behind.

#![allow(
    elided_lifetimes_in_paths,
    reason = "the trait of sea-orm-migration elides it, and implementations must match"
)]

pub use sea_orm_migration::prelude::MigratorTrait;

mod columns;
mod m20261121_1_people;
mod m20261121_2_devices;
mod m20261121_3_messages;
mod m20261121_4_audit;
mod m20261121_5_groups;
mod m20261121_6_sessions;
mod m20261121_7_certificates;
mod m20261121_8_people;
mod m20261127_5_life;
mod m20261127_9_reset_requests;
mod m20261127_a_jobs;
mod m20261127_c_reminders;
mod m20261127_t_templates;
mod m20261127_u_terms;
mod m20261127_v_email_index;
mod m20261130_a_channels;
mod m20261130_b_certificates;
mod m20261130_c_actions;
mod m20261130_d_configurations;
mod m20261130_e_apple_tv;
mod m20261130_f_push;
mod m20261130_g_locations;
mod m20261130_h_user_certificates;
mod m20261130_i_logos;
mod m20261130_j_own_tokens;

/// All steps in order. New ones come at the end: a backup is restored by the first steps, as many as it names.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        vec![
            Box::new(m20261121_1_people::Migration),
            Box::new(m20261121_2_devices::Migration),
            Box::new(m20261121_3_messages::Migration),
            Box::new(m20261121_4_audit::Migration),
            Box::new(m20261121_5_groups::Migration),
            Box::new(m20261121_6_sessions::Migration),
            Box::new(m20261121_7_certificates::Migration),
            Box::new(m20261121_8_people::Migration),
            Box::new(m20261127_5_life::Migration),
            Box::new(m20261127_9_reset_requests::Migration),
            Box::new(m20261127_a_jobs::Migration),
            Box::new(m20261127_c_reminders::Migration),
            Box::new(m20261127_t_templates::Migration),
            Box::new(m20261127_u_terms::Migration),
            Box::new(m20261127_v_email_index::Migration),
            Box::new(m20261130_a_channels::Migration),
            Box::new(m20261130_b_certificates::Migration),
            Box::new(m20261130_c_actions::Migration),
            Box::new(m20261130_d_configurations::Migration),
            Box::new(m20261130_e_apple_tv::Migration),
            Box::new(m20261130_f_push::Migration),
            Box::new(m20261130_g_locations::Migration),
            Box::new(m20261130_h_user_certificates::Migration),
            Box::new(m20261130_i_logos::Migration),
            Box::new(m20261130_j_own_tokens::Migration),
        ]
    }
}
