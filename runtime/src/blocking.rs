//! Clients that wait: the same without `async`. Feature `blocking`.
//!
//! A trait of plain `fn` has such a client by itself; `blocking` in the attribute of an async one
//! makes a second trait and client beside it, and both send the same requests.
//!
//! ```
//! # use signed_api::{Error, schemes::Acs, signed_api, testing::Memory};
//! #[signed_api(scheme = "acs", blocking)] // also makes `CallsBlocking` and `CallsBlockingClient`
//! pub trait Calls {
//!     #[get("/calls/{id}")]
//!     async fn call(&self, id: &str) -> Result<String, Error>;
//! }
//!
//! # let acs = Acs { access_key: "c2VjcmV0".into() };
//! # let network = Memory::new();
//! # network.answer(http::Response::new("connected"));
//! let calls = CallsBlockingClient::builder("https://contoso.communication.azure.com", acs)
//!     .transport(network) // a fake; leave it out to send with reqwest, or ureq
//!     .build()?;
//! assert_eq!(calls.call("421f3500")?, "connected");
//! # Ok::<(), Error>(())
//! ```
//!
//! A call waits on the thread that makes it. It may be one that runs async code: the call holds that
//! up, as anything that blocks does, and nothing panics. With reqwest, what a call waits for (sockets,
//! timers) is watched by one thread for the whole process, which starts with the first call.
//!
//! # No async runtime
//!
//! `default-features = false, features = ["aws-lc-rs", "ureq"]` is a client that sends with
//! [`ureq`](https://docs.rs/ureq), on the thread that calls; there is then no tokio in the program. With the
//! features `ureq` and `reqwest` both, reqwest is the default, and an agent is given by `transport`: the
//! default one by `default_agent`, or one of your own.

mod builder;
mod client;
mod counts;
mod pages;
mod provider;
mod transport;
mod wait;
#[cfg(feature = "reqwest")]
mod watch;

#[cfg(feature = "ureq")]
pub use crate::transport::default_agent;

pub(crate) use self::wait::wait;
pub use self::{
    builder::Builder,
    client::Client,
    counts::Counts,
    pages::{Pages, Waits},
    provider::Provider,
    transport::Transport,
};
