//! How a change is made: what it names is set, and all else stays.

/// Sets a field to the value that a change names, if it names one.
pub(crate) fn set<T: Clone>(field: &mut T, named: Option<&T>) {
    if let Some(value) = named {
        field.clone_from(value);
    }
}
