//! A verifier reads a request in one way only, and believes nothing that it can know by itself.

mod choices;
mod keys;
mod many;
mod one_reading;
mod senders;
mod unwrapping;
