// Loads the page's module and says so if that fails. A file of its own: the content security policy
// allows no inline script. The two names are attributes of this script's element; the build writes
// them. The theme is set here, before the first paint, so that a dark page never flashes light.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

try {
  const theme = localStorage.getItem("mist:theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const density = localStorage.getItem("mist:density");
  if (density) document.documentElement.dataset.density = density;
} catch {
  // Storage is blocked: the system's own colours, then.
}

const fail = (words) => {
  const place = document.getElementById("boot") ?? document.body;
  const alert = document.createElement("p");
  alert.setAttribute("role", "alert");
  alert.textContent = words;
  place.replaceChildren(alert);
};

// A panic ends a WebAssembly module for good: say so rather than leave a page that does not answer.
addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) {
    fail("The page has stopped because of a mistake of its own. Reload it to go on.");
  }
});

if (typeof WebAssembly === "undefined") {
  fail("This page needs WebAssembly, which this browser does not have or has switched off.");
} else {
  try {
    const { default: start } = await import(new URL(js, document.baseURI).href);
    await start({ module_or_path: new URL(wasm, document.baseURI) });
  } catch (error) {
    fail(`The page could not be loaded (${error.message}). Reload it, or try a newer browser.`);
  }
}
