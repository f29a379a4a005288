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
];
