/// Lists.
pub trait Lists {
    /// One.
    fn item(
        &self,
        id: &str,
    ) -> impl ::signed_api::__private::Future<
        Output = Result<Item, Error>,
    > + ::signed_api::__private::Send;
    /// By a link in the body.
    fn linked(&self, top: Option<u32>) -> Pages<Item>;
    /// By a token for the query, from an answer that is the list.
    fn all(&self) -> Pages<Item, ErrorWith<Item>>;
    /// By a token for the body.
    fn asked(&self, question: &Question) -> Pages<Item>;
    /// By a type of one's own.
    fn own(&self) -> Pages<Item>;
    /// By a token that is the same at the end.
    fn log(&self) -> Pages<Item>;
}
/// Lists.
#[allow(clippy::missing_errors_doc)]
pub trait ListsBlocking {
    /// One.
    fn item(&self, id: &str) -> Result<Item, Error>;
    /// By a link in the body.
    fn linked(
        &self,
        top: Option<u32>,
    ) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages;
    /// By a token for the query, from an answer that is the list.
    fn all(
        &self,
    ) -> <Pages<Item, ErrorWith<Item>> as ::signed_api::blocking::Waits>::Pages;
    /// By a token for the body.
    fn asked(
        &self,
        question: &Question,
    ) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages;
    /// By a type of one's own.
    fn own(&self) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages;
    /// By a token that is the same at the end.
    fn log(&self) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages;
}
/**The request of [`Lists::item`].

```http
GET /items/{id}
```
Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct ListsItem<'a> {
    ///`id`: in the path.
    pub id: &'a str,
}
impl ::signed_api::Request for ListsItem<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = Result<Item, Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lists::item",
        method: "GET",
        path: "/items/{id}",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.path("id", self.id);
    }
}
impl ::signed_api::__private::Debug for ListsItem<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
/**The request of the first page of [`Lists::linked`].

```http
GET /items?top={top}
```
The items of a page are `value`; the next is asked for by a link that `nextLink` says.

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct ListsLinked {
    ///`top`: in the query.
    pub top: Option<u32>,
}
impl ::signed_api::Request for ListsLinked {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = ::signed_api::__private::Result<
        ::signed_api::__private::Value,
        ::signed_api::Error,
    >;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lists::linked",
        method: "GET",
        path: "/items",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.query("top", &self.top);
    }
}
impl ::signed_api::__private::Debug for ListsLinked {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
impl ::signed_api::pages::ListRequest for ListsLinked {
    type Pages = Pages<Item>;
    type Read = ::signed_api::__private::JsonPage;
    type Way = ::signed_api::__private::Async;
    const PAGING: ::signed_api::pages::Paging = ::signed_api::pages::Paging {
        items: &["value"],
        next: ::signed_api::pages::Next::Member(&["nextLink"]),
        into: ::signed_api::pages::Place::Link,
        stop_on_same_token: false,
    };
}
/**The request of the first page of [`Lists::all`].

```http
GET /all
```
The items of a page are the answer itself; the next is asked for by a token for `$skipToken` in the query that the header `x-next` says.

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct ListsAll;
impl ::signed_api::Request for ListsAll {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = ::signed_api::__private::Result<
        ::signed_api::__private::Value,
        ::signed_api::Error,
    >;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lists::all",
        method: "GET",
        path: "/all",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for ListsAll {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
impl ::signed_api::pages::ListRequest for ListsAll {
    type Pages = Pages<Item, ErrorWith<Item>>;
    type Read = ::signed_api::__private::JsonPage;
    type Way = ::signed_api::__private::Async;
    const PAGING: ::signed_api::pages::Paging = ::signed_api::pages::Paging {
        items: &[],
        next: ::signed_api::pages::Next::Header("x-next"),
        into: ::signed_api::pages::Place::Query("$skipToken"),
        stop_on_same_token: false,
    };
}
/**The request of the first page of [`Lists::asked`].

```http
POST /query
content-type: application/json

{question}
```
The items of a page are `result.items`; the next is asked for by a token for `at.token` in the body that `@next.token` says.

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct ListsAsked<'a> {
    ///`question`: the body, as JSON.
    pub question: &'a Question,
}
impl ::signed_api::Request for ListsAsked<'_> {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = ::signed_api::__private::Result<
        ::signed_api::__private::Value,
        ::signed_api::Error,
    >;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lists::asked",
        method: "POST",
        path: "/query",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, draft: &mut ::signed_api::Draft) {
        draft.body(self.question);
    }
}
impl ::signed_api::__private::Debug for ListsAsked<'_> {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
impl ::signed_api::pages::ListRequest for ListsAsked<'_> {
    type Pages = Pages<Item>;
    type Read = ::signed_api::__private::JsonPage;
    type Way = ::signed_api::__private::Async;
    const PAGING: ::signed_api::pages::Paging = ::signed_api::pages::Paging {
        items: &["result", "items"],
        next: ::signed_api::pages::Next::Member(&["@next.token"]),
        into: ::signed_api::pages::Place::Body(&["at", "token"]),
        stop_on_same_token: false,
    };
}
/**The request of the first page of [`Lists::own`].

```http
GET /own
```
What a page is its type says; the next is asked for by a token for the header `x-token`.

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct ListsOwn;
impl ::signed_api::Request for ListsOwn {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = ::signed_api::__private::Result<Listed, ::signed_api::Error>;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lists::own",
        method: "GET",
        path: "/own",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for ListsOwn {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
impl ::signed_api::pages::ListRequest for ListsOwn {
    type Pages = Pages<Item>;
    type Read = ::signed_api::__private::OwnPage<Listed>;
    type Way = ::signed_api::__private::Async;
    const PAGING: ::signed_api::pages::Paging = ::signed_api::pages::Paging {
        items: &[],
        next: ::signed_api::pages::Next::Listing,
        into: ::signed_api::pages::Place::Header("x-token"),
        stop_on_same_token: false,
    };
}
/**The request of the first page of [`Lists::log`].

```http
GET /log
```
The items of a page are `events`; the next is asked for by a token for `token` in the query that `token` says. One that says its own is the last.

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
pub struct ListsLog;
impl ::signed_api::Request for ListsLog {
    type Scheme = ::signed_api::schemes::Acs;
    type Answer = ::signed_api::__private::Result<
        ::signed_api::__private::Value,
        ::signed_api::Error,
    >;
    const CALL: ::signed_api::Call = ::signed_api::Call {
        name: "Lists::log",
        method: "GET",
        path: "/log",
        headers: &[],
        signing: ::signed_api::Signing::Scheme,
        idempotency: ::signed_api::__private::Option::None,
        settings: &[],
    };
    fn write(&self, _: &mut ::signed_api::Draft) {}
}
impl ::signed_api::__private::Debug for ListsLog {
    fn fmt(
        &self,
        f: &mut ::signed_api::__private::fmt::Formatter<'_>,
    ) -> ::signed_api::__private::fmt::Result {
        ::signed_api::__private::describe(self, f)
    }
}
impl ::signed_api::pages::ListRequest for ListsLog {
    type Pages = Pages<Item>;
    type Read = ::signed_api::__private::JsonPage;
    type Way = ::signed_api::__private::Async;
    const PAGING: ::signed_api::pages::Paging = ::signed_api::pages::Paging {
        items: &["events"],
        next: ::signed_api::pages::Next::Member(&["token"]),
        into: ::signed_api::pages::Place::Query("token"),
        stop_on_same_token: true,
    };
}
/**Client for [`Lists`].

| call | request |
|---|---|
| [`item`](Lists::item) | `GET /items/{id}` |
| [`linked`](Lists::linked) | `GET /items?top={top}` |
| [`all`](Lists::all) | `GET /all` |
| [`asked`](Lists::asked) | `POST /query` |
| [`own`](Lists::own) | `GET /own` |
| [`log`](Lists::log) | `GET /log` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct ListsClient(::signed_api::Client<::signed_api::schemes::Acs>);
#[allow(dead_code)]
impl ListsClient {
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
for ListsClient {
    fn from(client: ::signed_api::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for ListsClient {
    type Target = ::signed_api::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl Lists for ListsClient {
    async fn item(&self, id: &str) -> Result<Item, Error> {
        self.0.send(ListsItem { id }).await
    }
    fn linked(&self, top: Option<u32>) -> Pages<Item> {
        self.0.list(ListsLinked { top })
    }
    fn all(&self) -> Pages<Item, ErrorWith<Item>> {
        self.0.list(ListsAll {})
    }
    fn asked(&self, question: &Question) -> Pages<Item> {
        self.0.list(ListsAsked { question })
    }
    fn own(&self) -> Pages<Item> {
        self.0.list(ListsOwn {})
    }
    fn log(&self) -> Pages<Item> {
        self.0.list(ListsLog {})
    }
}
/**Client for [`ListsBlocking`].

| call | request |
|---|---|
| [`item`](ListsBlocking::item) | `GET /items/{id}` |
| [`linked`](ListsBlocking::linked) | `GET /items?top={top}` |
| [`all`](ListsBlocking::all) | `GET /all` |
| [`asked`](ListsBlocking::asked) | `POST /query` |
| [`own`](ListsBlocking::own) | `GET /own` |
| [`log`](ListsBlocking::log) | `GET /log` |

Signed by scheme `acs`: [Azure Communication Services, HMAC-SHA256](https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).*/
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct ListsBlockingClient(
    ::signed_api::blocking::Client<::signed_api::schemes::Acs>,
);
#[allow(dead_code)]
impl ListsBlockingClient {
    /// A client with defaults.
    ///
    /// # Errors
    ///
    /// If the endpoint is not `https://host[:port][/base/path]`, or `http://` on this machine.
    pub fn new(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::blocking::Provider<::signed_api::schemes::Acs>,
    ) -> ::signed_api::__private::Result<Self, ::signed_api::Error> {
        Self::builder(endpoint, credentials).build()
    }
    /// For all that has a default: transport, options, clock, settings, changes before
    /// signing.
    pub fn builder(
        endpoint: &::core::primitive::str,
        credentials: impl ::signed_api::blocking::Provider<::signed_api::schemes::Acs>,
    ) -> ::signed_api::blocking::Builder<Self, ::signed_api::schemes::Acs> {
        ::signed_api::blocking::Builder::new(endpoint, credentials)
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
        ::signed_api::blocking::Builder::<
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
        ::signed_api::blocking::Builder::<
            Self,
            ::signed_api::schemes::Acs,
        >::new(&endpoint, credentials)
            .build()
    }
}
impl ::signed_api::__private::From<
    ::signed_api::blocking::Client<::signed_api::schemes::Acs>,
> for ListsBlockingClient {
    fn from(client: ::signed_api::blocking::Client<::signed_api::schemes::Acs>) -> Self {
        Self(client)
    }
}
impl ::signed_api::__private::Deref for ListsBlockingClient {
    type Target = ::signed_api::blocking::Client<::signed_api::schemes::Acs>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
impl ListsBlocking for ListsBlockingClient {
    fn item(&self, id: &str) -> Result<Item, Error> {
        self.0.send(ListsItem { id })
    }
    fn linked(
        &self,
        top: Option<u32>,
    ) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages {
        self.0.list(ListsLinked { top })
    }
    fn all(
        &self,
    ) -> <Pages<Item, ErrorWith<Item>> as ::signed_api::blocking::Waits>::Pages {
        self.0.list(ListsAll {})
    }
    fn asked(
        &self,
        question: &Question,
    ) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages {
        self.0.list(ListsAsked { question })
    }
    fn own(&self) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages {
        self.0.list(ListsOwn {})
    }
    fn log(&self) -> <Pages<Item> as ::signed_api::blocking::Waits>::Pages {
        self.0.list(ListsLog {})
    }
}
