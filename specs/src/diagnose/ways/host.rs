//! The host: with something before or behind it, or another.

use crate::diagnose::case::Case;
use crate::diagnose::way::{Alter, Hints, Made, Way};

const AS_SENT: &str = "Sign what the `Host` header says: host and port alone, the port only if it is not the default one.";

pub(super) static WAYS: &[Way] = &[
    Way {
        name: "host with its scheme",
        done: "The host was signed with `https://` before it.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Host(with_scheme),
    },
    Way {
        name: "slash of the endpoint",
        done: "The host was signed with a slash behind it: that of the end of the endpoint.",
        mend: "Write the endpoint without a slash at its end.",
        pairs: true,
        alter: Alter::Host(|host| vec![format!("{host}/")]),
    },
    Way {
        name: "host without its port",
        done: "The host was signed without the port that it is sent with.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Host(|host| {
            let port = host
                .rsplit_once(':')
                .filter(|(_, port)| !port.contains(']'));
            port.map(|(name, _)| name.to_owned()).into_iter().collect()
        }),
    },
    Way {
        name: "host with a port",
        done: "The host was signed with a port that is not sent.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Host(|host| vec![format!("{host}:443"), format!("{host}:80")]),
    },
    Way {
        name: "host in other letters",
        done: "The host was signed in other letters than it is sent.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Host(|host| vec![host.to_ascii_lowercase(), host.to_ascii_uppercase()]),
    },
    Way {
        name: "another host",
        done: "Another host was signed than is sent: a proxy may have changed it.",
        mend: "Sign the host that the server sees, or let the proxy leave it as it is.",
        pairs: true,
        alter: Alter::Case(another),
    },
    Way {
        name: "host left out",
        done: "The host was signed as an empty text.",
        mend: AS_SENT,
        pairs: true,
        alter: Alter::Host(|_| vec![String::new(), "undefined".to_owned(), "null".to_owned()]),
    },
];

fn with_scheme(host: &str) -> Vec<String> {
    let scheme = |scheme| [format!("{scheme}://{host}"), format!("{scheme}://{host}/")];
    ["https", "http"].map(scheme).concat()
}

/// Headers in which proxies say what the client asked for.
const FORWARDED: [&str; 3] = ["x-forwarded-host", "x-original-host", "x-host"];

fn another<'c>(case: &Case<'c>, _: &Hints<'c>) -> Made<'c> {
    let said = FORWARDED.iter().filter_map(|name| case.header(name));
    let hosts = said.chain([case.authority]);
    let host = case.host();
    let others = hosts.filter(|other| *other != host);
    let cases = others.filter_map(|other| case.with_host(other));
    cases
        .map(|case| (Some("the host".to_owned()), case))
        .collect()
}
