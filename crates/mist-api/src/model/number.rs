//! Numbers as servers write them.

use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

/// Below this every whole number is exact in an f64.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number without the `.0` that no server sends and some refuse; null for what is no number.
pub(crate) fn plain(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and in range"
        )]
        let whole = number as i64;
        Value::from(whole)
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

/// For fields that may be missing.
#[expect(clippy::ref_option, reason = "serde passes fields by reference")]
pub(super) fn plain_number<S: Serializer>(
    number: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    number.map(plain).serialize(serializer)
}
