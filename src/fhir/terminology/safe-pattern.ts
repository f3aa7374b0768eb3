const longest = 200
const mostOpenRepeats = 2

/**
 * Whether a regular expression runs in bounded time on the short texts of a code system: no group is repeated that
 * repeats or chooses inside, at most two open repeats, no back references and no looking around.
 */
export function isSafePattern(text: string): boolean {
  if (text.length > longest || /\\[1-9k]|\(\?(?!:)/.test(text)) return false
  const plain = text.replace(/\\./g, 'a').replace(/\[\^?\]?[^\]]*\]/g, 'a')
  if ((plain.match(/[*+]|\{\d*,\}/g) ?? []).length > mostOpenRepeats) return false
  if ((plain.match(/\{\d{3,}/g) ?? []).length > 0) return false
  return groupsAreCalm(plain)
}

interface Group {
  /** Repeats or chooses inside. */
  restless: boolean
}

function groupsAreCalm(plain: string): boolean {
  const open: Group[] = [{ restless: false }]
  for (let at = 0; at < plain.length; at++) {
    const character = plain[at] ?? ''
    if (character === '(') open.push({ restless: false })
    else if (character === ')') {
      if (!closesCalmly(open, '*+{?'.includes(plain[at + 1] ?? ' '))) return false
    } else if ('*+{|'.includes(character)) disturb(open.at(-1))
  }
  return open.length === 1
}

function disturb(group: Group | undefined): void {
  if (group) group.restless = true
}

function closesCalmly(open: Group[], repeated: boolean): boolean {
  const group = open.pop()
  const outer = open.at(-1)
  if (!group || !outer || (repeated && group.restless)) return false
  if (group.restless || repeated) disturb(outer)
  return true
}
