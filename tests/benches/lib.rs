//! What signing and calling cost: `cargo bench`.
