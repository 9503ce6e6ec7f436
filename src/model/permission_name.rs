//! The name of a [`Permission`] is read and written.
//!
//! Not in `permission`, because errors name a permission and reading one can fail.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    error::{Error, Result},
    permission::Permission,
    text::deserialize_from_str,
};

impl FromStr for Permission {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == name).ok_or_else(|| {
            Error::invalid_argument("permission", "must be USE_ROBOTS, MANAGE_ROBOTS or ADMINISTRATOR")
        })
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_have_the_names_of_storyden() {
        assert_eq!(Permission::ALL.map(Permission::as_str), ["USE_ROBOTS", "MANAGE_ROBOTS", "ADMINISTRATOR"]);
        for permission in Permission::ALL {
            assert_eq!(permission.to_string().parse::<Permission>().unwrap(), permission);
            let json = serde_json::to_string(&permission).unwrap();
            assert_eq!(serde_json::from_str::<Permission>(&json).unwrap(), permission);
        }
        assert!("ROBOTS".parse::<Permission>().is_err());
    }
}
