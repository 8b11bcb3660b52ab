// How people want the page to look, from the first paint on: a dark page never flashes light. The first paint waits
// for this file and nothing else, so it is small; boot.js does what needs time.
//
// A file of its own: the content security policy allows no inline script.

{
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      // Storage is not allowed: the page looks as the system does.
      return null;
    }
  };

  const { dataset } = document.documentElement;
  const theme = stored("mist:theme");
  if (theme) dataset.theme = theme;
  const density = stored("mist:density");
  if (density) dataset.density = density;

  try {
    // What the module left of the page's language (src/locales/early.rs).
    const [language, direction] = JSON.parse(stored("mist:early")) ?? [];
    if (language) {
      document.documentElement.lang = language;
      document.documentElement.dir = direction;
    }
  } catch {
    // Nothing that can be read: English.
  }
}
