/// Literals.
pub trait Literals {
    /// The trait's alone.
    fn plain(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// The trait's and the method's.
    fn more(
        &self,
        id: u64,
        d: &[u64],
    ) -> impl ::signed_api::__private::Future<
        Output = Result<String, Error>,
    > + ::signed_api::__private::Send;
    /// A parameter's header replaces the trait's, too.
    fn parameter(
        &self,
        value: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// The trait's key.
    fn posted(
        &self,
        key: Option<&str>,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// A key of its own.
    fn put(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Literals::plain`].

```http
GET /plain?a=1&flag
x-trait: a: b
x-both: trait
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LiteralsPlain;
impl ::signed_api::Request for LiteralsPlain {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Literals::plain",
        method: "GET",
        path: "/plain?a=1&flag",
        headers: &[("x-trait", "a: b"), ("x-both", "trait")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for LiteralsPlain {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Literals::more`].

```http
GET /{id}/more?a=1&flag&b=2&c=%20&d[]={d}
x-trait: a: b
x-both: method
accept: text/plain
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LiteralsMore<'a> {
    ///`id`: in the path.
    pub id: u64,
    ///`d[]`: in the query.
    pub d: &'a [u64],
}
impl ::signed_api::Request for LiteralsMore<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<String, Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Literals::more",
        method: "GET",
        path: "/{id}/more?a=1&flag&b=2&c=%20",
        headers: &[("x-trait", "a: b"), ("x-both", "method"), ("accept", "text/plain")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("id", &self.id);
        draft.query("d[]", self.d);
    }
}
impl ::signed_api::__private::Debug for LiteralsMore<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Literals::parameter`].

```http
GET /parameter?a=1&flag
x-both: trait
x-trait: {value}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LiteralsParameter<'a> {
    ///The header `x-trait`.
    pub value: &'a str,
}
impl ::signed_api::Request for LiteralsParameter<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Literals::parameter",
        method: "GET",
        path: "/parameter?a=1&flag",
        headers: &[("x-both", "trait")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.header("x-trait", self.value);
    }
}
impl ::signed_api::__private::Debug for LiteralsParameter<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Literals::posted`].

```http
POST /posted?a=1&flag
x-trait: a: b
x-both: trait
x-first-sent: (when it was first attempted)
idempotency-key: {key}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LiteralsPosted<'a> {
    ///The header `idempotency-key`.
    pub key: Option<&'a str>,
}
impl ::signed_api::Request for LiteralsPosted<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Literals::posted",
        method: "POST",
        path: "/posted?a=1&flag",
        headers: &[("x-trait", "a: b"), ("x-both", "trait")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::Some(::signed_api::Idempotency {
            key: "idempotency-key",
            first_sent: ::signed_api::__private::Option::Some("x-first-sent"),
        }),
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.header("idempotency-key", &self.key);
    }
}
impl ::signed_api::__private::Debug for LiteralsPosted<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Literals::put`].

```http
PUT /put?a=1&flag
x-trait: a: b
x-both: trait
x-once: (made once for a call)
x-first-sent: (when it was first attempted)
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct LiteralsPut;
impl ::signed_api::Request for LiteralsPut {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Literals::put",
        method: "PUT",
        path: "/put?a=1&flag",
        headers: &[("x-trait", "a: b"), ("x-both", "trait")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::Some(::signed_api::Idempotency {
            key: "x-once",
            first_sent: ::signed_api::__private::Option::Some("x-first-sent"),
        }),
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for LiteralsPut {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Literals`].

| call | request |
|---|---|
| [`plain`](Literals::plain) | `GET /plain?a=1&flag` |
| [`more`](Literals::more) | `GET /{id}/more?a=1&flag&b=2&c=%20&d[]={d}` |
| [`parameter`](Literals::parameter) | `GET /parameter?a=1&flag` |
| [`posted`](Literals::posted) | `POST /posted?a=1&flag` |
| [`put`](Literals::put) | `PUT /put?a=1&flag` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct LiteralsClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl LiteralsClient {
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
for LiteralsClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for LiteralsClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Literals for LiteralsClient {
    async fn plain(&self) -> Result<(), Error> {
        self.0.send(LiteralsPlain {}).await
    }
    async fn more(&self, id: u64, d: &[u64]) -> Result<String, Error> {
        self.0.send(LiteralsMore { id, d }).await
    }
    async fn parameter(&self, value: &str) -> Result<(), Error> {
        self.0.send(LiteralsParameter { value }).await
    }
    async fn posted(&self, key: Option<&str>) -> Result<(), Error> {
        self.0.send(LiteralsPosted { key }).await
    }
    async fn put(&self) -> Result<(), Error> {
        self.0.send(LiteralsPut {}).await
    }
}
