//! A module as short as it can be for its way through the net, doing the same: without custom sections, its
//! numbers unpadded, its functions in an order in which those alike stand together, its imports under short names.
//!
//! Compression finds what repeats, and better so if it is near: ordered by type and then by content, functions
//! take 3 % less. The names wasm-bindgen gives to imports end in digests, which do not compress at all.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, ImportSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionSectionReader, Import, Imports, Parser,
    Payload, TypeRef,
};

use crate::LINK;

type Result<T> = std::result::Result<T, reencode::Error>;

/// `module` without its custom sections and with its functions in order. The linker pads every number that it may
/// have to change, to a third of the whole file.
pub(crate) fn tidy(module: &[u8]) -> Result<Vec<u8>> {
    let plain = written(module, &mut Writing::default())?;
    written(&plain, &mut Writing::ordering(&plain)?)
}

/// The same for a module that wasm-bindgen has bound, whose imports get short names. Gives back the old names,
/// each with its new one.
pub(crate) fn tidy_bound(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let plain = written(module, &mut Writing::default())?;
    let mut writing = Writing::ordering(&plain)?;
    writing.names = Some(BTreeMap::new());
    let module = written(&plain, &mut writing)?;
    Ok((module, writing.names.unwrap_or_default()))
}

fn written(module: &[u8], writing: &mut Writing) -> Result<Vec<u8>> {
    let mut written = Module::new();
    writing.parse_core_module(&mut written, Parser::new(0), module)?;
    Ok(written.finish())
}

/// How a module is written anew. By default as it is.
#[derive(Default)]
struct Writing {
    /// How many functions are imported: those of the module itself are numbered after them.
    imported: u32,
    /// The functions in their new order, by their places in the old one; none: the order stays.
    order: Vec<usize>,
    /// The functions' new places, by their old ones.
    places: Vec<u32>,
    /// The imports that were given new names, if they are.
    names: Option<BTreeMap<String, String>>,
}

impl Writing {
    fn ordering(module: &[u8]) -> Result<Self> {
        let mut imported = 0;
        let mut types = Vec::new();
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<std::result::Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().to_vec()),
                _ => {}
            }
        }
        let mut order: Vec<usize> = (0..bodies.len()).collect();
        order.sort_by_key(|&place| (types.get(place), bodies.get(place)));
        let mut places = vec![0; order.len()];
        for (new, &old) in (0..).zip(&order) {
            if let Some(place) = places.get_mut(old) {
                *place = new;
            }
        }
        Ok(Self {
            imported,
            order,
            places,
            names: None,
        })
    }

    fn in_order<T: Clone>(&self, items: Vec<T>) -> Vec<T> {
        if self.order.is_empty() {
            return items;
        }
        let ordered = self.order.iter().filter_map(|&place| items.get(place));
        ordered.cloned().collect()
    }
}

impl Reencode for Writing {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32> {
        let own = function.checked_sub(self.imported);
        let place = own.and_then(|own| self.places.get(own as usize));
        Ok(place.map_or(function, |place| self.imported + place))
    }

    fn parse_imports(&mut self, imports: &mut ImportSection, read: Imports<'_>) -> Result<()> {
        if let Imports::Single(offset, import) = read
            && let Some(names) = &mut self.names
            && import.module != LINK
        {
            let name = short(names.len());
            names.insert(import.name.to_owned(), name.clone());
            let import = Import {
                name: &name,
                ..import
            };
            return utils::parse_imports(self, imports, Imports::Single(offset, import));
        }
        utils::parse_imports(self, imports, read)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<()> {
        let types: Vec<u32> = section.into_iter().collect::<std::result::Result<_, _>>()?;
        for of in self.in_order(types) {
            functions.function(self.type_index(of)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<()> {
        let bodies = section
            .into_iter()
            .collect::<std::result::Result<Vec<_>, _>>()?;
        for body in self.in_order(bodies) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }

    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<()> {
        Ok(())
    }
}

/// A name for the import of this number: as few letters as it takes.
fn short(mut number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    let mut name = String::new();
    loop {
        let letter = LETTERS.get(number % LETTERS.len());
        name.extend(letter.map(|&letter| char::from(letter)));
        number /= LETTERS.len();
        if number == 0 {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three functions, `(i32) -> i32`, `() -> ()` and one like the first that calls the second; an import before.
    fn module() -> Vec<u8> {
        use wasm_encoder::{EntityType, ExportKind, ExportSection, Function, TypeSection, ValType};
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import(
            "./app_bg.js",
            "__wbg_log_0123456789abcdef",
            EntityType::Function(0),
        );
        imports.import(LINK, "__wasm_split_load_keys", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(1).function(0).function(1);
        let mut exports = ExportSection::new();
        exports.export("last", ExportKind::Func, 4);
        let mut code = CodeSection::new();
        let mut first = Function::new([]);
        first.instructions().local_get(0).end();
        let mut second = Function::new([]);
        second.instructions().call(0).end();
        let mut third = Function::new([]);
        third.instructions().call(3).i32_const(7).end();
        code.function(&first).function(&second).function(&third);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&exports).section(&code);
        module.finish()
    }

    /// The functions that are called, by the number of each function, and what is exported.
    fn calls(module: &[u8]) -> (Vec<Vec<u32>>, u32) {
        let (mut calls, mut exported) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    exported = section.into_iter().next().unwrap().unwrap().index;
                }
                Payload::CodeSectionEntry(body) => {
                    let mut of = Vec::new();
                    let mut operators = body.get_operators_reader().unwrap();
                    while !operators.eof() {
                        if let wasmparser::Operator::Call { function_index } =
                            operators.read().unwrap()
                        {
                            of.push(function_index);
                        }
                    }
                    calls.push(of);
                }
                _ => {}
            }
        }
        (calls, exported)
    }

    #[test]
    fn functions_of_a_type_stand_together_and_call_what_they_called() {
        let tidy = tidy(&module()).unwrap();
        // The second is first now; the third, which calls it, is before the first, or after it.
        let (calls, exported) = calls(&tidy);
        assert_eq!(calls.first().unwrap(), &[0]);
        let exported = calls.get(exported as usize - 2).unwrap();
        assert_eq!(exported, &[2]);
        assert_eq!(
            super::tidy(&tidy).unwrap(),
            tidy,
            "the order is the order's own"
        );
    }

    #[test]
    fn imports_get_short_names_but_for_the_loaders() {
        let (tidy, names) = tidy_bound(&module()).unwrap();
        let names: Vec<_> = names.into_iter().collect();
        let short = ("__wbg_log_0123456789abcdef".to_owned(), "a".to_owned());
        assert_eq!(names, [short]);
        let text = String::from_utf8_lossy(&tidy);
        assert!(text.contains("__wasm_split_load_keys") && !text.contains("__wbg_log"));
    }

    #[test]
    fn no_two_short_names_are_the_same() {
        let names: std::collections::BTreeSet<_> = (0..2000).map(short).collect();
        assert_eq!(names.len(), 2000);
    }
}
