//! What signing costs: `cargo bench`.
//!
//! Each case signs one ready request in several ways, which give the same signature. What is timed
//! is the signing alone: the request is made before, and dropped after.

mod by_hand;
mod case;
mod every;
mod example;
mod floor;
mod measure;
mod sigv4;
mod work;

use std::time::Duration;

fn main() {
    // `cargo test --benches` only wants to see that it runs.
    let test = std::env::args().any(|argument| argument == "--test");
    let seconds = |seconds| Duration::from_secs(if test { 0 } else { seconds });
    // `cargo bench -- stripe` times the schemes of that name, and nothing else.
    let named: Option<String> = std::env::args().skip(1).find(|one| !one.starts_with('-'));
    if let Some(name) = named {
        return every::table(&name, seconds(10));
    }
    case::table(seconds(15));
    every::table("", seconds(30));
}
