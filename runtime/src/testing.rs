//! For tests: a transport that reaches nobody, and a server that verifies.

#[cfg(feature = "server")]
mod desk;
#[cfg(feature = "server")]
mod fault;
#[cfg(any(feature = "server", feature = "wiremock"))]
mod judge;
mod memory;
mod own;
mod pattern;
#[cfg(feature = "record")]
mod recorder;
#[cfg(feature = "record")]
mod recording;
#[cfg(any(feature = "server", feature = "wiremock"))]
mod refusal;
#[cfg(feature = "record")]
mod replay;
#[cfg(feature = "record")]
mod scrub;
#[cfg(feature = "server")]
mod seen;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "wiremock")]
mod wiremock;

pub use self::memory::{Memory, Route, Unmet};
#[cfg(feature = "wiremock")]
pub use self::wiremock::{RefusedBy, SignedBy, signed_by};
#[cfg(feature = "server")]
pub use self::{
    fault::Fault,
    seen::Seen,
    server::{Server, ServerBuilder},
};
#[cfg(feature = "record")]
pub use self::{recorder::Recorder, replay::Replay};
