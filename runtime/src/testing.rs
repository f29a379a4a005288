//! For tests: a transport that reaches nobody, and a server that verifies.

#[cfg(feature = "server")]
mod judge;
mod memory;
mod own;
#[cfg(feature = "server")]
mod refusal;
#[cfg(feature = "server")]
mod server;

pub use self::memory::{Memory, Route, Unmet};
#[cfg(feature = "server")]
pub use self::server::{Seen, Server, ServerBuilder};
