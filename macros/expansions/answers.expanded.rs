/// Answers.
pub trait Answers {
    /// Status and headers.
    fn size(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Outcome<Response<()>>,
    > + ::signed_api::__private::Send;
    /// Something, or nothing.
    fn allowed(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<Option<String>, Error>,
    > + ::signed_api::__private::Send;
    /// Bytes, by a method that has no attribute of its own.
    fn purge(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Outcome<Bytes>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Answers::size`].

```http
HEAD /a
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct AnswersSize;
impl ::signed_api::Request for AnswersSize {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Outcome<Response<()>>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Answers::size",
        method: "HEAD",
        path: "/a",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for AnswersSize {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Answers::allowed`].

```http
OPTIONS /a
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct AnswersAllowed;
impl ::signed_api::Request for AnswersAllowed {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<Option<String>, Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Answers::allowed",
        method: "OPTIONS",
        path: "/a",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for AnswersAllowed {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Answers::purge`].

```http
PURGE /a
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct AnswersPurge;
impl ::signed_api::Request for AnswersPurge {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Outcome<Bytes>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Answers::purge",
        method: "PURGE",
        path: "/a",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for AnswersPurge {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Answers`].

| call | request |
|---|---|
| [`size`](Answers::size) | `HEAD /a` |
| [`allowed`](Answers::allowed) | `OPTIONS /a` |
| [`purge`](Answers::purge) | `PURGE /a` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct AnswersClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl AnswersClient {
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
for AnswersClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for AnswersClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Answers for AnswersClient {
    async fn size(&self) -> Outcome<Response<()>> {
        self.0.send(AnswersSize {}).await
    }
    async fn allowed(&self) -> Result<Option<String>, Error> {
        self.0.send(AnswersAllowed {}).await
    }
    async fn purge(&self) -> Outcome<Bytes> {
        self.0.send(AnswersPurge {}).await
    }
}
