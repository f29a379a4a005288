//! What `tracing` is told of a call: a span for it, one for each attempt, and what happens between.
//! Feature `tracing`; without it nothing is told, and nothing is left of this.
//!
//! Fields have the names of OpenTelemetry's conventions for HTTP clients. Never is the value of a
//! header, a query, a path or a setting told, nor anything of a body.
//!
//! A call ends when its answer was read: one that cannot be is the error of the call, after an attempt
//! that succeeded. Of what comes later (a body in pieces, the items of a page) no span tells.

#[cfg(not(feature = "tracing"))]
#[path = "trace/silent.rs"]
mod told;
#[cfg(feature = "tracing")]
#[path = "trace/spans.rs"]
mod told;

pub(crate) use self::told::{Span, clock_corrected, credentials_refreshed, waits};
