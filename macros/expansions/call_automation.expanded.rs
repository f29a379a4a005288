/// Calls of Azure Communication Services.
pub trait CallAutomation {
    /// Places an outbound call.
    fn create_call(
        &self,
        call: &CreateCall,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<CallConnection, Error>,
    > + ::signed_api::__private::Send;
    /// Plays speech into a call.
    fn play(
        &self,
        call_connection_id: &str,
        play: &Play,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`CallAutomation::create_call`].

```http
POST /calling/callConnections?api-version=2026-03-12
content-type: application/json

{call}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct CallAutomationCreateCall<'a> {
    ///`call`: the body, as JSON.
    pub call: &'a CreateCall,
}
impl ::signed_api::Request for CallAutomationCreateCall<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<CallConnection, Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "CallAutomation::create_call",
        method: "POST",
        path: "/calling/callConnections?api-version=2026-03-12",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.body(self.call);
    }
}
impl ::signed_api::__private::Debug for CallAutomationCreateCall<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`CallAutomation::play`].

```http
POST /calling/callConnections/{call_connection_id}:play?api-version=2026-03-12
content-type: application/json

{play}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct CallAutomationPlay<'a> {
    ///`call_connection_id`: in the path.
    pub call_connection_id: &'a str,
    ///`play`: the body, as JSON.
    pub play: &'a Play,
}
impl ::signed_api::Request for CallAutomationPlay<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "CallAutomation::play",
        method: "POST",
        path: "/calling/callConnections/{call_connection_id}:play?api-version=2026-03-12",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("call_connection_id", self.call_connection_id);
        draft.body(self.play);
    }
}
impl ::signed_api::__private::Debug for CallAutomationPlay<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`CallAutomation`].

| call | request |
|---|---|
| [`create_call`](CallAutomation::create_call) | `POST /calling/callConnections?api-version=2026-03-12` |
| [`play`](CallAutomation::play) | `POST /calling/callConnections/{call_connection_id}:play?api-version=2026-03-12` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct CallAutomationClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl CallAutomationClient {
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
for CallAutomationClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for CallAutomationClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl CallAutomation for CallAutomationClient {
    async fn create_call(&self, call: &CreateCall) -> Result<CallConnection, Error> {
        self.0.send(CallAutomationCreateCall { call }).await
    }
    async fn play(&self, call_connection_id: &str, play: &Play) -> Result<(), Error> {
        self.0
            .send(CallAutomationPlay {
                call_connection_id,
                play,
            })
            .await
    }
}
