//! A scheme's type: its credentials and settings as fields, its data as a constant.

mod connection;

use std::path::PathBuf;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use signed_api_reader::Scheme;
use signed_api_specs::data::{Credential, SchemeData, Setting, SettingKind, Text};
use syn::{Attribute, Visibility};

use super::sample;
use crate::{constant, names, scheme::Found};

/// Where the type stands.
pub(crate) struct SchemeType<'a> {
    pub(crate) krate: &'a TokenStream,
    pub(crate) docs: &'a [Attribute],
    pub(crate) vis: &'a Visibility,
    pub(crate) name: &'a Ident,
}

/// The type of a scheme that a trait names by its file.
pub(super) fn of_trait(found: &Found, krate: &TokenStream, vis: &Visibility) -> TokenStream {
    match (&found.scheme, &found.made_of) {
        (Some(scheme), Some((name, files))) => SchemeType {
            krate,
            docs: &[],
            vis,
            name,
        }
        .of(scheme, files),
        _ => TokenStream::new(),
    }
}

/// Our own name of a type that is named as a scheme. If it is none, that is told once, where it is
/// named: the alias goes through a constant, and of a type whose constant is in error the compiler
/// says nothing more, wherever it is used. Documentation shows the type as it was named.
pub(super) fn alias(found: &Found, krate: &TokenStream) -> Option<[TokenStream; 2]> {
    let (name, ty) = found.alias_of.as_ref()?;
    let span = name.span();
    let shown = quote_spanned!(span=> #[cfg(doc)] type #name = #ty;);
    let checked = quote_spanned! {span=>
        #[cfg(not(doc))]
        type #name = <#ty as #krate::__private::Checked<{
            let _ = <#ty as #krate::Scheme>::DATA;
            true
        }>>::Itself;
    };
    Some([shown, checked])
}

/// A text that the reader of an example has to fill in.
const TEXT: &str = "\"…\".into()";

/// A credential or setting that the type holds.
struct Field {
    ident: Ident,
    /// Where it stands among what the scheme declares.
    place: usize,
    ty: TokenStream,
    variable: String,
    doc: String,
    /// A value, as an example writes it.
    sample: &'static str,
    /// Its name in a connection string.
    member: Option<String>,
}

