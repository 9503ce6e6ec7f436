//! [`parts!`], the macro that declares the parts whose `type` is one word.

/// Declares those parts, each once: from a declaration come the struct with its constructor and setters, how it is
/// checked, read, written and owned, and its variant of `Part`.
///
/// Each field has its type, the method of `PartFields` that reads it and its name on the wire. All required fields are
/// strings.
macro_rules! parts {
    ($(
        $(#[$doc:meta])*
        $variant:ident = $kind:literal, $name:ident, $create:ident
        required { $($(#[$rdoc:meta])* $required:ident = $rfield:ident,)* }
        optional { $($(#[$odoc:meta])* $optional:ident: $otype:ty = $oread:ident($ofield:ident),)* }
    )+) => {
        /// One part of a message: a typed view of the text in [`Parts`](crate::Parts).
        ///
        /// The types are those of the Vercel AI SDK 5, 6 and 7. A field that the type does not have is in the `extra`
        /// of the part, so a part that is parsed and written again is the same JSON value. Only an escaped lone
        /// surrogate (half of an emoji that a client cut) is shown, and would be written, as U+FFFD; the text in
        /// [`Parts`](crate::Parts) keeps it.
        ///
        /// Strings without escapes and all [`Json`] are borrowed from the text.
        ///
        /// # Examples
        /// ```
        /// use storyden_robots::{Json, Part, Parts, ToolState};
        ///
        /// let part = Part::parse(
        ///     r#"{"type":"tool-search","toolCallId":"c1","state":"input-available","input":{"q":"bees"}}"#,
        /// )?;
        /// let Part::Tool(tool) = part else { panic!("a tool") };
        /// assert_eq!((&*tool.name, &tool.state), ("search", &ToolState::InputAvailable));
        ///
        /// let answered = tool.output(Json::parse("[]")?);
        /// assert_eq!(answered.state, ToolState::OutputAvailable);
        ///
        /// let parts = Parts::new([Part::text("Bees can").streaming()])?;
        /// assert_eq!(parts.as_str(), r#"[{"type":"text","text":"Bees can","state":"streaming"}]"#);
        /// # Ok::<(), storyden_robots::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Part<'a> {
            $(
                #[doc = concat!("`", $kind, "`")]
                $variant($name<'a>),
            )+
            /// `tool-<name>` and `dynamic-tool`
            Tool(Box<ToolPart<'a>>),
            /// `data-<name>`
            Data(DataPart<'a>),
            /// Every other type, kept whole.
            Other(OtherPart<'a>),
        }

        /// Checks that a part has a `type`, and a part of a known type the fields that it requires.
        pub(super) fn check(part: &PartFields<'_>) -> Result<()> {
            let kind = part.required_string(Field::Type)?;
            match &*kind {
                $($kind => {
                    $(part.required_string(Field::$rfield)?;)*
                    Ok(())
                })+
                "dynamic-tool" => part.required_string(Field::ToolName).and_then(|_| ToolPart::check(part)),
                kind if kind.starts_with("tool-") => ToolPart::check(part),
                // `data` may be missing, and nothing is known of other types.
                _ => Ok(()),
            }
        }

        impl<'a> Part<'a> {
            pub(super) fn read(fields: &mut PartFields<'a>, text: &'a str) -> Self {
                let kind: Cow<'a, str> = fields.string(Field::Type).unwrap_or_default();
                let typed = match &*kind {
                    $($kind => $name::read(fields).map(Self::from),)+
                    "dynamic-tool" => ToolPart::read_dynamic(fields).map(Self::from),
                    _ => match (suffix(&kind, "tool-"), suffix(&kind, "data-")) {
                        (Some(name), _) => ToolPart::read(ToolKind::Static, name, fields).map(Self::from),
                        (None, Some(name)) => Some(Self::from(DataPart::read(name, fields))),
                        (None, None) => None,
                    },
                };
                typed.unwrap_or_else(|| Self::Other(OtherPart::new(kind, Json::checked(text))))
            }

            $(
                #[doc = concat!("Creates a part of the type `", $kind, "`.")]
                #[must_use]
                pub fn $create($($required: impl Into<Cow<'a, str>>),*) -> $name<'a> {
                    $name { $($required: $required.into(),)* $($optional: None,)* extra: Extra::default() }
                }
            )+

            /// Returns the `type` on the wire: `text`, `tool-search` …
            #[must_use]
            pub fn kind(&self) -> Cow<'_, str> {
                match self {
                    $(Self::$variant(_) => Cow::Borrowed($kind),)+
                    Self::Tool(part) => part.kind_on_wire(),
                    Self::Data(part) => Cow::Owned(format!("data-{}", part.name)),
                    Self::Other(part) => Cow::Borrowed(part.kind()),
                }
            }

            /// Returns the same part, borrowing nothing.
            #[must_use]
            pub fn into_owned(self) -> Part<'static> {
                match self {
                    $(Self::$variant(part) => Part::$variant(part.into_owned()),)+
                    Self::Tool(part) => Part::from(part.into_owned()),
                    Self::Data(part) => Part::Data(part.into_owned()),
                    Self::Other(part) => Part::Other(part.into_owned()),
                }
            }
        }

        impl Serialize for Part<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(part) => part.serialize(serializer),)+
                    Self::Tool(part) => part.serialize(serializer),
                    Self::Data(part) => part.serialize(serializer),
                    Self::Other(part) => part.serialize(serializer),
                }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub struct $name<'a> {
                $($(#[$rdoc])* pub $required: Cow<'a, str>,)*
                $($(#[$odoc])* pub $optional: Option<$otype>,)*
                /// Every other field of the part.
                pub extra: Extra<'a>,
            }

            impl<'a> $name<'a> {
                fn read(fields: &mut PartFields<'a>) -> Option<Self> {
                    Some(Self {
                        $($required: fields.string(Field::$rfield)?,)*
                        $($optional: fields.$oread(Field::$ofield),)*
                        extra: fields.rest(),
                    })
                }

                $(
                    #[doc = concat!("Sets [`", stringify!($optional), "`](Self#structfield.", stringify!($optional), ").")]
                    #[must_use]
                    pub fn $optional(mut self, $optional: impl Into<$otype>) -> Self {
                        self.$optional = Some($optional.into());
                        self
                    }
                )*

                /// Returns the same part, borrowing nothing.
                #[must_use]
                pub fn into_owned(self) -> $name<'static> {
                    $name {
                        $($required: self.$required.own(),)*
                        $($optional: self.$optional.own(),)*
                        extra: self.extra.own(),
                    }
                }
            }

            impl Serialize for $name<'_> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let mut object = writer(serializer)?;
                    object.put(Field::Type, &$kind)?;
                    $(object.put(Field::$rfield, &self.$required)?;)*
                    $(object.put_some(Field::$ofield, self.$optional.as_ref())?;)*
                    object.finish(&self.extra)
                }
            }

            impl<'a> From<$name<'a>> for Part<'a> {
                fn from(part: $name<'a>) -> Self {
                    Self::$variant(part)
                }
            }
        )+
    };
}
pub(super) use parts;
