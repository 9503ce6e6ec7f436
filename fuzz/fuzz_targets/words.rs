//! Whatever has a text of its own is read as it is written: ids, times, numbers, names.
#![no_main]

use std::{fmt::Display, str::FromStr};

use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};
use storyden_robots::{
    AccountId, Error, MessageId, MessageRole, Model, Provider, RobotId, RobotKey, RoleId, SessionId,
    Timestamp, WorkspaceId, WorkspaceInstanceId, parse_number, sql::Tables,
};
use storyden_robots_fuzz::assert_typed;

fuzz_target!(|text: &str| {
    assert_eq!(one_text::<SessionId>(text), is_id(text));
    assert_eq!(one_text::<MessageId>(text), is_id(text));
    assert_eq!(one_text::<RobotId>(text), is_id(text));
    assert_eq!(one_text::<WorkspaceId>(text), is_id(text));
    assert_eq!(one_text::<WorkspaceInstanceId>(text), is_id(text));
    assert_eq!(one_text::<AccountId>(text), is_id(text) || is_integer(text) || is_uuid(text));
    assert_eq!(one_text::<RoleId>(text), is_id(text));
    one_text::<RobotKey>(text);
    one_text::<Model>(text);
    one_text::<Provider>(text);
    one_text::<MessageRole>(text);
    check_time(text);
    check_number(text);
    if let Err(error) = Tables::with_prefix(text) {
        assert_typed(&error);
    } else {
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{text}");
    }
});

fn is_id(text: &str) -> bool {
    text.len() == 20
        && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'v'))
        && text.ends_with(['0', 'g'])
}

fn is_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

/// Checks that a type takes a text only if it writes the same, in JSON too, and returns whether it does.
fn one_text<T>(text: &str) -> bool
where
    T: FromStr<Err = Error> + Display + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned,
{
    let json = serde_json::to_string(text).unwrap();
    match text.parse::<T>() {
        Ok(value) => {
            assert_eq!(value.to_string(), text);
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
            true
        }
        Err(error) => {
            assert_typed(&error);
            assert!(serde_json::from_str::<T>(&json).is_err());
            false
        }
    }
}

fn check_time(text: &str) {
    match text.parse::<Timestamp>() {
        Ok(time) => {
            let written = time.to_string();
            assert!(written.ends_with('Z') && (20..=27).contains(&written.len()), "{written}");
            assert_eq!(written.parse::<Timestamp>().unwrap(), time);
            assert_eq!(Timestamp::from_micros(time.as_micros()).unwrap(), time);
        }
        Err(error) => assert_typed(&error),
    }
    // Any eight bytes are a time too.
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    if let Ok(time) = Timestamp::from_micros(i64::from_le_bytes(bytes)) {
        assert_eq!(time.to_string().parse::<Timestamp>().unwrap(), time);
    }
}

fn check_number(text: &str) {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let significant = digits.trim_start_matches('0');
    let expected = match (is_number, text.starts_with('-')) {
        (false, _) => None,
        (true, true) => Some(0),
        (true, false) if significant.len() > 10 => Some(u32::MAX),
        (true, false) => {
            let number: u64 = if significant.is_empty() { 0 } else { significant.parse().unwrap() };
            Some(u32::try_from(number).unwrap_or(u32::MAX))
        }
    };
    match parse_number("page", text) {
        Ok(number) => assert_eq!(number, expected),
        Err(error) => {
            assert_typed(&error);
            assert!(expected.is_none() && !text.is_empty());
        }
    }
}
