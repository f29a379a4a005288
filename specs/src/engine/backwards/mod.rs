//! Templates read backwards: the same file that signs also verifies.
//!
//! [`Reading`] is how a scheme's entries are read, made once from the file; [`Received`] is what
//! was read from one request; [`Verified`] or [`Refusal`] is the verdict.

mod alphabet;
mod always;
#[cfg(feature = "diagnose")]
mod captured;
mod compare;
mod covered;
mod grain;
mod opening;
mod parts;
mod reader;
mod reading;
mod received;
mod refusal;
mod required;
mod separation;
mod taken;
mod undo;
mod verify;

#[cfg(feature = "diagnose")]
pub(crate) use captured::{Captured, Differing, Malformed};
pub(super) use reading::groups;
pub use reading::{Reading, Unreadable};
pub use received::Received;
pub use refusal::Refusal;
pub use verify::{Verification, Verified};
