//! What a signing scheme is, and what it does to a request.
//!
//! A scheme is data: credentials, settings, a string to sign, and what is sent. `signed-api-reader`
//! makes it from a TOML file and says everything that is wrong with one; [`SchemeData`] is the
//! checked result, which the macro of `signed-api` writes as a `const`;
//! [`SigningKey::sign`] applies it to a request, [`SchemeData::explain`] tells how,
//! [`SchemeData::refused`] why a server refused it, and [`Reading`] verifies one.
//!
//! The crate is pure: it has no clock, no randomness, and does no I/O. This is its language:
//!
#![doc = include_str!("../LANGUAGE.md")]

mod algorithm;
mod builtin;
mod coverage;
pub mod data;
#[cfg(feature = "diagnose")]
pub mod diagnose;
mod engine;
mod function;
pub mod language;
mod show;
mod time;
mod timestamp;
mod walk;

pub use builtin::{builtin_names, builtin_text};
pub use data::{SchemeData, Value, Values};
pub use engine::*;
pub use timestamp::{Length, NoTime, Timestamp};
