// Lets words of the transcript be selected with the mouse. They are links, and browsers begin no selection in a link.

const LEAST_PIXELS = 4; // a hand that clicks is not quite still

export function letWordsBeSelected(box, on) {
  let from = null;
  let hasSelected = false;

  on(box, "dragstart", (event) => event.preventDefault());
  on(box, "mousedown", (event) => {
    const isPlain = !(event.button || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
    from = isPlain && event.target.closest("a[id]") ? { x: event.clientX, y: event.clientY, ...caretAt(event) } : null;
    hasSelected = false;
    if (from) getSelection().removeAllRanges();
  });
  on(document, "mousemove", (event) => {
    if (!(event.buttons & 1)) from = null;
    if (!from?.node || Math.hypot(event.clientX - from.x, event.clientY - from.y) < LEAST_PIXELS) return;
    const to = caretAt(event);
    if (!box.contains(to.node)) return;
    getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    hasSelected = !getSelection().isCollapsed;
  });
  on(box, "click", (event) => { // where it ends in the line it began in, the browser calls it a click on the link
    if (hasSelected && event.detail) event.preventDefault(); // no detail: the Enter key
    hasSelected = false;
  });
}

function caretAt({ clientX, clientY }) {
  const caret = document.caretPositionFromPoint?.(clientX, clientY);
  if (caret) return { node: caret.offsetNode, offset: caret.offset };
  const range = document.caretRangeFromPoint?.(clientX, clientY);
  return { node: range?.startContainer ?? null, offset: range?.startOffset ?? 0 };
}
