//! [`Parts`] keep their text, and the typed [`Part`]s are written as they were read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use storyden_robots::{Part, Parts};
use storyden_robots_fuzz::{Value, assert_typed, see};

fuzz_target!(|text: &str| {
    let parts = match Parts::parse(text) {
        Ok(parts) => parts,
        Err(error) => {
            assert_typed(&error);
            assert!(serde_json::from_str::<Parts>(text).is_err());
            return;
        }
    };
    assert_eq!(parts.as_str(), text.trim_matches([' ', '\t', '\r', '\n']));
    assert_eq!(parts.len_bytes(), parts.as_str().len());
    assert_eq!(serde_json::from_str::<Parts>(text).unwrap(), parts);
    assert_eq!(serde_json::to_string(&parts).unwrap(), parts.as_str());

    let seen = see(text);
    assert_eq!(parts.depth(), seen.depth);
    let values = seen.value.into_elements();
    assert_eq!((parts.len(), parts.is_empty()), (values.len(), values.is_empty()));
    assert_eq!(parts.iter().count(), values.len());

    let mut said = String::new();
    for ((part, raw), value) in parts.iter().zip(parts.raw()).zip(values) {
        assert_eq!(see(raw.as_str()).value, value);
        assert_eq!(Part::parse(raw.as_str()).unwrap(), part);
        assert_eq!(part.clone().into_owned(), part);
        let written = serde_json::to_string(&part).unwrap();
        assert_eq!(see(&written).value, value, "{raw} is read as {part:?}");
        let again = Part::parse(&written).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), written);

        let fields = value.into_fields();
        assert_eq!(fields["type"].as_text(), Some(&*part.kind()));
        if let Part::Text(text) = &part {
            said.push_str(&text.text);
            assert_eq!(fields["text"], Value::Text(text.text.clone().into_owned()));
        }
    }
    assert_eq!(parts.text(), said);

    let written = Parts::new(parts.iter()).expect("typed parts pass as their texts did");
    assert_eq!(see(written.as_str()).value, see(text).value);
});
