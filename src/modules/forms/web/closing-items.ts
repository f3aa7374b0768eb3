import { factCodeOf } from '#fhir/sdc/earlier-facts.ts'
import { extensionValue, sdcUrl } from '#fhir/sdc/extensions.ts'
import { readKey } from '#fhir/sdc/nodes.ts'
import {
  type FormModel,
  type FormStore,
  leftIn,
  type ScreenItem,
  type Section,
  sectionsOf,
} from '#web/kit/form/index.ts'

/** Questions that are open when the form is shown, and those that their answers bring up. */
export function openIn(model: FormModel, store: FormStore): ReadonlySet<string> {
  const open = new Set(leftIn(model.items, store).missing.map((key) => readKey(key).linkId))
  for (const linkId of open) for (const { linkId: next } of model.dependents.get(linkId) ?? []) open.add(next)
  return open
}

const factOf = (store: FormStore, linkId: string): string | undefined => {
  const item = store.form.byLinkId.get(linkId)
  return item && factCodeOf(item.raw)
}

/** Codes of the facts that questions ask for: what is answered in one form is told to those behind it. */
export const factsIn = (store: FormStore, open: ReadonlySet<string>): readonly string[] =>
  [...open].flatMap((linkId) => factOf(store, linkId) ?? [])

/** The questions that no form before this one asks. */
export const notToldBy = (store: FormStore, open: ReadonlySet<string>, told: ReadonlySet<string>) =>
  new Set([...open].filter((linkId) => !told.has(factOf(store, linkId) ?? '')))

interface Shown {
  readonly store: FormStore
  readonly open: ReadonlySet<string>
}

/** What was answered from the chart and is read again before the form is finished. */
function isReadAgain({ linkId, kind, required }: ScreenItem, { store }: Shown): boolean {
  const raw = store.form.byLinkId.get(linkId)?.raw
  const tellsEnd = raw !== undefined && extensionValue(raw, sdcUrl.toldAtEnd) === true
  return ((kind === 'text' && required) || tellsEnd) && store.answersAt(linkId).length > 0
}

function kept(item: ScreenItem, shown: Shown, beside: boolean): ScreenItem | undefined {
  if (shown.open.has(item.linkId)) return item
  if (item.kind !== 'group') return beside && isReadAgain(item, shown) ? item : undefined
  if (item.repeats) return undefined
  const besideOpen = item.children.some((child) => shown.open.has(child.linkId))
  const children = item.children.flatMap((child) => kept(child, shown, besideOpen) ?? [])
  return children.length > 0 ? { ...item, children } : undefined
}

/** The parts of a form with what is still open in them, and what was answered from the chart beside it. */
export function openSections(model: FormModel, store: FormStore, open: ReadonlySet<string>): readonly Section[] {
  const items = model.items.flatMap((item) => kept(item, { store, open }, false) ?? [])
  return sectionsOf({ ...model, items })
}
