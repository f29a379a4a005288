//! What the macro makes trips no lint of the crate that it lands in, whatever that crate forbids,
//! and needs nothing from its scope.

#![deny(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    single_use_lifetimes,
    unused_qualifications,
    unused_lifetimes,
    elided_lifetimes_in_paths,
    dead_code,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
#![forbid(unsafe_code)]

mod local;
pub mod names;

/// A crate's own names are those of the runtime, and there is no prelude.
#[no_implicit_prelude]
pub mod bare {
    use ::signed_api::{Body, Error, schemes::Acs, signed_api};

    /// A body.
    #[derive(::core::fmt::Debug, ::serde::Serialize)]
    pub struct Call;

    /// An answer.
    #[derive(::core::fmt::Debug, ::serde::Deserialize)]
    pub struct Client;

    /// A parameter.
    #[derive(::core::fmt::Debug, ::serde::Serialize)]
    pub struct Draft;

    /// The only result there is.
    pub type Result<T> = ::core::result::Result<T, Error>;

    /// Calls.
    #[signed_api(scheme = "acs", blocking, header = "x-trace: {7}")]
    pub trait Calls {
        /// Places a call.
        #[post("/calls")]
        async fn create(&self, #[body] call: &Call) -> Result<Client>;
        /// Plays something, with everything that a method may have.
        #[put("/calls/{id}/{type}")]
        async fn play<'x, 'y: 'x>(
            &self,
            #[header("x-x")] x: &'x str,
            id: &'x str,
            r#type: &'y Draft,
            #[body] body: Body,
            #[query] f: &'y Draft,
        ) -> Result<()>;
        /// Asks, unsigned.
        #[get("/ping", unsigned, request = Ping)]
        async fn ping(&self, #[query("ids", join = ",")] ids: &[u8]) -> Result<()>;
        /// Fills in a form.
        #[post("/form", scheme = "acs-date")]
        async fn form(&self, #[form] f: &str, #[form(join = ";")] draft: &[&str]) -> Result<()>;
        /// Hangs up.
        #[cfg(not(test))]
        #[delete("/calls/{id}")]
        async fn hang_up(&self, id: u64) -> Result<()>;
        /// Lists all.
        #[get("/calls")]
        async fn all(&self) -> Result<Client>;
    }

    /// Calls that wait.
    #[signed_api(scheme = "acs")]
    pub trait Waiting {
        /// Places a call.
        ///
        /// # Errors
        ///
        /// If it is refused.
        #[post("/calls")]
        fn create(&self, #[body] call: &Call) -> Result<Client>;
    }

    /// A client.
    ///
    /// # Errors
    ///
    /// If the endpoint is none.
    pub fn client() -> Result<CallsClient> {
        CallsClient::new(
            "https://contoso.example",
            Acs {
                access_key: ::core::convert::From::from("cHc="),
            },
        )
    }
}

/// A trait that is nobody else's business, and a scheme of its own.
mod private {
    use signed_api::{Error, Request as _, signed_api};

    signed_api::scheme!(Acme = "ui/specs/acme.toml");

    #[signed_api(scheme = Acme, client = Orders)]
    trait Order {
        #[get("/orders/{id}")]
        async fn order(&self, id: &str) -> Result<String, Error>;
    }

    #[signed_api(scheme = "ui/specs/acme.toml")]
    trait Refund {
        #[get("/refunds/{id}")]
        async fn refund(&self, id: &str) -> Result<String, Error>;
    }

    #[test]
    fn a_scheme_serves_several_traits() -> Result<(), Error> {
        let acme = Acme { key: "k".into() };
        let orders = Orders::new("https://acme.example", acme)?;
        let order = OrderOrder { id: "7" }.to_unsigned(orders.endpoint())?;
        assert_eq!(order.uri(), "https://acme.example/orders/7");
        let refunds = RefundClient::new(
            "https://acme.example",
            RefundScheme::from_lookup(|name| Some(name.to_owned()))?,
        )?;
        drop((orders.order("7"), refunds.refund("7")));
        Ok(())
    }
}

#[test]
fn without_a_prelude() {
    assert!(bare::client().is_ok());
}
