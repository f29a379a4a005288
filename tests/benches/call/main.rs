//! What a whole call costs: `cargo bench -- call`.
//!
//! The same call of Azure Communication Services is made by a client of a trait, and by hand: with
//! reqwest, `serde_json` and a key that is prepared once. Both send the same request over the same
//! connection of the same `reqwest::Client`, and read the same answer; both take a new look at the
//! clock for each signature. The server is hyper's, on a thread of its own, over loopback.

mod by_hand;
mod paired;
mod server;

use std::{net::SocketAddr, time::Duration};

use serde::{Deserialize, Serialize};
use signed_api::{Error, schemes::Acs, signed_api};

use self::{by_hand::ByHand, paired::Paired};

const KEY: &str =
    "GA91MMkl1IsrtreW3VDQwA48wyc6M5u7qfpVrphQWJEHblAofoJmpvo+vvgL3kF/Sysww+F4ldxwKvgc1qSRxw==";
const CONNECTION: &str = "421f3500-f5de-4c12-bf61-9e2641433687";

/// The part of a call's API that is measured.
#[signed_api(scheme = "acs", query = "api-version=2026-03-12")]
trait Calls {
    /// Plays speech into a call.
    #[post("/calling/callConnections/{call_connection_id}:play")]
    async fn play(&self, call_connection_id: &str, #[body] play: &Play) -> Result<Played, Error>;
}

/// What is sent: some 200 bytes.
#[derive(Serialize)]
struct Play {
    play_sources: [Speech; 1],
    operation_context: &'static str,
}

#[derive(Serialize)]
struct Speech {
    kind: &'static str,
    text: &'static str,
    voice: &'static str,
}

/// What is answered.
#[derive(Debug, Deserialize, PartialEq)]
struct Played {
    operation: String,
    number: u64,
}

const PLAY: Play = Play {
    play_sources: [Speech {
        kind: "text",
        text: "Hello, and welcome. Please say the number of your order, then press the hash key.",
        voice: "en-US-JennyNeural",
    }],
    operation_context: "greeting",
};

const HEADING: &str = "\
A whole call on loopback, from its parameters to its answer read as JSON: ACS, a body of some 200 bytes,
signed by a client of a trait, and by hand on reqwest (a key prepared once, `format!`, serde_json). One
`reqwest::Client`, one connection kept alive, one server (hyper, on another thread). Both are made in
pairs of batches in turn, the first of each pair by turns; the ratio is the median over all pairs, with
the interval of its ranks that holds it in 95 of 100 runs.
";

fn main() {
    let mut arguments = std::env::args().skip(1);
    // `cargo bench -- stripe` is about the schemes of that name.
    if arguments.any(|argument| !argument.starts_with('-') && argument != "call") {
        return;
    }
    // `cargo test --benches` only wants to see that it runs.
    let test = std::env::args().any(|argument| argument == "--test");
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().expect("a runtime");
    let address = server::start().expect("a server");
    let duration = Duration::from_secs(if test { 0 } else { 20 });
    let paired = runtime.block_on(measured(address, duration));
    println!("{HEADING}\n{paired}");
}

/// Makes both calls for so long.
async fn measured(address: SocketAddr, duration: Duration) -> Paired {
    let endpoint = format!("http://{address}");
    let reqwest = signed_api::default_transport().expect("a transport");
    let acs = Acs {
        access_key: KEY.into(),
    };
    let ours = CallsClient::builder(&endpoint, acs).transport(reqwest.clone());
    let ours = ours.build().expect("a client");
    let by_hand = ByHand::new(reqwest, &endpoint, KEY);
    let answer = ours.play(CONNECTION, &PLAY).await.expect("an answer");
    assert_eq!(
        by_hand.play(CONNECTION, &PLAY).await.expect("an answer"),
        answer
    );
    server::assert_alike();
    let ours = async || {
        ours.play(CONNECTION, &PLAY).await.expect("an answer");
    };
    let by_hand = async || {
        by_hand.play(CONNECTION, &PLAY).await.expect("an answer");
    };
    Paired::of(ours, by_hand, duration).await
}
