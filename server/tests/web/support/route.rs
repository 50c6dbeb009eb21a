//! Routes as addresses.

/// An id that nothing has.
pub(crate) const ID: &str = "0198f3a2-7c1e-7d44-8a52-3b1f6f0c9e11";

/// The pattern of a route as the path of a request.
pub(crate) fn path_of(pattern: &str) -> String {
    let parts = pattern.split('/').map(|part| match part {
        "{id}" => ID,
        part if part.starts_with('{') => "something",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}
