import type { FormModel, ScreenItem } from './model.ts'

/** A part of the form that the navigation names. */
export interface Section {
  /** linkId of its group; of the first item where items stand outside all groups. */
  readonly key: string
  readonly item: ScreenItem | undefined
  readonly items: readonly ScreenItem[]
  readonly level: 1 | 2
}

function shown(items: readonly ScreenItem[]): readonly ScreenItem[] {
  return items.filter((item) => !item.hidden)
}

const isPart = (item: ScreenItem) =>
  item.kind === 'group' && !item.repeats && !item.drawing && !item.print.has('row') && item.words.vi !== ''

/** A table or a drawing with a name is a part by itself; it draws its own head. */
const standsAlone = (item: ScreenItem) =>
  item.kind === 'group' && (item.repeats || item.drawing !== undefined) && item.words.vi !== ''

/** A large part of several named groups is listed with them. */
function isLarge(item: ScreenItem): boolean {
  const parts = item.children.filter(isPart)
  return parts.length >= 2 && parts.length * 2 >= shown(item.children).length
}

function outside(items: readonly ScreenItem[], level: 1 | 2): Section | undefined {
  const [first] = items
  return first ? { key: first.linkId, item: undefined, items, level } : undefined
}

/** Splits into named groups and, between them, what stands outside of any. */
function split(items: readonly ScreenItem[], level: 1 | 2): readonly Section[] {
  const sections: Section[] = []
  let loose: ScreenItem[] = []
  const flush = () => {
    const section = outside(loose, level)
    if (section) sections.push(section)
    loose = []
  }
  for (const item of shown(items)) {
    if (standsAlone(item)) {
      flush()
      sections.push({ key: item.linkId, item: undefined, items: [item], level })
      continue
    }
    if (!isPart(item)) {
      loose.push(item)
      continue
    }
    flush()
    if (level === 1 && isLarge(item)) {
      sections.push({ key: item.linkId, item, items: [], level })
      sections.push(...split(item.children, 2))
    } else sections.push({ key: item.linkId, item, items: [item], level })
  }
  flush()
  return sections
}

/** The parts of a form in their order, for navigation, counts and drawing. */
export function sectionsOf(model: FormModel): readonly Section[] {
  return split(model.items, 1)
}
