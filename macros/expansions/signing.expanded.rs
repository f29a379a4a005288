/// Signing.
pub trait Signing {
    /// Not at all.
    fn ping(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<String, Error>,
    > + ::signed_api::__private::Send;
    /// By a variant of the scheme.
    fn dated(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// By a type.
    fn typed(
        &self,
        id: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Signing::ping`].

```http
GET /ping
x-a: b
```
It is sent unsigned.*/
pub struct SigningPing;
impl ::signed_api::Request for SigningPing {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<String, Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Signing::ping",
        method: "GET",
        path: "/ping",
        headers: &[("x-a", "b")],
        signing: ::signed_api::Signing::Unsigned,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for SigningPing {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Signing::dated`].

```http
GET /dated
x-a: b
```
Signed by scheme `acs-date`: [Azure Communication Services, HMAC-SHA256, date in the `Date` header](https://learn.microsoft.com/azure/communication-services/tutorials/postman-tutorial).*/
pub struct SigningDated;
impl ::signed_api::Request for SigningDated {
    type Scheme = ::signed_api::schemes::AcsDate;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Signing::dated",
        method: "GET",
        path: "/dated",
        headers: &[("x-a", "b")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for SigningDated {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
#[cfg(doc)]
type __SigningTypedScheme = Other;
#[cfg(not(doc))]
type __SigningTypedScheme = <Other as ::signed_api::__private::Checked<
    {
        let _ = <Other as ::signed_api::Scheme>::DATA;
        true
    },
>>::Itself;
/**The request of [`Signing::typed`].

```http
POST /typed/{id}
x-a: c
```
Signed by scheme `Other`.*/
pub struct SigningTyped<'a> {
    ///`id`: in the path.
    pub id: &'a str,
}
impl ::signed_api::Request for SigningTyped<'_> {
    type Scheme = __SigningTypedScheme;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Signing::typed",
        method: "POST",
        path: "/typed/{id}",
        headers: &[("x-a", "c")],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("id", self.id);
    }
}
impl ::signed_api::__private::Debug for SigningTyped<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Signing`].

| call | request |
|---|---|
| [`ping`](Signing::ping) | `GET /ping` |
| [`dated`](Signing::dated) | `GET /dated` |
| [`typed`](Signing::typed) | `POST /typed/{id}` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct SigningClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl SigningClient {
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
for SigningClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for SigningClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Signing for SigningClient {
    async fn ping(&self) -> Result<String, Error> {
        self.0.send(SigningPing {}).await
    }
    async fn dated(&self) -> Result<(), Error> {
        self.0.send(SigningDated {}).await
    }
    async fn typed(&self, id: &str) -> Result<(), Error> {
        self.0.send(SigningTyped { id }).await
    }
}
const _: () = ::signed_api::__private::assert_settled(
    <__SigningTypedScheme as ::signed_api::Scheme>::DATA,
    &[],
);
const _: () = ::core::assert!(
    ! < __SigningTypedScheme as ::signed_api::Scheme > ::DATA.replaces_header("x-a"),
    "scheme `Other` sets the header `x-a` itself: what is given here would be lost\nhelp: take it away"
);
const _: () = ::core::assert!(
    ! < __SigningTypedScheme as ::signed_api::Scheme > ::DATA.needs_content_type(),
    "scheme `Other` signs the header `content-type`, and `typed` sends none\nhelp: a `#[body]`, or `header = \"content-type: ...\"` after its path"
);
