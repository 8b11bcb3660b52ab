/** The page in other languages, and what it shows that no language has. */

/** The words of the language that nobody speaks are the page's own; everything else has to come from the server. */
export const PSEUDO = 'ar-XB';

/** Has the page begin in a language, as somebody left it who chose it before. */
export const startIn = (page, language) =>
  page.addInitScript((chosen) => {
    if (!localStorage.getItem('mist:language')) localStorage.setItem('mist:language', chosen);
  }, language);

/** All texts in an answer, however deep. */
export function textsIn(value) {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

/** What of the visible text, and of the names that only screen readers tell, is in plain letters and not data. */
export async function plainWords(page, data) {
  const texts = await page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const within = node.parentElement;
        if (within.closest('script, noscript, [role=log]')) continue;
        if (within.checkVisibility() || within.closest('option')) found.push(node.data);
      } else {
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
          if (node.hasAttribute(name) && node.checkVisibility()) found.push(node.getAttribute(name));
        }
      }
    }
    return [...found, document.title];
  });
  const known = [...new Set(data)].join('\n').toLowerCase();
  return [...new Set(texts)]
    .map((text) => text.replace(/\u2068[^\u2069]*\u2069/g, ' ').trim())
    .filter((text) => {
      // Data is shown in pieces, too: a provider and its region, the path to a value.
      const pieces = [text, ...text.split(/ · |\./)].map((piece) => piece.toLowerCase());
      const foreign = pieces.filter((piece) => /[a-z]{2}/.test(piece) && !known.includes(piece));
      return foreign.length > 1 || (foreign.length === 1 && pieces.length === 2);
    });
}
