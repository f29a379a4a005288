/// Lifetimes.
pub trait Lifetimes {
    /// Declared, one with a bound.
    fn declared<'a, 'b: 'a>(
        &self,
        r#type: &'a str,
        b: &'b str,
        c: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// Elided, also inside a type.
    fn r#loop(
        &self,
        r#match: Cow<'_, str>,
        all: &[&str],
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// None, and only in some builds.
    #[cfg(not(test))]
    #[must_use]
    fn none(
        &self,
        id: u64,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Lifetimes::declared`].

```http
GET /{type}/{b}?c={c}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LifetimesDeclared<'c, 'a, 'b: 'a> {
    ///`type`: in the path.
    pub r#type: &'a str,
    ///`b`: in the path.
    pub b: &'b str,
    ///`c`: in the query.
    pub c: &'c str,
}
impl ::signed_api::Request for LifetimesDeclared<'_, '_, '_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lifetimes::declared",
        method: "GET",
        path: "/{type}/{b}",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("type", self.r#type);
        draft.path("b", self.b);
        draft.query("c", self.c);
    }
}
impl ::signed_api::__private::Debug for LifetimesDeclared<'_, '_, '_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Lifetimes::loop`].

```http
GET /{match}?all={all}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LifetimesLoop<'a> {
    ///`match`: in the path.
    pub r#match: Cow<'a, str>,
    ///`all`: in the query.
    pub all: &'a [&'a str],
}
impl ::signed_api::Request for LifetimesLoop<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lifetimes::loop",
        method: "GET",
        path: "/{match}",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("match", &self.r#match);
        draft.query("all", self.all);
    }
}
impl ::signed_api::__private::Debug for LifetimesLoop<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
#[cfg(not(test))]
/**The request of [`Lifetimes::none`].

```http
GET /?id={id}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LifetimesNone {
    ///`id`: in the query.
    pub id: u64,
}
#[cfg(not(test))]
impl ::signed_api::Request for LifetimesNone {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lifetimes::none",
        method: "GET",
        path: "/",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.query("id", &self.id);
    }
}
#[cfg(not(test))]
impl ::signed_api::__private::Debug for LifetimesNone {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Lifetimes`].

| call | request |
|---|---|
| [`declared`](Lifetimes::declared) | `GET /{type}/{b}?c={c}` |
| [`loop`](Lifetimes::loop) | `GET /{match}?all={all}` |
| `none` | `GET /?id={id}` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct LifetimesClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl LifetimesClient {
    /// A client with defaults.
    ///
    /// # Errors
    ///
    /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
    pub fn new(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<::signed_api::schemes::Acs>,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        Self::builder(endpoint, credentials).build()
    }
    /// For all that has a default: transport, options, clock, settings, changes before
    /// signing.
    pub fn builder(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<::signed_api::schemes::Acs>,
    ) -> ::signed_api::Builder<Self, ::signed_api::schemes::Acs> {
        ::signed_api::Builder::new(endpoint, credentials)
    }
    /// The same client with other options; everything else is shared.
    #[must_use]
    pub fn with(&self, options: ::signed_api::Options) -> Self {
        Self(self.0.with(options))
    }
    /// A client with defaults, of a connection string.
    ///
    /// # Errors
    ///
    /// If a member is missing, or the endpoint is none.
    pub fn from_connection_string(
        text: &::core::primitive::str,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        let (endpoint, credentials) = ::signed_api::__private::connect::<
            ::signed_api::schemes::Acs,
        >(text)?;
        ::signed_api::Builder::<
            Self,
            ::signed_api::schemes::Acs,
        >::new(&endpoint, credentials)
            .build()
    }
    ///A client with defaults, of the connection string in the environment: `COMMUNICATION_SERVICES_CONNECTION_STRING`.
    ///
    /// # Errors
    ///
    /// As of `from_connection_string`; and if it is not set.
    pub fn from_env() -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        let (endpoint, credentials) = ::signed_api::__private::connect_from_env::<
            ::signed_api::schemes::Acs,
        >()?;
        ::signed_api::Builder::<
            Self,
            ::signed_api::schemes::Acs,
        >::new(&endpoint, credentials)
            .build()
    }
}
impl ::signed_api::__private::From<::signed_api::Client<::signed_api::schemes::Acs>>
for LifetimesClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for LifetimesClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Lifetimes for LifetimesClient {
    async fn declared<'a, 'b: 'a>(
        &self,
        r#type: &'a str,
        b: &'b str,
        c: &str,
    ) -> Result<(), Error> {
        self.0.send(LifetimesDeclared { r#type, b, c }).await
    }
    async fn r#loop(&self, r#match: Cow<'_, str>, all: &[&str]) -> Result<(), Error> {
        self.0.send(LifetimesLoop { r#match, all }).await
    }
    #[cfg(not(test))]
    async fn none(&self, id: u64) -> Result<(), Error> {
        self.0.send(LifetimesNone { id }).await
    }
}
