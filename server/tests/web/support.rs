//! A Gatehouse behind its router, and those who call it.

mod answer;
mod device;
mod installation;
mod route;

pub(crate) use answer::Answer;
use axum::{
    body::Body,
    http::{Request, request::Builder},
};
pub(crate) use device::Device;
pub(crate) use installation::{ADMIN, PASSWORD, Web};
pub(crate) use route::{ID, path_of};

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const JSON: &str = "application/json";

/// A request as one of our own pages makes a browser send it.
pub(crate) fn own(method: &str, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "gate.vellmere.example")
        .header("sec-fetch-site", "same-origin")
}

/// A form of ours, filled in.
pub(crate) fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    own("POST", path).header("content-type", FORM).body(body.into()).unwrap()
}

/// A request without a body.
pub(crate) fn bare(builder: Builder) -> Request<Body> {
    builder.body(Body::empty()).unwrap()
}
