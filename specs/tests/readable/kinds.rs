//! Files of each kind, as small as they can be.

/// What is given to a file.
type Texts = &'static [(&'static str, &'static str)];

/// What some files have in common that are hard to read.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The file, behind the title and the credential `secret`.
    pub(crate) file: &'static str,
    /// What is given to it, beside the secret: one after another.
    pub(crate) given: &'static [Texts],
}

const NOTHING: &[Texts] = &[&[]];

/// With these, all that is signed verifies.
pub(crate) const READABLE: &[Kind] = &[
    Kind {
        name: "a time to the minute",
        file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | format('%Y%m%d%H%M')}{body}"
[headers]
x-date      = "{now | format('%Y%m%d%H%M')}"
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "a time to the day, of another zone",
        file: r#"
[let]
day = "{now | plus(28800) | format('%d %b %Y')}"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{day}{body}"
[headers]
x-date      = "{day}"
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "a time to the hour beside one to the day",
        file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | format('%Y-%m-%dT%H')}{body}"
[headers]
x-day       = "{now | format('%Y%m%d')}"
x-hour      = "{now | format('%Y-%m-%dT%H')}"
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "a text instead of an absent credential",
        file: r#"
token = { optional = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{token or '-'}{body}"
[headers]
authorization = "Acme {token or '-'}:{signature | hex}"
"#,
        given: &[
            &[],
            &[("token", "a-b")],
            &[("token", "-a-b")],
            &[("token", "-")],
        ],
    },
    Kind {
        name: "a part that may be left out and ends in a blank",
        file: r#"
token = { optional = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "[{token?}]{body}"
[headers]
authorization = "Acme {signature | hex}[, token={token?} ]"
x-token       = "t={token or 'none'} [u={token?}]"
"#,
        given: &[&[], &[("token", "a-b")]],
    },
    Kind {
        name: "a time signed under the condition that it is told",
        file: r#"
[let]
stamp = "{now | unix_seconds | when(method, 'POST')?}"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{stamp or ''}{body}"
[headers]
x-date      = "{stamp?}"
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "a time and a nonce beside something optional",
        file: r#"
token = { optional = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{nonce}{now | unix_seconds}{body}"
[headers]
authorization = "n={nonce};d={now | unix_seconds}[;t={token?}] {signature | hex}"
"#,
        given: &[&[], &[("token", "a")]],
    },
    Kind {
        name: "a time told in one place or another",
        file: r#"
[let]
date  = "{now | http_date | when(method, 'GET')?}"
stamp = "{now | unix_seconds | unless(method, 'GET')?}"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{date or stamp or ''}{body}"
[headers]
x-date      = "{date?}"
x-stamp     = "{stamp?}"
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "the request's own time, or one that is made",
        file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{header.x-time}{body}"
[headers]
x-time      = "{header.x-time or now | http_date}"
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "parts that may be left out, of which one tells the time",
        file: r#"
token = { optional = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | unix_seconds}{nonce}"
[headers]
authorization = { start = "Acme ", join = ", ", parts = ["t={now | unix_seconds}", "u={token?}", "n={nonce}", "s={signature | hex}"] }
"#,
        given: &[&[], &[("token", "a")]],
    },
    Kind {
        name: "pairs of which one tells the time",
        file: r#"
[let.told]
stamp = "{now | unix_seconds}"
nonce = "{nonce}"
[let]
all = "{told | sort | each('{name}={value}') | join('&')}"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{all}{body}"
[query]
"*" = "{told}"
[headers]
x-signature = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "blanks at the ends",
        file: r#"
token = { optional = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{token or ''}{signed_headers | values | join}{body}"
signed_headers = ["host", "x-own?"]
[headers]
x-before = "[ o={token | hex?}];"
x-behind = "A {signed_headers | names | join(' ')}, [, {token?}]"
x-both   = " {signature | hex} "
"#,
        given: &[&[], &[("token", "a-b")]],
    },
    Kind {
        name: "a path before what cannot be part of it",
        file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{nonce}{body}"
[headers]
x-target    = "{method} {path_and_query} {nonce}"
x-last      = "{path}/{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "a body's hash beside a signature in JSON",
        file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{method}{body}"
[headers]
x-hash = "{body | sha256 | hex}"
[json]
sign = "{signature | hex}"
"#,
        given: NOTHING,
    },
    Kind {
        name: "a body's hash beside a signature in JSON, of one method",
        file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{method}{body}"
[headers]
x-hash      = "{body | sha256 | hex}"
x-signature = "{signature | hex | unless(method, 'POST')?}"
[json]
sign = "{signature | hex | when(method, 'POST')?}"
"#,
        given: NOTHING,
    },
];

/// These cannot be read, for these reasons.
pub(crate) const UNREADABLE: &[(Kind, &str)] = &[
    (
        Kind {
            name: "a time to the minute where seconds are signed",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | unix_seconds}{body}"
[headers]
x-date      = "{now | format('%Y%m%d%H%M')}"
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`now` is signed, and nothing that is sent tells it to the second",
    ),
    (
        Kind {
            name: "seconds where milliseconds are signed",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | unix_milliseconds}{body}"
[headers]
x-date      = "{now | unix_seconds}"
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`now` is signed, and nothing that is sent tells it to the millisecond",
    ),
    (
        Kind {
            name: "a day of another zone than the one that is told",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | format('%Y%m%d')}{body}"
[headers]
x-date      = "{now | plus(28800) | format('%Y%m%d')}"
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`now` is signed, and nothing that is sent tells it to the second",
    ),
    (
        Kind {
            name: "a body's hash beside a signature in a nested member",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{method}{body}"
[headers]
x-hash = "{body | sha256 | hex}"
[json]
"auth.sign" = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "the body is signed without `auth.sign`",
    ),
    (
        Kind {
            name: "a time told of one method",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | unix_seconds}{body}"
[headers]
x-date      = "{now | unix_seconds | when(method, 'POST')?}"
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`now` is signed, and what is sent tells it only where a condition holds",
    ),
    (
        Kind {
            name: "a nonce told beside something optional",
            file: r#"
token = { optional = true }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{nonce}{body}"
[headers]
authorization = "{signature | hex}[ n={nonce};t={token?}]"
"#,
            given: NOTHING,
        },
        "`nonce` is signed, and what is sent tells it only where a condition holds",
    ),
    (
        Kind {
            name: "a time told where the request has none",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{now | http_date}{body}"
[headers]
x-own       = "{header.x-own or now | http_date}"
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`now` is signed, and what is sent tells it only where a condition holds",
    ),
    (
        Kind {
            name: "a nonce told in the form of one setting",
            file: r#"
[settings]
with = { default = false }
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{nonce}{body}"
[query]
nonce       = "{nonce | when(with)?}"
[headers]
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`nonce` is signed, and what is sent tells it only where a condition holds",
    ),
    (
        Kind {
            name: "a path before what may be part of it",
            file: r#"
[signature]
algorithm      = "hmac-sha256"
key            = "{secret}"
string_to_sign = "{nonce}{body}"
[headers]
x-target    = "{path}/{nonce}"
x-signature = "{signature | hex}"
"#,
            given: NOTHING,
        },
        "`/` after `{path}` in `x-target` could be part of it",
    ),
];
