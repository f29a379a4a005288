//! What signing costs: `cargo bench`.
