//! What `tracing` is told of a call: a span for it, one for each attempt, and what happens between.
//! Feature `tracing`; without it nothing is told, and nothing is left of this.
//!
//! Fields have the names of OpenTelemetry's conventions for HTTP clients. Never is the value of a
//! header, a query, a path or a setting told, nor anything of a body.

#[cfg(not(feature = "tracing"))]
#[path = "trace/silent.rs"]
mod told;
#[cfg(feature = "tracing")]
#[path = "trace/spans.rs"]
mod told;

pub(crate) use self::told::{Span, clock_corrected, credentials_refreshed, waits};
