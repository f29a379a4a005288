//! The clocks of the servers that one layer signs for.

use std::{array, sync::OnceLock};

use http::{
    Uri,
    uri::{Authority, Scheme},
};

use crate::skew::Skew;

/// How many servers' clocks are remembered. By more than these, each request finds the time for itself.
const SERVERS: usize = 256;

/// The skew of every server whose clock turned out to be another: a server's word moves the time of what
/// it is sent itself, and of nothing else. It is read without a lock, and nothing is taken out.
pub(crate) struct Skews([OnceLock<Box<(Server, Skew)>>; SERVERS]);

impl Skews {
    /// What is known of a server's clock.
    pub(crate) fn of(&self, server: &Server) -> Option<&Skew> {
        let mut known = self.0.iter().map_while(OnceLock::get);
        let known = known.find(|known| known.0 == *server);
        known.map(|known| &known.1)
    }

    /// Where it is noted; `None` if there are too many.
    pub(crate) fn noted(&self, server: &Server) -> Option<&Skew> {
        let new = || Box::new((server.clone(), Skew::default()));
        let mut slots = self.0.iter().map(|slot| slot.get_or_init(new));
        let slot = slots.find(|slot| slot.0 == *server);
        slot.map(|slot| &slot.1)
    }
}

impl Default for Skews {
    fn default() -> Self {
        Self(array::from_fn(|_| OnceLock::new()))
    }
}

/// Whom a request goes to: the same host has other clocks behind other ports, and over plain HTTP anybody
/// may answer.
#[derive(Clone)]
pub(crate) struct Server {
    scheme: Scheme,
    authority: Authority,
}

impl Server {
    /// The server that a URI names; `None` if it is relative.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        Some(Self {
            scheme: uri.scheme()?.clone(),
            authority: uri.authority()?.clone(),
        })
    }

    fn port(&self) -> u16 {
        let is_https = self.scheme == Scheme::HTTPS;
        let default = if is_https { 443 } else { 80 };
        self.authority.port_u16().unwrap_or(default)
    }
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|server| server.authority.host());
        own.eq_ignore_ascii_case(others)
            && self.port() == other.port()
            && self.scheme == other.scheme
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(uri: &str) -> Server {
        Server::of(&uri.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_server_is_scheme_host_and_port() {
        let one = server("https://a.example/x");
        assert!(one == server("HTTPS://A.example:443/y?z"));
        for other in [
            "http://a.example/",
            "http://a.example:443/",
            "https://a.example:8443/",
            "https://b.example/",
        ] {
            assert!(one != server(other), "{other}");
        }
        assert!(Server::of(&Uri::from_static("/x")).is_none());
    }

    #[test]
    fn each_has_its_own_and_there_are_not_too_many() {
        let skews = Skews::default();
        let nth = |nth: usize| server(&format!("https://{nth}.example/"));
        for (number, offset) in (0..SERVERS).zip(0..) {
            assert!(skews.of(&nth(number)).is_none());
            skews.noted(&nth(number)).unwrap().set(offset);
        }
        let known = |number| skews.of(&nth(number)).map(Skew::offset);
        assert_eq!((known(0), known(SERVERS - 1)), (Some(0), Some(255)));
        assert!(skews.noted(&nth(SERVERS)).is_none() && known(SERVERS).is_none());
        skews.noted(&nth(7)).unwrap().set(-7);
        assert_eq!((known(7), known(8)), (Some(-7), Some(8)));
    }
}
