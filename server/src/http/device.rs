//! The device API under `/api/device/v1`: registering, which is unsigned, and what a registered device
//! calls under its signature.

mod check_in;
mod register;
mod results;
mod terms;

use std::time::Duration;

use utoipa_axum::routes;

use crate::router::{Access, Routes};

/// Bodies of devices are small.
const BODY_LIMIT: usize = 64 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Longer than a device may wait for work.
const LONG_POLL: Duration = Duration::from_secs(75);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .api(Access::Public, routes!(register::register))
        .limits(TIME_LIMIT, BODY_LIMIT)
        .api(Access::Public, routes!(terms::find_terms_text))
        .limits(TIME_LIMIT, BODY_LIMIT)
        .api(Access::Device, routes!(check_in::check_in))
        .limits(LONG_POLL, BODY_LIMIT)
        .api(Access::Device, routes!(results::report_result))
        .api(Access::Device, routes!(results::report_configuration))
        .limits(TIME_LIMIT, BODY_LIMIT)
}
