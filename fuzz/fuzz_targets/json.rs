//! [`Json`] accepts exactly what is JSON, and keeps its text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;
use storyden_robots::Json;
use storyden_robots_fuzz::{assert_typed, see};

fuzz_target!(|text: &str| {
    let seen = serde_json::from_str::<IgnoredAny>(text).is_ok().then(|| see(text));
    match Json::parse(text) {
        Ok(json) => {
            let seen = seen.expect("only JSON is accepted");
            assert_eq!(json.as_str(), text.trim_matches([' ', '\t', '\r', '\n']));
            assert_eq!(json.depth(), seen.depth);
            assert_eq!(Json::parse(text.to_owned()).unwrap(), json);
            assert_eq!(serde_json::from_str::<Json<'_>>(text).unwrap(), json);
            assert_eq!(serde_json::to_string(&json).unwrap(), json.as_str());
            if let Ok(decoded) = json.decode::<serde_json::Value>() {
                let written = Json::try_from(decoded).unwrap();
                assert_eq!(written.is_object(), json.is_object());
                assert_eq!(written.is_null(), json.is_null());
                assert_eq!(written.depth(), see(written.as_str()).depth);
            }
        }
        Err(error) => {
            assert!(seen.is_none(), "{text} is JSON, but {error}");
            assert_typed(&error);
            assert!(serde_json::from_str::<Json<'_>>(text).is_err());
        }
    }
});
