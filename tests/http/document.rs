//! The served OpenAPI document, and what it says of an answer.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::client::{Answer, Request};

/// The document, ready to judge answers.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) value: Value,
    prefix: String,
    /// What its schemas hash to: hosts that serve the same share what is made of them.
    schemas: u64,
}

/// What all schemas of a document hash to, and the name of one.
type Schema = (u64, String);

/// One for each schema of each protocol, made when it is first needed.
static VALIDATORS: LazyLock<Mutex<HashMap<Schema, Arc<Validator>>>> = LazyLock::new(Mutex::default);

impl Document {
    pub(crate) fn new(value: Value) -> Self {
        let prefix = value["servers"][0]["url"].as_str().expect("a server").trim_end_matches('/').to_owned();
        let mut hasher = DefaultHasher::new();
        value["components"].to_string().hash(&mut hasher);
        Self { value, prefix, schemas: hasher.finish() }
    }

    fn validator(&self, name: &str) -> Arc<Validator> {
        let mut all = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
        let made = all.entry((self.schemas, name.to_owned())).or_insert_with(|| {
            let mut components = self.value["components"].clone();
            close(&mut components["schemas"]);
            let schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$ref": format!("#/components/schemas/{name}"),
                "components": components,
            });
            let options = jsonschema::options().should_validate_formats(true);
            Arc::new(options.build(&schema).unwrap_or_else(|error| panic!("{name}: {error}")))
        });
        Arc::clone(made)
    }

    /// Returns every method and path that is described.
    pub(crate) fn routes(&self) -> Vec<(String, String)> {
        let paths = self.value["paths"].as_object().expect("paths");
        let methods = paths.iter().flat_map(|(path, item)| {
            item.as_object().expect("methods").keys().map(|method| (method.to_uppercase(), path.clone()))
        });
        methods.collect()
    }

    /// Asserts that an answer is one that the document describes.
    #[track_caller]
    pub(crate) fn judge(&self, request: &Request, answer: &Answer) {
        let asked = format!("{} {}: {}", request.method, request.path, answer.status);
        let method = if request.method == "HEAD" { "GET" } else { &request.method };
        let Some(operation) = self.operation(method, &request.path) else {
            assert!(matches!(answer.status, 404 | 405), "{asked} is not described");
            return self.validate("Problem", answer, &asked);
        };
        let mut response = &operation["responses"][answer.status.to_string()];
        if let Some(reference) = response["$ref"].as_str() {
            response = self.value.pointer(reference.trim_start_matches('#')).expect("a component");
        }
        assert!(response.is_object(), "{asked} is not described: {}", answer.text());
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            assert!(
                header["required"] == false || answer.header(&name.to_lowercase()).is_some(),
                "{asked}: {name}"
            );
        }
        let Some(content) = response["content"].as_object() else {
            return assert!(answer.body.is_empty(), "{asked} has a body");
        };
        // An export has several.
        let kind = answer.header("content-type").unwrap_or_default();
        let content = content.get_key_value(kind).or_else(|| content.iter().next());
        let (kind, content) = content.expect("a media type");
        assert!(kind == "*/*" || answer.header("content-type") == Some(kind), "{asked}: not {kind}");
        if request.method == "HEAD" {
            return;
        }
        if let Some(reference) = content["schema"]["$ref"].as_str() {
            self.validate(reference.rsplit('/').next().expect("a name"), answer, &asked);
        }
    }

    #[track_caller]
    fn validate(&self, schema: &str, answer: &Answer, asked: &str) {
        self.accepts(schema, &answer.value(), asked);
    }

    /// Asserts that a value has a shape, and no field that the shape does not have.
    #[track_caller]
    pub(crate) fn accepts(&self, schema: &str, value: &Value, asked: &str) {
        let errors: Vec<_> =
            self.validator(schema).iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{asked} is no {schema}: {errors:#?}\n{value:#}");
    }

    pub(crate) fn refuses(&self, schema: &str, value: &Value) -> bool {
        !self.validator(schema).is_valid(value)
    }

    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let path = path.split('?').next()?.strip_prefix(&self.prefix)?;
        let paths = self.value["paths"].as_object()?;
        // A literal path before one with a parameter, as the router has it.
        let literal = paths.get(path);
        let item =
            literal.or_else(|| paths.iter().find(|(known, _)| matches(known, path)).map(|(_, item)| item))?;
        item.get(method.to_lowercase())
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(known, given)| if known.starts_with('{') { !given.is_empty() } else { known == given })
}

/// Refuses fields that are not described, wherever the document does not say that there may be more.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            // What is under `if`, `then` and `allOf` speaks of an object that is described elsewhere.
            for (_, inner) in object.iter_mut().filter(|(key, _)| *key != "allOf") {
                close(inner);
            }
            if object.get("type").is_some_and(|kind| kind == "object") && object.contains_key("properties") {
                object.entry("additionalProperties").or_insert(Value::Bool(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
