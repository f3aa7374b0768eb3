const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex="0"]'

/** Whether only a wheel or a finger would reach what is out of sight. */
function needsFocus(area: HTMLElement): boolean {
  const scrolls = area.scrollHeight > area.clientHeight + 1 || area.scrollWidth > area.clientWidth + 1
  return scrolls && area.querySelector(focusable) === null
}

/**
 * Ref of an area that scrolls: as long as it does and holds nothing that takes the focus, it takes the focus itself, so
 * that the arrow keys move it. https://www.w3.org/WAI/standards-guidelines/act/rules/0ssw9k/
 */
export function scrollFocus(area: HTMLElement | null): (() => void) | undefined {
  if (!area) return undefined
  const look = () => {
    if (needsFocus(area)) area.tabIndex = 0
    else if (document.activeElement !== area) area.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(look)
  const watch = () => {
    sizes.disconnect()
    for (const one of [area, ...area.children]) sizes.observe(one)
    look()
  }
  const parts = new MutationObserver(watch)
  parts.observe(area, { childList: true })
  watch()
  return () => {
    sizes.disconnect()
    parts.disconnect()
  }
}
