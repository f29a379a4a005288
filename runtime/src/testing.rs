//! For tests: a transport that reaches nobody.

mod memory;

pub use self::memory::Memory;
