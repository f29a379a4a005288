/// Parameters.
#[allow(clippy::too_many_arguments, reason = "one of each")]
pub trait Parameters {
    /// Path, query and header.
    fn find(
        &self,
        id: &str,
        kind: Kind,
        page: Option<u32>,
        filter: &str,
        ids: &[u64],
        trace: Option<&str>,
        fields: Vec<String>,
        auth_scheme: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<String, Error>,
    > + ::signed_api::__private::Send;
    /// A form.
    fn add(
        &self,
        first: &str,
        phones: &[&str],
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Parameters::find`].

```http
GET /people/{id}/{kind}?page={page}&$filter={filter}&ids={ids}
x-trace: {trace}
x-fields: {fields}
```
Signed by scheme `sinch-application`: [Sinch application signed request](https://developers.sinch.com/docs/voice/api-reference/authentication/signed-request).*/
pub struct ParametersFind<'a> {
    ///`id`: in the path.
    pub id: &'a str,
    ///`kind`: in the path.
    pub kind: Kind,
    ///`page`: in the query.
    pub page: Option<u32>,
    ///`$filter`: in the query.
    pub filter: &'a str,
    ///`ids`: in the query, joined by `,`.
    pub ids: &'a [u64],
    ///The header `x-trace`.
    pub trace: Option<&'a str>,
    ///The header `x-fields`, joined by `, `.
    pub fields: Vec<String>,
    ///The setting `auth_scheme` of the scheme.
    pub auth_scheme: &'a str,
}
impl ::signed_api::Request for ParametersFind<'_> {
    type Scheme = ::signed_api::schemes::SinchApplication;
    type Answer = Result<String, Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Parameters::find",
        method: "GET",
        path: "/people/{id}/{kind}",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("id", self.id);
        draft.path("kind", &self.kind);
        draft.query("page", &self.page);
        draft.query("$filter", self.filter);
        draft.query_joined("ids", ",", self.ids);
        draft.header("x-trace", &self.trace);
        draft.header_joined("x-fields", ", ", &self.fields);
        draft.setting("auth_scheme", self.auth_scheme);
    }
}
impl ::signed_api::__private::Debug for ParametersFind<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Parameters::add`].

```http
POST /people
content-type: application/x-www-form-urlencoded

First Name={first}&phones={phones}
```
Signed by scheme `sinch-application`: [Sinch application signed request](https://developers.sinch.com/docs/voice/api-reference/authentication/signed-request).*/
pub struct ParametersAdd<'a> {
    ///`First Name`: in the form.
    pub first: &'a str,
    ///`phones`: in the form, joined by `;`.
    pub phones: &'a [&'a str],
}
impl ::signed_api::Request for ParametersAdd<'_> {
    type Scheme = ::signed_api::schemes::SinchApplication;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Parameters::add",
        method: "POST",
        path: "/people",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.form("First Name", self.first);
        draft.form_joined("phones", ";", self.phones);
    }
}
impl ::signed_api::__private::Debug for ParametersAdd<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Parameters`].

| call | request |
|---|---|
| [`find`](Parameters::find) | `GET /people/{id}/{kind}?page={page}&$filter={filter}&ids={ids}` |
| [`add`](Parameters::add) | `POST /people` |

Signed by scheme `sinch-application`: [Sinch application signed request](https://developers.sinch.com/docs/voice/api-reference/authentication/signed-request).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct ParametersClient(
    ::signed_api::Client<::signed_api::schemes::SinchApplication>,
);
#[allow(dead_code)]
impl ParametersClient {
    /// A client with defaults.
    ///
    /// # Errors
    ///
    /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
    pub fn new(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<::signed_api::schemes::SinchApplication>,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        Self::builder(endpoint, credentials).build()
    }
    /// For all that has a default: transport, options, clock, settings, changes before
    /// signing.
    pub fn builder(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<::signed_api::schemes::SinchApplication>,
    ) -> ::signed_api::Builder<Self, ::signed_api::schemes::SinchApplication> {
        ::signed_api::Builder::new(endpoint, credentials)
    }
    /// The same client with other options; everything else is shared.
    #[must_use]
    pub fn with(&self, options: ::signed_api::Options) -> Self {
        Self(self.0.with(options))
    }
}
impl ::signed_api::__private::From<
    ::signed_api::Client<::signed_api::schemes::SinchApplication>,
> for ParametersClient {
    fn from(
        client: ::signed_api::Client<::signed_api::schemes::SinchApplication>,
    ) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for ParametersClient {
    type Target = ::signed_api::Client<::signed_api::schemes::SinchApplication>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Parameters for ParametersClient {
    async fn find(
        &self,
        id: &str,
        kind: Kind,
        page: Option<u32>,
        filter: &str,
        ids: &[u64],
        trace: Option<&str>,
        fields: Vec<String>,
        auth_scheme: &str,
    ) -> Result<String, Error> {
        self.0
            .send(ParametersFind {
                id,
                kind,
                page,
                filter,
                ids,
                trace,
                fields,
                auth_scheme,
            })
            .await
    }
    async fn add(&self, first: &str, phones: &[&str]) -> Result<(), Error> {
        self.0.send(ParametersAdd { first, phones }).await
    }
}
