//! The wasm module as the browser needs it: without the names of its functions.
//!
//! The compiler leaves them in a custom section half as large as the module; only a debugger reads
//! them. The linker could leave them out, but only together with the list of features that
//! wasm-bindgen needs, so it is done last. Nothing else of the module is touched.

/// The first bytes of every module: the magic word and the version.
const HEADER: usize = 8;

/// `module` without its `name` sections. What is no module is given back as it is.
pub(crate) fn without_names(module: &[u8]) -> Vec<u8> {
    let Some((header, mut rest)) = module.split_at_checked(HEADER) else {
        return module.to_vec();
    };
    let mut kept = header.to_vec();
    while !rest.is_empty() {
        let Some((section, is_name, after)) = section(rest) else {
            return module.to_vec();
        };
        if !is_name {
            kept.extend_from_slice(section);
        }
        rest = after;
    }
    kept
}

/// The first section of `bytes`, whether it holds names, and what comes after it.
fn section(bytes: &[u8]) -> Option<(&[u8], bool, &[u8])> {
    let (id, rest) = bytes.split_first()?;
    let (length, rest) = number(rest)?;
    let content = rest.get(..length)?;
    let (section, after) = bytes.split_at_checked(bytes.len() - rest.len() + length)?;
    let is_name = *id == 0 && {
        let (length, name) = number(content)?;
        name.get(..length)? == b"name"
    };
    Some((section, is_name, after))
}

/// A number as wasm writes it (LEB128), and what comes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value: usize = 0;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(name: &str, content: &[u8]) -> Vec<u8> {
        let length = 1 + name.len() + content.len();
        let mut section = vec![
            0,
            u8::try_from(length & 0x7f).unwrap() | 0x80,
            u8::try_from(length >> 7).unwrap(),
        ];
        section.push(u8::try_from(name.len()).unwrap());
        section.extend_from_slice(name.as_bytes());
        section.extend_from_slice(content);
        section
    }

    #[test]
    fn only_the_names_go() {
        let header = b"\0asm\x01\0\0\0".to_vec();
        let code = vec![10, 2, 0, 0];
        let features = custom("target_features", b"x");
        let names = custom("name", &[7; 300]);
        let module = [header.clone(), names, code.clone(), features.clone()].concat();
        assert_eq!(without_names(&module), [header, code, features].concat());
    }

    #[test]
    fn what_is_no_module_is_left_alone() {
        for bytes in [
            b"".as_slice(),
            b"\0asm",
            b"\0asm\x01\0\0\0\x0a\xff",
            b"\0asm\x01\0\0\0\x0a\x09short",
        ] {
            assert_eq!(without_names(bytes), bytes);
        }
    }
}
