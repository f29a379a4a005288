//! The known ways of getting a signature wrong, the likeliest first. None knows a provider: each
//! changes a part of the request, the credentials, or the steps that a scheme's file describes.

mod algorithm;
mod body;
mod clock;
mod headers;
mod host;
mod neighbour;
mod path;
mod placeholder;
mod query;
pub(super) mod secret;
mod serial;
pub(super) mod steps;
mod templates;

pub(super) use neighbour::accepted;

use super::way::Way;

/// All of them.
pub(super) static ALL: &[&[Way]] = &[
    query::WAYS,
    placeholder::WAYS,
    host::WAYS,
    secret::WAYS,
    path::WAYS,
    body::WAYS,
    headers::WAYS,
    templates::WAYS,
    clock::WAYS,
    steps::WAYS,
    algorithm::WAYS,
    neighbour::WAYS,
];
