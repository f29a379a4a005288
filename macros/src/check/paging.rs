//! Methods that list.

use proc_macro2::Ident;

use crate::{
    errors::Errors,
    model::{Next, Paging, Parameter, Place, Role},
    names,
    paging::{self, Said},
    verb::Verb,
    written::Method,
};

/// Checks what a method says of its pages. `None` if it lists nothing, or what it says has an error.
pub(super) fn check(
    method: &Method,
    verb: &Verb,
    parameters: &[Parameter],
    errors: &mut Errors,
) -> Option<Paging> {
    let written = &verb.own.paging;
    let Some(key) = written.key() else {
        if let Some(pages) = method.returns_pages() {
            errors.at(pages, NO_ITEMS);
        }
        return None;
    };
    let before = errors.count();
    not_async(method, errors);
    reads(verb, key, errors);
    // Of what could not be read it has been said.
    if written.unread.is_some() {
        return None;
    }
    let into = place(written);
    fits(verb, &into, key, parameters, errors);
    if let Some((slip, meant)) = slip(verb) {
        errors.at(
            slip,
            format!("there is no `{slip}`; did you mean `{meant}`?"),
        );
        return None;
    }
    let (page, items, next) = parts(written, errors)?;
    (errors.count() == before).then_some(Paging {
        page,
        items,
        next,
        into,
        stop_on_same_token: written.stop_on_same_token.is_some(),
    })
}

const NO_ITEMS: &str = "what are its pages? `items` says where an answer has its items, and `next` where the next page is\n\
     help: `items = \"value\", next = \"nextLink\"` after the path, or `page = ...`, a type of your own";

fn not_async(method: &Method, errors: &mut Errors) {
    let name = method.name();
    let message = format!(
        "`{name}` lists: it gives its pages at once, and they are waited for one by one\nhelp: `fn {name}`"
    );
    if let Some(word) = &method.signature.asyncness {
        errors.at(word, message);
    }
}

/// A list is read, which changes nothing.
fn reads(verb: &Verb, key: &Ident, errors: &mut Errors) {
    if ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(&verb.method.as_str()) {
        let message = format!(
            "a list is read by `#[get(...)]`, or by `#[post(...)]` where a body asks for it, and this is `{}`",
            verb.method
        );
        errors.at(key, message);
    }
}

/// What was taken for a setting of the scheme, and is near to one of the words that lack.
fn slip(verb: &Verb) -> Option<(&Ident, &'static str)> {
    let written = &verb.own.paging;
    let lacks = [
        ("items", written.items.is_none()),
        ("next", written.next.is_none()),
    ];
    let lacks = lacks
        .into_iter()
        .filter(|(_, lacks)| *lacks && written.page.is_none());
    let lacks: Vec<_> = lacks.map(|(word, _)| word).collect();
    let mut given = verb.common.settings.iter();
    given.find_map(|given| {
        let near = names::nearest(&names::plain(&given.name), lacks.iter().copied())?;
        Some((&given.name, near))
    })
}

/// What a page is, where its items are, and what it says of the next one.
fn parts(
    written: &paging::Written,
    errors: &mut Errors,
) -> Option<(Option<syn::Path>, Vec<String>, Next)> {
    match (&written.page, &written.items, &written.next) {
        (Some(page), None, None) => Some((Some(page.value.clone()), Vec::new(), Next::Listing)),
        (Some(_), items, next) => {
            let items = items.as_ref().map(|said| &said.key);
            let key = items.or(next.as_ref().map(|said| &said.key));
            errors.at(
                key,
                "the type that `page` names says what its items are, and where the next page is",
            );
            None
        }
        (None, Some(items), Some(next)) => {
            let next = match &next.value {
                paging::Next::Member(names) => Next::Member(names.clone()),
                paging::Next::Header(name) => Next::Header(name.clone()),
            };
            Some((None, items.value.clone(), next))
        }
        (None, Some(items), None) => {
            errors.at(&items.key, "where is the next page?\nhelp: `next = \"nextLink\"`; a list that comes as a whole is an answer as any other: `Result<Vec<T>, Error>`");
            None
        }
        (None, None, _) => {
            errors.at(written.key(), "where are the items?\nhelp: `items = \"value\"`, or `items = \".\"` if the answer itself is the list");
            None
        }
    }
}

fn place(written: &paging::Written) -> Place {
    let Some(Said { value, .. }) = &written.into else {
        return Place::Link;
    };
    match value {
        paging::Place::Query(name) => Place::Query(name.clone()),
        paging::Place::Header(name) => Place::Header(name.clone()),
        paging::Place::Body(names) => Place::Body(names.clone()),
        paging::Place::Form(name) => Place::Form(name.clone()),
    }
}

/// A link is a request of its own; a token is one more part of the same request.
fn fits(verb: &Verb, into: &Place, key: &Ident, parameters: &[Parameter], errors: &mut Errors) {
    let written = &verb.own.paging;
    let has = |is: fn(&Role) -> bool| parameters.iter().any(|one| is(&one.role));
    let what = match into {
        Place::Link if verb.method == "POST" => {
            let next = written.next.as_ref().map_or(key, |said| &said.key);
            errors.at(next, "a link is followed by `GET`, and this is `POST`\nhelp: `into = body(\"...\")` sends a token with the same request");
            return;
        }
        Place::Body(_) if !has(|role| matches!(role, Role::Body(_))) => {
            "JSON: put `#[body]` before a parameter"
        }
        Place::Form(_) if !has(Role::is_form) => "form: put `#[form]` before a parameter",
        _ => return,
    };
    let message = format!("the token goes into the body, and there is no {what}");
    errors.at(written.into.as_ref().map_or(key, |said| &said.key), message);
}
