//! The one piece of SSH's binary format that keys are read with (RFC 4251, section 5).

/// Takes a string off the front: four bytes of length, most significant first, then the bytes.
pub(crate) fn ssh_string<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (string, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(string)
}