impl SchemeType<'_> {
    /// The type of a checked scheme.
    pub(crate) fn of(&self, scheme: &Scheme, files: &[PathBuf]) -> TokenStream {
        let presign = scheme.data().signs_query().then(|| self.presign());
        let ty = self.signing(scheme, files);
        quote!(#ty #presign)
    }

    fn signing(&self, scheme: &Scheme, files: &[PathBuf]) -> TokenStream {
        let (krate, data) = (self.krate, scheme.data());
        let module = quote_spanned!(Span::mixed_site()=> #krate::__private::constant);
        let constant = constant::block(&data, &module);
        let fields = self.fields(&data);
        let about = about(scheme, &fields, files.is_empty());
        let definition = self.definition(&fields, &about);
        // Of a file that was refused it may be half of one.
        let whole = |one: &Field| one.member.is_some() || one.sample == "None";
        let variable = data
            .connection_variable()
            .filter(|_| fields.iter().all(whole));
        let connection = variable
            .as_ref()
            .map(|variable| self.connection(&fields, &data, variable));
        let functions = self.functions(&fields, data.name, variable.as_deref());
        let scheme = self.scheme(&fields, &constant);
        let tracked = tracked(files);
        quote!(#definition #functions #connection #scheme #tracked)
    }

    /// A type for what uses it, if the scheme could not be read: one error is enough. It has the
    /// credentials and settings that can be told, and will never sign.
    pub(crate) fn stand_in(&self, outline: &Scheme) -> TokenStream {
        let ty = self.signing(outline, &[]);
        let presign = self.presign();
        quote!(#ty #presign)
    }

    /// A signature that stands in the query can be handed on as a URL.
    fn presign(&self) -> TokenStream {
        let (krate, ty) = (self.krate, self.name);
        quote_spanned! {Span::mixed_site()=>
            impl #krate::Presign for #ty {
                type Query = Self;
            }
        }
    }

    fn fields(&self, data: &SchemeData<'_>) -> Vec<Field> {
        let krate = self.krate;
        let credentials = data.credentials.iter().map(|credential| {
            let ty = if credential.secret {
                quote_spanned!(Span::mixed_site()=> #krate::Secret)
            } else {
                quote_spanned!(Span::mixed_site()=> #krate::__private::String)
            };
            let (ty, sample) = if credential.optional {
                let ty = quote_spanned!(Span::mixed_site()=> #krate::__private::Option<#ty>);
                (ty, "None")
            } else {
                (ty, TEXT)
            };
            let Credential {
                name,
                env,
                doc,
                member,
                ..
            } = *credential;
            let member = member.map(|member| data.text(member).to_owned());
            Field {
                member,
                ..self.field(data, (name, env, doc), ty, sample)
            }
        });
        let required = data.settings.iter().filter(|setting| is_field(setting));
        let settings = required.map(|setting| {
            let text = quote_spanned!(Span::mixed_site()=> #krate::__private::String);
            let (ty, sample) = match setting.kind {
                SettingKind::Text => (text, TEXT),
                SettingKind::List => {
                    let ty = quote_spanned!(Span::mixed_site()=> #krate::__private::Vec<#text>);
                    (ty, "vec![\"…\".into()]")
                }
                SettingKind::Switch => {
                    let ty = quote_spanned!(Span::mixed_site()=> ::core::primitive::bool);
                    (ty, "true")
                }
            };
            let Setting { name, env, doc, .. } = *setting;
            self.field(data, (name, env, doc), ty, sample)
        });
        credentials.chain(settings).collect()
    }

    fn field(
        &self,
        data: &SchemeData<'_>,
        (name, env, doc): (Text, Option<Text>, Option<Text>),
        ty: TokenStream,
        sample: &'static str,
    ) -> Field {
        let variable = data.variable(name, env);
        let name = data.text(name);
        let place = data.place_of(name).unwrap_or_default();
        let doc = doc.map_or_else(
            || format!("`{name}`"),
            |doc| data.text(doc).trim_end_matches('.').to_owned(),
        );
        let doc = format!("{doc}. In the environment: `{variable}`.");
        Field {
            ident: names::identifier(name, self.name.span().resolved_at(Span::mixed_site())),
            place,
            ty,
            variable,
            doc,
            sample,
            member: None,
        }
    }

    fn definition(&self, fields: &[Field], about: &str) -> TokenStream {
        let (docs, vis, name) = (self.docs, self.vis, self.name);
        let own = docs
            .iter()
            .any(|attribute| attribute.path().is_ident("doc"));
        let about = (!own).then(|| quote_spanned!(Span::mixed_site()=> #[doc = #about]));
        let fields = fields.iter().map(|Field { ident, ty, doc, .. }| {
            quote_spanned!(Span::mixed_site()=> #[doc = #doc] #vis #ident: #ty,)
        });
        quote_spanned! {Span::mixed_site()=>
            #(#docs)*
            #about
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            #vis struct #name { #(#fields)* }
        }
    }

    fn functions(&self, fields: &[Field], scheme: &str, connection: Option<&str>) -> TokenStream {
        let (krate, vis, name) = (self.krate, self.vis, self.name);
        let variables = names::list(fields.iter().map(|field| field.variable.as_str()));
        let doc =
            format!("The credentials of scheme `{scheme}` from the environment: {variables}.");
        let also = connection.map(|variable| {
            let also = format!(
                "If none of these is set, those of the connection string in `{variable}`, whose endpoint is for \
                 a client's own `from_env`."
            );
            quote_spanned! {Span::mixed_site()=>
                ///
                #[doc = #also]
            }
        });
        let connection = connection.map(|variable| self.instead(fields, variable));
        let reads = fields.iter().map(|Field { ident, variable, .. }| {
            quote_spanned!(Span::mixed_site()=> #ident: #krate::__private::Field::from_variable(#variable, &lookup)?,)
        });
        let unused = fields
            .is_empty()
            .then(|| quote_spanned!(Span::mixed_site()=> let _ = &lookup;));
        quote_spanned! {Span::mixed_site()=>
            #[allow(dead_code)]
            impl #name {
                #[doc = #doc]
                #also
                ///
                /// # Errors
                ///
                /// If one is missing or empty, or has a blank, a line end or quotation marks around it. The
                /// error names it.
                #vis fn from_env() -> #krate::__private::Result<Self, #krate::Error> {
                    Self::from_lookup(#krate::__private::environment)
                }

                /// The same from anywhere else that knows texts by these names.
                ///
                /// # Errors
                ///
                /// As of `from_env`.
                #vis fn from_lookup(
                    lookup: impl ::core::ops::Fn(&::core::primitive::str) -> #krate::__private::Option<#krate::__private::String>,
                ) -> #krate::__private::Result<Self, #krate::Error> {
                    #unused
                    #connection
                    #krate::__private::from_variables(Self { #(#reads)* })
                }
            }
        }
    }

    fn scheme(&self, fields: &[Field], data: &TokenStream) -> TokenStream {
        let (krate, ty) = (self.krate, self.name);
        let arms = fields.iter().map(|Field { ident, place, .. }| {
            let place = Literal::usize_unsuffixed(*place);
            quote_spanned!(Span::mixed_site()=> #place => #krate::__private::Field::value(&self.#ident),)
        });
        let body = if fields.is_empty() {
            quote_spanned!(Span::mixed_site()=> let _ = place; #krate::__private::Option::None)
        } else {
            quote_spanned!(Span::mixed_site()=> match place { #(#arms)* _ => #krate::__private::Option::None })
        };
        quote_spanned! {Span::mixed_site()=>
            impl #krate::Scheme for #ty {
                const DATA: &'static #krate::SchemeData<'static> = #data;

                fn value_at(&self, place: ::core::primitive::usize) -> #krate::__private::Option<#krate::Value<'_>> {
                    #body
                }
            }
        }
    }
}

/// The title that the file gives itself, the provider's page, and, if it is a built-in scheme, its
/// settings and an example.
fn about(scheme: &Scheme, fields: &[Field], builtin: bool) -> String {
    let data = scheme.data();
    let title = data.title.trim_end_matches('.');
    let page = if data.page.is_empty() {
        String::new()
    } else {
        format!("\n\n<{}>", data.page)
    };
    let mut about = format!(
        "{title}.{page}\n\nA value holds the credentials. It can be shown: secrets are not."
    );
    if builtin {
        about.push_str(&settings(&data));
        let samples = fields.iter().map(|field| (&field.ident, field.sample));
        about.extend(sample::documentation(scheme, samples));
    }
    about
}

/// The settings that the type does not hold.
fn settings(data: &SchemeData<'_>) -> String {
    let others = data.settings.iter().filter(|setting| !is_field(setting));
    let list = others.map(|setting| {
        let doc = setting.doc.map_or("", |doc| data.text(doc));
        let default = setting.default.map_or(String::new(), |default| {
            format!(" Unless said: `{}`.", data.text(default))
        });
        format!("- `{}`: {doc}{default}\n", data.text(setting.name))
    });
    let list: String = list.collect();
    if list.is_empty() {
        return "\n\n".to_owned();
    }
    format!("\n\nSettings, which a trait, a method or a request may say:\n{list}\n")
}

/// Whether the type holds a setting. Others have a default, may be missing, or are the trait's to
/// say.
fn is_field(setting: &Setting) -> bool {
    !setting.optional && setting.default.is_none() && !setting.by_trait
}

/// The files are read again when they change.
fn tracked(files: &[PathBuf]) -> TokenStream {
    let files = files.iter().map(|file| file.display().to_string());
    quote_spanned!(Span::mixed_site()=> #(const _: &[::core::primitive::u8] = ::core::include_bytes!(#files);)*)
}
