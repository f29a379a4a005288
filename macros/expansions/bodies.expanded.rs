/// Bodies.
pub trait Bodies {
    /// JSON, and a header after it.
    fn json(
        &self,
        value: &Value,
        content_type: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// JSON of another content type.
    fn merge(
        &self,
        value: Option<Value>,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// A text.
    fn text(
        &self,
        text: String,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// Bytes.
    fn bytes(
        &self,
        bytes: &[u8],
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// Parts.
    fn parts(
        &self,
        title: &str,
        sound: Part,
        about: Option<&Value>,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// Anything, as it is.
    fn raw(
        &self,
        body: Body,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Bodies::json`].

```http
POST /json
content-type: {content_type}

{value}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct BodiesJson<'a> {
    ///`value`: the body, as JSON.
    pub value: &'a Value,
    ///The header `content-type`.
    pub content_type: &'a str,
}
impl ::signed_api::Request for BodiesJson<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Bodies::json",
        method: "POST",
        path: "/json",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.header("content-type", self.content_type);
        draft.body(self.value);
    }
}
impl ::signed_api::__private::Debug for BodiesJson<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Bodies::merge`].

```http
PATCH /merge
content-type: application/merge-patch+json

{value}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct BodiesMerge {
    ///`value`: the body, as `application/merge-patch+json`.
    pub value: Option<Value>,
}
impl ::signed_api::Request for BodiesMerge {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Bodies::merge",
        method: "PATCH",
        path: "/merge",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.body_as("application/merge-patch+json", &self.value);
    }
}
impl ::signed_api::__private::Debug for BodiesMerge {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Bodies::text`].

```http
PUT /text
content-type: text/plain; charset=utf-8

{text}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct BodiesText {
    ///`text`: the body, as text.
    pub text: String,
}
impl ::signed_api::Request for BodiesText {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Bodies::text",
        method: "PUT",
        path: "/text",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.text(&self.text);
    }
}
impl ::signed_api::__private::Debug for BodiesText {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Bodies::bytes`].

```http
PUT /bytes
content-type: application/octet-stream

{bytes}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct BodiesBytes<'a> {
    ///`bytes`: the body, as it is.
    pub bytes: &'a [u8],
}
impl ::signed_api::Request for BodiesBytes<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Bodies::bytes",
        method: "PUT",
        path: "/bytes",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.bytes(self.bytes);
    }
}
impl ::signed_api::__private::Debug for BodiesBytes<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Bodies::parts`].

```http
POST /parts
content-type: multipart/form-data

title={title}
file={sound}
about={about}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct BodiesParts<'a> {
    ///`title`: a part of the body.
    pub title: &'a str,
    ///`file`: a part of the body.
    pub sound: Part,
    ///`about`: a part of the body.
    pub about: Option<&'a Value>,
}
impl ::signed_api::Request for BodiesParts<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Bodies::parts",
        method: "POST",
        path: "/parts",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.part("title", self.title);
        draft.part("file", &self.sound);
        draft.part("about", &self.about);
    }
}
impl ::signed_api::__private::Debug for BodiesParts<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Bodies::raw`].

```http
DELETE /raw

{body}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct BodiesRaw {
    ///`body`: the body, as JSON.
    pub body: Body,
}
impl ::signed_api::Request for BodiesRaw {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Bodies::raw",
        method: "DELETE",
        path: "/raw",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.body(&self.body);
    }
}
impl ::signed_api::__private::Debug for BodiesRaw {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Bodies`].

| call | request |
|---|---|
| [`json`](Bodies::json) | `POST /json` |
| [`merge`](Bodies::merge) | `PATCH /merge` |
| [`text`](Bodies::text) | `PUT /text` |
| [`bytes`](Bodies::bytes) | `PUT /bytes` |
| [`parts`](Bodies::parts) | `POST /parts` |
| [`raw`](Bodies::raw) | `DELETE /raw` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct BodiesClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl BodiesClient {
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
for BodiesClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for BodiesClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Bodies for BodiesClient {
    async fn json(&self, value: &Value, content_type: &str) -> Result<(), Error> {
        self.0.send(BodiesJson { value, content_type }).await
    }
    async fn merge(&self, value: Option<Value>) -> Result<(), Error> {
        self.0.send(BodiesMerge { value }).await
    }
    async fn text(&self, text: String) -> Result<(), Error> {
        self.0.send(BodiesText { text }).await
    }
    async fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        self.0.send(BodiesBytes { bytes }).await
    }
    async fn parts(
        &self,
        title: &str,
        sound: Part,
        about: Option<&Value>,
    ) -> Result<(), Error> {
        self.0.send(BodiesParts { title, sound, about }).await
    }
    async fn raw(&self, body: Body) -> Result<(), Error> {
        self.0.send(BodiesRaw { body }).await
    }
}
