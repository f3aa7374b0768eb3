/**
 * Runs in the page: what can be pressed or written in, how large it is for a finger, whether the keyboard reaches it and shows
 * that it is there, what a dialog does with the focus, and whether an answer of the server is still awaited.
 */
export const handsInPage = `window.hands = (() => {
  let pending = 0
  const ask = window.fetch
  window.fetch = async (input, init) => {
    if (new Headers(init?.headers).has('x-background')) return ask(input, init)
    pending += 1
    try { return await ask(input, init) } finally { pending -= 1 }
  }
  window.print = () => {}
  const kinds = 'button, a[href], input, select, textarea, summary, [role=button], [role=tab], [tabindex="0"]'
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const nameOf = (one) => (one.getAttribute('aria-label') || one.labels?.[0]?.textContent || one.textContent || one.tagName)
    .trim().replace(/\\s+/g, ' ').slice(0, 60)
  const said = (one) => nameOf(one) + ' <' + one.tagName.toLowerCase() + (one.className ? ' .' + one.className : '') + '>'
  const controls = (root) => [...root.querySelectorAll(kinds)].filter((one) => shown(one) && !one.disabled
    && !one.closest('.lo-hidden, .lo-skip, [aria-hidden=true], [inert]'))
  const dialog = () => [...document.querySelectorAll('[role=dialog]')].filter(shown).at(-1)

  // A finger that meets a label presses its control; an area drawn larger by ::after counts as far as it is met.
  const meets = (one, x, y) => {
    const at = document.elementFromPoint(x, y)
    return at !== null && (one.contains(at) || at.closest('label')?.control === one)
  }
  const touched = (one) => one.closest('label, .lo-input') ?? one
  const large = (one, least) => {
    let box = touched(one).getBoundingClientRect()
    if (box.width === 0 || box.width >= least - 0.5 && box.height >= least - 0.5) return true
    one.scrollIntoView({ block: 'center', inline: 'center' })
    box = touched(one).getBoundingClientRect()
    const [x, y, half] = [box.left + box.width / 2, box.top + box.height / 2, least / 2 - 1]
    return (box.width >= least - 0.5 || meets(one, x - half, y) && meets(one, x + half, y))
      && (box.height >= least - 0.5 || meets(one, x, y - half) && meets(one, x, y + half))
  }
  const inSentence = (one) => one.matches('a, button') && getComputedStyle(one).display === 'inline'
    && one.closest('p, td, th, li, dd')?.textContent.trim() !== one.textContent.trim()
  const small = (least) => controls(document).filter((one) => !inSentence(one) && !large(one, least)).map((one) => {
    const { width, height } = touched(one).getBoundingClientRect()
    return said(one) + ' ' + Math.round(width) + '×' + Math.round(height)
  })

  const around = (one) => one.parentElement ? [one.parentElement, ...around(one.parentElement)] : []
  const sideways = () => {
    const main = document.querySelector('main')
    const page = document.documentElement
    if (page.scrollWidth <= page.clientWidth && main.scrollWidth <= main.clientWidth) return []
    const cut = (each) => each !== main && getComputedStyle(each).overflowX !== 'visible'
    const wide = [...main.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > page.clientWidth + 1
      && !around(one).some(cut))
    return ['wider than the screen by ' + Math.max(page.scrollWidth, main.scrollWidth) + ': ' + wide.slice(0, 3).map(said).join(', ')]
  }

  const ringed = (one) => [one, ...around(one).slice(0, 1), one.closest('label, .lo-input, .lo-row, tr')].some((each) => {
    if (!each) return false
    const style = getComputedStyle(each)
    return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none'
  })
  const firstOfGroup = (one) => {
    if (one.type !== 'radio') return true
    const group = [...document.getElementsByName(one.name)]
    return one === (group.find((each) => each.checked) ?? group.find((each) => !each.disabled))
  }
  let way
  document.addEventListener('focusin', ({ target }) => {
    if (!way) return
    way.seen.add(target)
    if (!ringed(target)) way.unseen.add(said(target))
    if (!way.within.contains(target)) way.outside.add(said(target))
  })
  const walk = (within) => {
    const root = within === 'dialog' ? dialog() : document
    const wanted = controls(root).filter((one) => one.tabIndex >= 0 && firstOfGroup(one))
    way = { wanted, within: root, seen: new Set([document.activeElement]), unseen: new Set(), outside: new Set() }
    if (within !== 'dialog') document.activeElement?.blur()
    return wanted.length
  }
  const walked = () => {
    const missed = way.wanted.filter((one) => !way.seen.has(one) && one.isConnected && shown(one) && !one.disabled)
    const found = [...missed.map((one) => 'not reached: ' + said(one)), ...[...way.unseen].map((one) => 'focus unseen: ' + one),
      ...[...way.outside].map((one) => 'focus left to: ' + one)]
    way = undefined
    return found
  }

  // Buttons of one kind do one thing: the same words without what differs from row to row.
  const kindOf = (one) => one.className + '|' + (one.dataset.state ?? '') + '|'
    + (one.matches('.lo-btn, .lo-touch, [role=tab]') ? nameOf(one).replace(/\\d+/g, '#') : '')
  let opener
  const openers = () => [...new Set(controls(document.querySelector('main')).filter((one) => one.matches('button:not([role=tab])')).map(kindOf))]
  const focus = (kind) => {
    opener = controls(document.querySelector('main')).find((one) => one.matches('button') && kindOf(one) === kind)
    opener?.focus()
    return opener === undefined ? undefined : said(opener)
  }
  const dialogNow = () => {
    const open = dialog()
    return { open: open !== undefined, inside: open?.contains(document.activeElement) ?? false,
      back: document.activeElement === opener, at: document.activeElement ? said(document.activeElement) : '' }
  }
  const told = () => {
    const one = [...document.querySelectorAll('.lo-top [role=status]')].find(shown)
    const { left = -1, right = 0, width = 0 } = one?.getBoundingClientRect() ?? {}
    const words = [...(one?.querySelectorAll('span') ?? [])].some((each) => each.children.length === 0
      && each.textContent.trim() !== '' && each.getBoundingClientRect().width > 8)
    return width > 0 && left >= 0 && right <= document.documentElement.clientWidth && words ? (one.className + ' ' + one.textContent) : ''
  }
  return { small, sideways, walk, walked, openers, focus, dialogNow, told, still: () => pending === 0
    && document.querySelector('main .lo-bar, main [aria-busy=true], main[aria-busy=true]') === null && document.querySelector('main h1') !== null }
})()`
