/// Settings of a type.
pub trait TypedSettings {
    /// The trait's.
    fn far(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// The method's, and a parameter's.
    fn near(
        &self,
        region: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// Those of a scheme of its own.
    fn own(
        &self,
        payload: Option<&str>,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
#[cfg(doc)]
type __TypedSettingsScheme = AwsSigv4;
#[cfg(not(doc))]
type __TypedSettingsScheme = <AwsSigv4 as ::signed_api::__private::Checked<
    {
        let _ = <AwsSigv4 as ::signed_api::Scheme>::DATA;
        true
    },
>>::Itself;
/**The request of [`TypedSettings::far`].

```http
GET /trait
```
Signed by scheme `AwsSigv4`.*/
pub struct TypedSettingsFar;
impl ::signed_api::Request for TypedSettingsFar {
    type Scheme = __TypedSettingsScheme;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "TypedSettings::far",
        method: "GET",
        path: "/trait",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[("service", ::signed_api::Preset::Text("execute-api"))],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for TypedSettingsFar {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`TypedSettings::near`].

```http
GET /method
```
Signed by scheme `AwsSigv4`.*/
pub struct TypedSettingsNear<'a> {
    ///The setting `region` of the scheme.
    pub region: &'a str,
}
impl ::signed_api::Request for TypedSettingsNear<'_> {
    type Scheme = __TypedSettingsScheme;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "TypedSettings::near",
        method: "GET",
        path: "/method",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[("service", ::signed_api::Preset::Text("7"))],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.setting("region", self.region);
    }
}
impl ::signed_api::__private::Debug for TypedSettingsNear<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
#[cfg(doc)]
type __TypedSettingsOwnScheme = AwsSigv4;
#[cfg(not(doc))]
type __TypedSettingsOwnScheme = <AwsSigv4 as ::signed_api::__private::Checked<
    {
        let _ = <AwsSigv4 as ::signed_api::Scheme>::DATA;
        true
    },
>>::Itself;
/**The request of [`TypedSettings::own`].

```http
GET /own
```
Signed by scheme `AwsSigv4`.*/
pub struct TypedSettingsOwn<'a> {
    ///The setting `payload` of the scheme.
    pub payload: Option<&'a str>,
}
impl ::signed_api::Request for TypedSettingsOwn<'_> {
    type Scheme = __TypedSettingsOwnScheme;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "TypedSettings::own",
        method: "GET",
        path: "/own",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[("service", ::signed_api::Preset::Text("dynamodb"))],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.setting("payload", &self.payload);
    }
}
impl ::signed_api::__private::Debug for TypedSettingsOwn<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`TypedSettings`].

| call | request |
|---|---|
| [`far`](TypedSettings::far) | `GET /trait` |
| [`near`](TypedSettings::near) | `GET /method` |
| [`own`](TypedSettings::own) | `GET /own` |

Signed by scheme `AwsSigv4`.*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct TypedSettingsClient(::signed_api::Client<__TypedSettingsScheme>);
#[allow(dead_code)]
impl TypedSettingsClient {
    /// A client with defaults.
    ///
    /// # Errors
    ///
    /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
    pub fn new(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<__TypedSettingsScheme>,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        Self::builder(endpoint, credentials).build()
    }
    /// For all that has a default: transport, options, clock, settings, changes before
    /// signing.
    pub fn builder(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<__TypedSettingsScheme>,
    ) -> ::signed_api::Builder<Self, __TypedSettingsScheme> {
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
    pub fn from_connection_string<S>(
        text: &::core::primitive::str,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error>
    where
        S: ::signed_api::__private::Connects,
        Self: ::signed_api::__private::Deref<Target = ::signed_api::Client<S>>
            + ::signed_api::__private::From<::signed_api::Client<S>>,
    {
        let (endpoint, credentials) = ::signed_api::__private::connect::<S>(text)?;
        ::signed_api::Builder::<Self, S>::new(&endpoint, credentials).build()
    }
    ///A client with defaults, of the connection string in the environment: the variable that its file names.
    ///
    /// # Errors
    ///
    /// As of `from_connection_string`; and if it is not set.
    pub fn from_env<S>() -> ::signed_api::__private::Result<Self, ::signed_api::Error>
    where
        S: ::signed_api::__private::Connects,
        Self: ::signed_api::__private::Deref<Target = ::signed_api::Client<S>>
            + ::signed_api::__private::From<::signed_api::Client<S>>,
    {
        let (endpoint, credentials) = ::signed_api::__private::connect_from_env::<S>()?;
        ::signed_api::Builder::<Self, S>::new(&endpoint, credentials).build()
    }
}
impl ::signed_api::__private::From<::signed_api::Client<__TypedSettingsScheme>>
for TypedSettingsClient {
    fn from(client: ::signed_api::Client<__TypedSettingsScheme>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for TypedSettingsClient {
    type Target = ::signed_api::Client<AwsSigv4>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl TypedSettings for TypedSettingsClient {
    async fn far(&self) -> Result<(), Error> {
        self.0.send(TypedSettingsFar {}).await
    }
    async fn near(&self, region: &str) -> Result<(), Error> {
        self.0.send(TypedSettingsNear { region }).await
    }
    async fn own(&self, payload: Option<&str>) -> Result<(), Error> {
        self.0.send(TypedSettingsOwn { payload }).await
    }
}
const _: () = ::signed_api::__private::assert_given(
    <__TypedSettingsScheme as ::signed_api::Scheme>::DATA,
    "service",
    &::signed_api::Preset::Text("execute-api"),
);
const _: () = ::signed_api::__private::assert_given(
    <__TypedSettingsScheme as ::signed_api::Scheme>::DATA,
    "service",
    &::signed_api::Preset::Text("7"),
);
const _: () = ::signed_api::__private::assert_known(
    <__TypedSettingsScheme as ::signed_api::Scheme>::DATA,
    "region",
);
const _: () = ::signed_api::__private::assert_settled(
    <__TypedSettingsScheme as ::signed_api::Scheme>::DATA,
    &["service"],
);
const _: () = ::core::assert!(
    ! < __TypedSettingsScheme as ::signed_api::Scheme > ::DATA.needs_content_type(),
    "scheme `AwsSigv4` signs the header `content-type`, and `far` sends none\nhelp: a `#[body]`, or `header = \"content-type: ...\"` after its path"
);
const _: () = ::core::assert!(
    ! < __TypedSettingsScheme as ::signed_api::Scheme > ::DATA.needs_content_type(),
    "scheme `AwsSigv4` signs the header `content-type`, and `near` sends none\nhelp: a `#[body]`, or `header = \"content-type: ...\"` after its path"
);
const _: () = ::signed_api::__private::assert_given(
    <__TypedSettingsOwnScheme as ::signed_api::Scheme>::DATA,
    "service",
    &::signed_api::Preset::Text("dynamodb"),
);
const _: () = ::signed_api::__private::assert_known(
    <__TypedSettingsOwnScheme as ::signed_api::Scheme>::DATA,
    "payload",
);
const _: () = ::signed_api::__private::assert_settled(
    <__TypedSettingsOwnScheme as ::signed_api::Scheme>::DATA,
    &["payload", "service"],
);
const _: () = ::core::assert!(
    ! < __TypedSettingsOwnScheme as ::signed_api::Scheme > ::DATA.needs_content_type(),
    "scheme `AwsSigv4` signs the header `content-type`, and `own` sends none\nhelp: a `#[body]`, or `header = \"content-type: ...\"` after its path"
);
