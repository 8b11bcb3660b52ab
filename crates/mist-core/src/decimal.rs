//! Reading a number that is written with digits and at most one point.
//!
//! The standard library reads every number exactly, with 12 KB of tables that nothing compresses; what stands in
//! sentences and style sheets needs none of them.

/// The number that `text` is: digits with or without a fraction and a sign, nothing else. What has up to fifteen
/// digits is exact, anything longer within a few units in the last place.
pub fn read(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut number, mut scale) = (0.0, 1.0);
    for digit in whole.bytes().chain(fraction.bytes()) {
        let value = digit.wrapping_sub(b'0');
        if value > 9 {
            return None;
        }
        number = number * 10.0 + f64::from(value);
    }
    for _ in fraction.bytes() {
        scale *= 10.0;
    }
    let number: f64 = sign * number / scale;
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        for text in [
            "0",
            "7",
            "-7",
            "12",
            "1.5",
            ".5",
            "5.",
            "46.75",
            "-0.001",
            "10000",
            "999999999999999",
            "0.123456789012345",
        ] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn many_digits_are_read_nearly_so() {
        for text in ["123456789.123456789123456789", "98765432109876543210"] {
            let exact: f64 = text.parse().unwrap();
            let read = read(text).unwrap();
            assert!((read - exact).abs() <= exact * 1e-14, "{text}: {read}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in [
            "", ".", "-", "--1", "1.2.3", "1e5", " 1", "1 ", "inf", "NaN", "٣", "1,5", "+1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"9".repeat(400)), None);
    }
}
