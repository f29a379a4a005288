//! What the documentation of generated items says: the request as it is sent, and who signs it.

use syn::LitStr;

use crate::{
    model::{Api, Method, Named, Next, Paging, Parameter, Place, Role, Signing},
    names,
    scheme::Found,
    types,
};

/// Of a request: the call, the request, and its scheme.
pub(super) fn request(api: &Api, method: &Method) -> String {
    let (api_name, name) = (names::plain(&api.item.ident), names::plain(&method.name));
    let signed = match &method.signing {
        Signing::Scheme => signed_by(&api.scheme),
        Signing::Other(scheme) => signed_by(scheme),
        Signing::Unsigned => "It is sent unsigned.".to_owned(),
    };
    let (of, pages) = match &method.paging {
        Some(paging) => ("The request of the first page of", pages(paging)),
        None => ("The request of", String::new()),
    };
    format!(
        "{of} [`{api_name}::{name}`].\n\n```http\n{}\n```\n{pages}{signed}",
        written_out(method)
    )
}

/// Where items and next page are.
fn pages(paging: &Paging) -> String {
    let items = match &paging.items[..] {
        [] => "The items of a page are the answer itself".to_owned(),
        names => format!("The items of a page are `{}`", names.join(".")),
    };
    let (items, next) = match &paging.next {
        Next::Member(names) => (items, format!(" that `{}` says", names.join("."))),
        Next::Header(name) => (items, format!(" that the header `{name}` says")),
        Next::Listing => ("What a page is its type says".to_owned(), String::new()),
    };
    let into = match &paging.into {
        Place::Link => "a link".to_owned(),
        Place::Query(name) => format!("a token for `{name}` in the query"),
        Place::Header(name) => format!("a token for the header `{}`", name.value()),
        Place::Body(names) => format!("a token for `{}` in the body", names.join(".")),
        Place::Form(name) => format!("a token for `{name}` in the form"),
    };
    let end = if paging.stop_on_same_token {
        " One that says its own is the last."
    } else {
        ""
    };
    format!("{items}; the next is asked for by {into}{next}.{end}\n\n")
}

/// Of a client: its scheme, and its calls.
pub(super) fn client(api: &Api, name: &str) -> String {
    let calls = api.methods.iter().map(|method| {
        let call = names::plain(&method.name);
        // What is there at times only cannot be linked to.
        let call = if method.cfgs.is_empty() {
            format!("[`{call}`]({name}::{call})")
        } else {
            format!("`{call}`")
        };
        format!("| {call} | `{}` |\n", line(method).replace('|', "\\|"))
    });
    let calls: String = calls.collect();
    format!(
        "Client for [`{name}`].\n\n| call | request |\n|---|---|\n{calls}\n{}",
        signed_by(&api.scheme)
    )
}

/// Of a field: where it goes.
pub(super) fn field(parameter: &Parameter) -> String {
    let name = names::plain(&parameter.name);
    match &parameter.role {
        Role::Path => format!("`{name}`: in the path."),
        Role::Query(query) => format!("`{}`: in the query{}.", query.name, joined(query)),
        Role::Form(form) => format!("`{}`: in the form{}.", form.name, joined(form)),
        Role::Part(part) => format!("`{}`: a part of the body.", part.name),
        Role::Header(header) => format!("The header `{}`{}.", header.name, joined(header)),
        Role::Body(None) => format!("`{name}`: the body, as JSON."),
        Role::Body(Some(content_type)) => {
            format!("`{name}`: the body, as `{}`.", content_type.value())
        }
        Role::Text => format!("`{name}`: the body, as text."),
        Role::Bytes => format!("`{name}`: the body, as it is."),
        Role::Setting(setting) => format!("The setting `{}` of the scheme.", setting.name),
    }
}

fn joined(named: &Named) -> String {
    let join = named.join.as_ref().map(LitStr::value);
    join.map_or_else(String::new, |join| format!(", joined by `{join}`"))
}

