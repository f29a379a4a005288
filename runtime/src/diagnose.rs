#![doc = include_str!("../REFUSED.md")]

pub use signed_api_specs::diagnose::*;
