/// Settings.
pub trait Settings {
    /// The trait's.
    fn far(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// The method's wins.
    fn near(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// The parameter's wins over both.
    fn nearest(
        &self,
        named: Option<&str>,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
    /// Those of a scheme of its own are the method's to say.
    fn own(
        &self,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<(), Error>,
    > + ::signed_api::__private::Send;
}
/**The request of [`Settings::far`].

```http
GET /trait
```
Signed by scheme `aws-sigv4`: [AWS Signature Version 4, Authorization header (every service but S3)](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).*/
pub struct SettingsFar;
impl ::signed_api::Request for SettingsFar {
    type Scheme = ::signed_api::schemes::AwsSigv4;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Settings::far",
        method: "GET",
        path: "/trait",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[("service", ::signed_api::Preset::Text("execute-api"))],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for SettingsFar {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Settings::near`].

```http
GET /method
```
Signed by scheme `aws-sigv4`: [AWS Signature Version 4, Authorization header (every service but S3)](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).*/
pub struct SettingsNear;
impl ::signed_api::Request for SettingsNear {
    type Scheme = ::signed_api::schemes::AwsSigv4;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Settings::near",
        method: "GET",
        path: "/method",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[
            ("service", ::signed_api::Preset::Text("s3")),
            ("payload", ::signed_api::Preset::Text("UNSIGNED-PAYLOAD")),
        ],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for SettingsNear {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Settings::nearest`].

```http
GET /parameter
```
Signed by scheme `aws-sigv4`: [AWS Signature Version 4, Authorization header (every service but S3)](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).*/
pub struct SettingsNearest<'a> {
    ///The setting `service` of the scheme.
    pub named: Option<&'a str>,
}
impl ::signed_api::Request for SettingsNearest<'_> {
    type Scheme = ::signed_api::schemes::AwsSigv4;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Settings::nearest",
        method: "GET",
        path: "/parameter",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[("service", ::signed_api::Preset::Text("execute-api"))],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.setting("service", &self.named);
    }
}
impl ::signed_api::__private::Debug for SettingsNearest<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of [`Settings::own`].

```http
GET /own
```
Signed by scheme `aws-sigv4`: [AWS Signature Version 4, Authorization header (every service but S3)](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).*/
pub struct SettingsOwn;
impl ::signed_api::Request for SettingsOwn {
    type Scheme = ::signed_api::schemes::AwsSigv4;
    type Answer = Result<(), Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Settings::own",
        method: "GET",
        path: "/own",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[("service", ::signed_api::Preset::Text("dynamodb"))],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for SettingsOwn {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**Client for [`Settings`].

| call | request |
|---|---|
| [`far`](Settings::far) | `GET /trait` |
| [`near`](Settings::near) | `GET /method` |
| [`nearest`](Settings::nearest) | `GET /parameter` |
| [`own`](Settings::own) | `GET /own` |

Signed by scheme `aws-sigv4`: [AWS Signature Version 4, Authorization header (every service but S3)](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct SettingsClient(::signed_api::Client<::signed_api::schemes::AwsSigv4>);
#[allow(dead_code)]
impl SettingsClient {
    /// A client with defaults.
    ///
    /// # Errors
    ///
    /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
    pub fn new(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<::signed_api::schemes::AwsSigv4>,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        Self::builder(endpoint, credentials).build()
    }
    /// For all that has a default: transport, options, clock, settings, changes before
    /// signing.
    pub fn builder(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::Provider<::signed_api::schemes::AwsSigv4>,
    ) -> ::signed_api::Builder<Self, ::signed_api::schemes::AwsSigv4> {
        ::signed_api::Builder::new(endpoint, credentials)
    }
    /// The same client with other options; everything else is shared.
    #[must_use]
    pub fn with(&self, options: ::signed_api::Options) -> Self {
        Self(self.0.with(options))
    }
}
impl ::signed_api::__private::From<::signed_api::Client<::signed_api::schemes::AwsSigv4>>
for SettingsClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::AwsSigv4>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for SettingsClient {
    type Target = ::signed_api::Client<::signed_api::schemes::AwsSigv4>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Settings for SettingsClient {
    async fn far(&self) -> Result<(), Error> {
        self.0.send(SettingsFar {}).await
    }
    async fn near(&self) -> Result<(), Error> {
        self.0.send(SettingsNear {}).await
    }
    async fn nearest(&self, named: Option<&str>) -> Result<(), Error> {
        self.0.send(SettingsNearest { named }).await
    }
    async fn own(&self) -> Result<(), Error> {
        self.0.send(SettingsOwn {}).await
    }
}
