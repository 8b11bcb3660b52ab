/**
 * What runs inside a visited page before anything of the page's own: it waits for what makes the page usable
 * and notes what the browser reports meanwhile. It is sent as text, so it may use nothing from outside.
 *
 * `sign` is one of `{ field }`, a text field to type into; `{ text, of }`, words in sight in any frame, in an
 * element that `of` selects; `{ mark, rows, row }`, the page's own mark and one of the rows in sight.
 *
 * Only the top frame looks, into its frames too: scripts sent ahead do not run again where a frame's first
 * document takes the window of the empty one before it.
 */
export function observe(sign) {
  if (window !== window.top) return;
  const noted = { usable: null, field: null, tasks: [], shifts: [] };
  window.benched = noted;
  const report = (place, type, note) => {
    const observer = new place.PerformanceObserver((list) => list.getEntries().forEach(note));
    observer.observe({ type, buffered: true });
  };
  const watchShifts = (place) => {
    const offset = place.performance.timeOrigin - performance.timeOrigin;
    report(place, 'layout-shift', ({ startTime, value }) =>
      noted.shifts.push({ at: startTime + offset, score: value }),
    );
  };
  watchShifts(window);
  // The top frame is told of its frames' tasks too.
  report(window, 'longtask', ({ startTime, duration }) =>
    noted.tasks.push({ start: startTime, length: duration }),
  );

  const inSight = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().height > 0;
  const visible = (place, selector) => [...place.document.querySelectorAll(selector)].filter(inSight);
  const search = {
    field() {
      const [field] = visible(window, sign.field);
      if (!field || field.disabled || field.readOnly || field.closest('[inert]')) return null;
      const { left, top, width, height } = field.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      // What lies over it would get the click.
      return document.elementFromPoint(x, y) === field ? { x, y } : null;
    },
    text() {
      const has = (place) => visible(place, sign.of).some((found) => found.textContent.trim() === sign.text);
      const place = [window, ...Array.from(window.frames)].find(has);
      if (place && place !== window) watchShifts(place);
      return place;
    },
    mark() {
      const marks = performance.getEntriesByName(sign.mark);
      return marks.some(({ detail }) => detail?.rows >= sign.rows) && visible(window, sign.row)[0];
    },
  };
  const [kind] = Object.keys(search).filter((kind) => kind in sign);

  if (kind === 'field') {
    const typed = ({ target }) => {
      if (target.matches?.(sign.field) && target.value) noted.usable ??= performance.now();
    };
    addEventListener('input', typed, true);
  }
  const look = () => {
    const found = search[kind]();
    if (!found) {
      requestAnimationFrame(look);
      return;
    }
    // This frame is about to be painted; a message comes after it.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (kind !== 'field') {
        noted.usable = performance.now();
        return;
      }
      noted.field = performance.now();
      window.benchFieldInSight(JSON.stringify(found));
    };
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}
