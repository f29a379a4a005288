//! What generated code names, so that it depends on nothing in the scope that it lands in. It
//! changes with the macro, and is not for people.

pub use core::{
    clone::Clone,
    convert::From,
    fmt::{self, Debug},
    future::Future,
    marker::{Send, Sized},
    ops::Deref,
    option::Option,
    result::Result,
};
pub use std::{string::String, vec::Vec};

pub use serde_json::Value;

use crate::Request;
pub use crate::{
    assertion::{assert_given, assert_known, assert_settled},
    connection_string::{
        ConnectionString, Connects, connect, connect_from_env, credentials, instead,
    },
    field::{Field, environment, from_variables},
    pages::{Async, JsonPage, OwnPage, Waiting},
};

/// All that a scheme's constant is written with, which imports it whole.
pub mod constant {
    pub use core::option::Option::{None, Some};
    pub use signed_api_specs::data::*;
}

/// A type whose name includes a constant that says what it must be. If that is in error, so is the type,
/// and the compiler reports the constant alone.
pub trait Checked<const IS_CHECKED: bool> {
    /// The type itself.
    type Itself: ?Sized;
}

impl<T: ?Sized> Checked<true> for T {
    type Itself = T;
}

/// A request's `Debug`: the call and none of its values.
///
/// # Errors
///
/// If the formatter has one.
pub fn describe<R: Request>(_: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Display::fmt(&R::CALL, f)
}
