//! What the tests against real servers share. `tests/servers/run` starts the servers and the tests.

mod spoilt;

pub use spoilt::Spoilt;

/// Names that have to be escaped, and some that must not be.
pub const NAMES: [&str; 6] = [
    "plain.txt",
    "with space.txt",
    "a+b.txt",
    "tilde~.txt",
    "Grüße, 世界 🌍.txt",
    "it's (1)*!&=#?;:@$,%25.txt",
];

/// Where a server is, or what it knows, as `run` says it.
pub fn given(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("`{name}` is not set: these tests are started by `tests/servers/run`")
    })
}
