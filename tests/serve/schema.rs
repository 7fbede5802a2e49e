//! Whether a JSON value is what a description says, strictly: what it does not name must not be there.

use serde_json::Value;

/// What is wrong with `value`, held against `schema` of the description `root`; the part of JSON Schema that it uses.
pub fn wrong(value: &Value, schema: &Value, root: &Value) -> Option<String> {
    if let Some(link) = schema["$ref"].as_str() {
        let target = root.pointer(link.trim_start_matches('#'));
        return match target {
            Some(target) => wrong(value, target, root),
            None => Some(format!("{link} leads nowhere")),
        };
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let all: Option<Vec<String>> = any.iter().map(|one| wrong(value, one, root)).collect();
        return all.map(|all| all.join("; "));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => return Some(format!("a schema without a type: {schema}")),
    };
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = types.contains(&found) || found == "integer" && types.contains(&"number");
    if !fits {
        return Some(format!("{value} is no {types:?}"));
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| wrong(item, &schema["items"], root)),
        Value::Object(fields) if schema["properties"].is_object() => {
            let named = schema["properties"].as_object().unwrap();
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing = required.into_iter().find(|name| !fields.contains_key(*name));
            if let Some(missing) = missing {
                return Some(format!("{missing} is missing: {value}"));
            }
            fields.iter().find_map(|(name, value)| match named.get(name) {
                Some(schema) => wrong(value, schema, root).map(|what| format!("{name}: {what}")),
                None => Some(format!("{name} is not described")),
            })
        }
        _ => None,
    }
}