fn signed_by(scheme: &Found) -> String {
    let title = scheme.scheme.as_ref().map(|scheme| {
        let data = scheme.data();
        let title = data.title.trim_end_matches('.');
        if data.page.is_empty() {
            format!(": {title}")
        } else {
            format!(": [{title}]({})", data.page)
        }
    });
    format!(
        "Signed by scheme `{}`{}.",
        scheme.name,
        title.unwrap_or_default()
    )
}

/// The request as it is sent, before signing: parameters by their names in braces.
fn written_out(method: &Method) -> String {
    let mut lines = vec![line(method)];
    let literals = method.call.headers.iter();
    lines.extend(literals.map(|header| format!("{}: {}", header.name, header.value)));
    lines.extend(idempotency(method));
    for parameter in &method.parameters {
        if let Role::Header(header) = &parameter.role {
            let name = names::plain(&parameter.name);
            lines.push(format!("{}: {{{name}}}", header.name));
        }
    }
    if let Some((content_type, body)) = body(method) {
        let said = content_type.filter(|_| !says_content_type(method));
        lines.extend(said.map(|kind| format!("content-type: {kind}")));
        lines.extend([String::new(), body]);
    }
    lines.join("\n")
}

/// The headers of an idempotency key, unless a parameter says them.
fn idempotency(method: &Method) -> impl Iterator<Item = String> {
    let named = &method.call.idempotency;
    let kinds = ["made once for a call", "when it was first attempted"];
    let headers = [&named.key, &named.first_sent].into_iter().zip(kinds);
    headers.filter_map(|(named, kind)| {
        let name = &named.as_ref()?.name;
        let mut roles = method.parameters.iter().map(|one| &one.role);
        (!roles.any(|role| role.is_header(name))).then(|| format!("{name}: ({kind})"))
    })
}

/// `GET /calls/{id}?api-version=1&page={page}`
fn line(method: &Method) -> String {
    let call = &method.call;
    let literal = Some(call.query.clone()).filter(|query| !query.is_empty());
    let parameters = method
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.role {
            Role::Query(query) => Some(pair(query, parameter)),
            _ => None,
        });
    let query: Vec<String> = literal.into_iter().chain(parameters).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{} {}{mark}{}", call.method, call.path, query.join("&"))
}

fn pair(named: &Named, parameter: &Parameter) -> String {
    format!("{}={{{}}}", named.name, names::plain(&parameter.name))
}

fn says_content_type(method: &Method) -> bool {
    let mut literals = method.call.headers.iter();
    let mut parameters = method.parameters.iter();
    literals.any(|header| header.name == "content-type")
        || parameters.any(|one| matches!(&one.role, Role::Header(h) if h.name == "content-type"))
}

/// The body, and its content type unless the value tells it.
fn body(method: &Method) -> Option<(Option<String>, String)> {
    let form = method
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.role {
            Role::Form(form) => Some(pair(form, parameter)),
            _ => None,
        });
    let form: Vec<String> = form.collect();
    if !form.is_empty() {
        let content_type = "application/x-www-form-urlencoded".to_owned();
        return Some((Some(content_type), form.join("&")));
    }
    if let Some(parts) = parts(method) {
        return Some((Some("multipart/form-data".to_owned()), parts));
    }
    let parameter = method.parameters.iter().find(|one| one.role.is_body())?;
    let content_type = match &parameter.role {
        Role::Body(Some(content_type)) => Some(content_type.value()),
        Role::Text => Some("text/plain; charset=utf-8".to_owned()),
        Role::Bytes => Some("application/octet-stream".to_owned()),
        _ if types::is_body(&parameter.ty) => None,
        _ => Some("application/json".to_owned()),
    };
    Some((
        content_type,
        format!("{{{}}}", names::plain(&parameter.name)),
    ))
}

/// The parts of a multipart body, each a line.
fn parts(method: &Method) -> Option<String> {
    let parts = method
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.role {
            Role::Part(part) => Some(pair(part, parameter)),
            _ => None,
        });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}
