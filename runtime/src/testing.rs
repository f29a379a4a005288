//! For tests: a transport that reaches nobody, and a server that verifies.

#[cfg(feature = "server")]
mod desk;
#[cfg(feature = "server")]
mod fault;
#[cfg(feature = "server")]
mod judge;
mod memory;
mod own;
mod pattern;
#[cfg(feature = "record")]
mod recorder;
#[cfg(feature = "record")]
mod recording;
#[cfg(feature = "server")]
mod refusal;
#[cfg(feature = "record")]
mod replay;
#[cfg(feature = "record")]
mod scrub;
#[cfg(feature = "server")]
mod seen;
#[cfg(feature = "server")]
mod server;

pub use self::memory::{Memory, Route, Unmet};
#[cfg(feature = "server")]
pub use self::{
    fault::Fault,
    seen::Seen,
    server::{Server, ServerBuilder},
};
#[cfg(feature = "record")]
pub use self::{recorder::Recorder, replay::Replay};
