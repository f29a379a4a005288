//! For tests: a transport that reaches nobody, and a server that verifies.

#[cfg(feature = "server")]
mod judge;
mod memory;
#[cfg(feature = "server")]
mod refusal;
#[cfg(feature = "server")]
mod server;

pub use self::memory::Memory;
#[cfg(feature = "server")]
pub use self::server::{Seen, Server, ServerBuilder};
