//! A user's types have every name that generated code needs, and its methods and parameters have
//! those of the code around them.
#![allow(
    missing_docs,
    non_camel_case_types,
    clippy::missing_errors_doc,
    clippy::upper_case_acronyms,
    clippy::wrong_self_convention,
    clippy::module_name_repetitions,
    reason = "the names are the test"
)]

use signed_api_tests::now_or_never;

/// Types with names of the runtime's, of the prelude's, of primitive types, and of crates.
pub mod types {
    macro_rules! types {
        ($($name:ident)*) => {
            $(
                #[doc = "A type with a name of somebody else's."]
                #[derive(::core::fmt::Debug, ::serde::Serialize, ::serde::Deserialize)]
                pub struct $name;
            )*
        };
    }

    types! {
        Answer Body BoxFuture Builder Call Client Draft Endpoint Error Moment Options Outgoing Preset
        Provider Request Response Scheme SchemeData Secret Setting Signed Signer Signing Signs
        StringToSign Transport Unsigned Value
        Clone Debug Deref Field Formatter From Future Iterator Option Pin Result Send Sized Some None
        Ok Err String Sync Vec
        bool char str u8 usize
        __private core std signed_api alloc
    }
}

/// The trait with all of them: a body of each kind would do.
pub mod bodies {
    use super::types::{
        Answer, Call, Clone, Debug, Deref, Draft, Future, Option, Preset, Request, Result, Send,
        Setting, Signing, Sized, String, Value, Vec,
    };
    // Whoever needs the real one has to say so.
    type Of<T> = ::core::result::Result<T, ::signed_api::Error>;

    #[::signed_api::signed_api(scheme = "acs")]
    pub trait Client {
        #[post("/a", unsigned)]
        async fn send(&self, #[body] body: &Call) -> Of<Draft>;
        #[post("/b/{f}/{draft}")]
        async fn sign(
            &self,
            f: &Answer,
            draft: &Preset,
            #[query] client: &Signing,
            #[header("x-a")] endpoint: &Setting,
            #[form] credentials: &Value,
        ) -> Of<Result>;
        #[post("/c")]
        async fn new(&self, #[body] request: Option) -> Of<Vec>;
        #[post("/d")]
        async fn builder(&self, #[body] span: Send) -> Of<Sized>;
        #[post("/e")]
        async fn from(&self, #[body("application/json")] value: String) -> Of<Future>;
        #[post("/f")]
        async fn deref(&self, #[body] this: Clone) -> Of<Deref>;
        #[post("/g")]
        async fn fmt(&self, #[body] formatter: Debug) -> Of<Request>;
        #[post("/h")]
        async fn write(&self, #[body] name: ()) -> Of<()>;
    }
}

/// All names at once, by a glob, with a scheme of the user's own among them.
pub mod shadowed {
    // The last are names of types and of modules: only a path from the root gets past them.
    use super::types::*;

    ::signed_api::scheme!(pub Own = "ui/specs/acme.toml");

    #[::signed_api::signed_api(scheme = Own)]
    pub trait Shadowed {
        #[get("/{id}")]
        async fn get(
            &self,
            id: &str,
            #[query(join = ",")] list: &Vec,
        ) -> ::core::result::Result<Response, ::signed_api::Error>;
    }

    pub fn client() -> ::core::result::Result<ShadowedClient, ::signed_api::Error> {
        let own = Own {
            key: ::core::convert::From::from("k"),
        };
        ShadowedClient::new("https://acme.example", own)
    }
}

/// A user's blanket trait has methods of our names for every type.
pub mod everywhere {
    pub trait Everywhere {
        fn send(&self) {}
        fn build(&self) {}
        fn describe(&self) {}
    }

    impl<T: ?Sized> Everywhere for T {}

    #[signed_api::signed_api(scheme = "acs")]
    pub trait Blanket {
        #[get("/")]
        async fn call(&self, #[query] to: &str) -> Result<(), signed_api::Error>;
    }
}

#[test]
fn the_traits_own_methods_win() {
    use bodies::{Client as _, ClientClient};
    use everywhere::Blanket as _;
    use shadowed::Shadowed as _;

    let memory = signed_api::testing::Memory::new();
    memory.answer(http::Response::new("null"));
    let acs = signed_api::schemes::Acs {
        access_key: "cHc=".into(),
    };
    let client = ClientClient::builder("https://h", acs.clone()).transport(memory.clone());
    let client: ClientClient = client.build().unwrap();
    now_or_never(client.send(&types::Call)).unwrap();
    assert_eq!(memory.requests()[0].http().uri().path(), "/a");
    let blanket = everywhere::BlanketClient::new("https://h", acs).unwrap();
    let shadowed = shadowed::client().unwrap();
    drop((blanket.call("a"), shadowed.get(&types::str, &types::Vec)));
}
