//! Amounts that people type to search by: memory, money.

use thiserror::Error;

use crate::{decimal, lower::lower};

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a number")]
pub struct AmountError;

/// An amount that is not negative; a comma is a decimal point, as half the world types it.
fn number(text: &str) -> Result<f64, AmountError> {
    let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    if !text.chars().all(is_plain) {
        return Err(AmountError);
    }
    decimal::read(&text.replace(',', ".")).ok_or(AmountError)
}

/// Memory in MB: `2`, `2 GB`, `512 MB`, `0.5g`. Without a unit it is GB; `None` for nothing but blanks.
///
/// # Errors
/// [`AmountError`] for anything else.
pub fn memory_mb(text: &str) -> Result<Option<f64>, AmountError> {
    let text = lower(text.trim());
    if text.is_empty() {
        return Ok(None);
    }
    let text = text.strip_suffix('b').unwrap_or(&text);
    let (digits, scale) = match text.strip_suffix(['m', 'g']) {
        Some(digits) if text.ends_with('m') => (digits, 1.0),
        Some(digits) => (digits, 1024.0),
        None => (text, 1024.0),
    };
    number(digits.trim()).map(|number| Some(number * scale))
}

/// Money: `20`, `$20`, `19.90 €`. The currency is not looked at; `None` for nothing but blanks.
///
/// # Errors
/// [`AmountError`] for anything else.
pub fn money(text: &str) -> Result<Option<f64>, AmountError> {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '$' | '€' | '£');
    let text = text.trim_matches(is_sign);
    if text.is_empty() {
        return Ok(None);
    }
    number(text).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn memory_is_read_with_and_without_its_unit() {
        assert_eq!(memory_mb(" "), Ok(None));
        assert_eq!(memory_mb("2"), Ok(Some(2048.0)));
        assert_eq!(memory_mb("2 GB"), Ok(Some(2048.0)));
        assert_eq!(memory_mb("0,5g"), Ok(Some(512.0)));
        assert_eq!(memory_mb("512 MB"), Ok(Some(512.0)));
        for wrong in ["two", "-2", "2 TB", "1e3", ".", "b", "2 2"] {
            assert_eq!(memory_mb(wrong), Err(AmountError), "{wrong}");
        }
    }

    #[test]
    fn money_is_read_with_and_without_its_sign() {
        assert_eq!(money(""), Ok(None));
        assert_eq!(money("$20"), Ok(Some(20.0)));
        assert_eq!(money("19,90 €"), Ok(Some(19.9)));
        for wrong in ["cheap", "-1", "1.2.3", "inf", "NaN"] {
            assert_eq!(money(wrong), Err(AmountError), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_amount_or_not(text in ".*") {
            for amount in [memory_mb(&text), money(&text)] {
                prop_assert!(amount.is_ok_and(|amount| amount.is_none_or(|number| number >= 0.0)) || amount.is_err());
            }
        }
    }
}
