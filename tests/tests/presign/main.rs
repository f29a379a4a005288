//! Presigned URLs: those that providers' SDKs make, for as long as they are valid.

pub mod client;
mod vectors;
