//! The macros of `signed-api`. Use them through that crate, which documents them.
//!
//! What comes in goes through three stages: as written ([`arguments`], [`written`]), checked
//! ([`check`] makes a [`model`]), expanded ([`expand`]). Errors are collected within a stage, and
//! a stage that has any is the last; then the trait is emitted all the same, with stand-ins for
//! what would have been made, so that no other error hides the one that matters.

mod api;
mod arguments;
mod attribute;
mod check;
mod constant;
mod credentials;
mod errors;
mod expand;
mod lifetimes;
mod model;
mod names;
mod path;
mod scheme;
mod setting;
mod wire;
mod written;

use proc_macro::TokenStream;

/// Makes a client of a trait. See `signed_api::signed_api`.
#[proc_macro_attribute]
pub fn signed_api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api::expand(arguments.into(), item.into()).into()
}

/// Makes a type of a scheme file: `scheme!(pub Acme = "specs/acme.toml");`. See
/// `signed_api::scheme`.
#[proc_macro]
pub fn scheme(input: TokenStream) -> TokenStream {
    credentials::expand(input.into()).into()
}
