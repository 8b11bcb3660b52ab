
// The parts of the page that are files of their own, fetched when the page asks for one. A part that
// failed is asked for again next time; one that is there is never loaded twice, which would set its
// memory back to how it began.
const partsHeld = new Map();
// By file; the build fills it in. Without an entry a file is taken as it is.
const partsIntegrity = {};
const partsFailed = new Set();

async function loadPart(file) {
    // What was no part the first time may lie in the browser's cache; what stalls is given up.
    const cache = partsFailed.has(file) ? "reload" : "default";
    const signal = AbortSignal.timeout(60_000);
    const answer = await fetch(new URL(file, import.meta.url), { cache, signal, integrity: partsIntegrity[file] ?? "" });
    if (!answer.ok) throw new Error(`${file}: ${answer.status} ${answer.statusText}`);
    // Not every host knows the type of a module, and only with exactly it may a browser compile it on the way.
    const typed = answer.headers.get("Content-Type") === "application/wasm";
    const module = typed
        ? await WebAssembly.compileStreaming(answer)
        : await WebAssembly.compile(await answer.arrayBuffer());
    await WebAssembly.instantiate(module, { __wasm_split: initSync() });
}

function holdPart(file) {
    let held = partsHeld.get(file);
    if (held === undefined) {
        held = loadPart(file);
        held.catch(() => {
            partsHeld.delete(file);
            partsFailed.add(file);
        });
        partsHeld.set(file, held);
    }
    return held;
}

function partLoader(files) {
    return async (callback, data) => {
        let whole = true;
        try {
            await Promise.all(files.map(holdPart));
        } catch (error) {
            // A file that does not come the browser reports itself; one that is no part of this page it does not.
            if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) console.error(error);
            whole = false;
        }
        initSync().__indirect_function_table.get(callback)(data, whole);
    };
}

