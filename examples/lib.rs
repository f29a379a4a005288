//! Programs that a newcomer runs first: `cargo run --example acs_call`.
