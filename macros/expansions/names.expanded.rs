/// Names.
pub(crate) trait Names {
    /// Looks for a name.
    fn look_up(
        &self,
        name: &str,
    ) -> impl signing::__private::Future<
        Output = Result<String, Error>,
    > + signing::__private::Send;
}
/**The request of [`Names::look_up`].

```http
GET /names/{name}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub(crate) struct Lookup<'a> {
    ///`name`: in the path.
    pub(crate) name: &'a str,
}
impl signing::Request for Lookup<'_> {
    type Scheme = signing::schemes::Acs;
    type Answer = Result<String, Error>;
    const CALL: signing::Call = signing::Call {
        name: "Names::look_up",
        method: "GET",
        path: "/names/{name}",
        headers: &[],
        signing: signing::Signing::Scheme,
        idempotency: signing::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut signing::Draft) {
        draft.path("name", self.name);
    }
}
impl signing::__private::Debug for Lookup<'_> {
    fn fmt(
        &self,
        f: &mut signing::__private::fmt::Formatter<'_>,
    ) -> signing::__private::fmt::Result {
        signing::__private::describe(self, f)
    }
}
/**Client for [`Names`].

| call | request |
|---|---|
| [`look_up`](Names::look_up) | `GET /names/{name}` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub(crate) struct Directory(signing::Client<signing::schemes::Acs>);
#[allow(dead_code)]
impl Directory {
    /// A client with defaults.
    ///
    /// # Errors
    ///
    /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
    pub(crate) fn new(
        endpoint: &::core::primitive::str,
        credentials: impl signing::Provider<signing::schemes::Acs>,
    ) -> signing::__private::Result<Self, signing::Error> {
        Self::builder(endpoint, credentials).build()
    }
    /// For all that has a default: transport, options, clock, settings, changes before
    /// signing.
    pub(crate) fn builder(
        endpoint: &::core::primitive::str,
        credentials: impl signing::Provider<signing::schemes::Acs>,
    ) -> signing::Builder<Self, signing::schemes::Acs> {
        signing::Builder::new(endpoint, credentials)
    }
    /// The same client with other options; everything else is shared.
    #[must_use]
    pub(crate) fn with(&self, options: signing::Options) -> Self {
        Self(self.0.with(options))
    }
    /// A client with defaults, of a connection string.
    ///
    /// # Errors
    ///
    /// If a member is missing, or the endpoint is none.
    pub(crate) fn from_connection_string(
        text: &::core::primitive::str,
    ) -> signing::__private::Result<Self, signing::Error> {
        let (endpoint, credentials) = signing::__private::connect::<
            signing::schemes::Acs,
        >(text)?;
        signing::Builder::<Self, signing::schemes::Acs>::new(&endpoint, credentials)
            .build()
    }
    ///A client with defaults, of the connection string in the environment: `COMMUNICATION_SERVICES_CONNECTION_STRING`.
    ///
    /// # Errors
    ///
    /// As of `from_connection_string`; and if it is not set.
    pub(crate) fn from_env() -> signing::__private::Result<Self, signing::Error> {
        let (endpoint, credentials) = signing::__private::connect_from_env::<
            signing::schemes::Acs,
        >()?;
        signing::Builder::<Self, signing::schemes::Acs>::new(&endpoint, credentials)
            .build()
    }
}
impl signing::__private::From<signing::Client<signing::schemes::Acs>> for Directory {
    fn from(client: signing::Client<signing::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl signing::__private::Deref for Directory {
    type Target = signing::Client<signing::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Names for Directory {
    async fn look_up(&self, name: &str) -> Result<String, Error> {
        self.0.send(Lookup { name }).await
    }
}
