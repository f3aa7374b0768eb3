import type { ElementRow, ProfileDefinition } from '../profile/definition.ts'
import type { Structures } from '../structure.ts'

/** Value sets by the path of the element that is bound to them: data/fhir/r4/bindings.json. */
export type Bindings = Readonly<Record<string, string>>

/** `name` or `Patient.name` as the steps below a type. */
export function stepsBelow(type: string, path: string): readonly string[] {
  const steps = path.split('.')
  return steps[0] === type ? steps.slice(1) : steps
}

/** The value set that a published type binds an element to; the path may lead through data types. */
export function bindingOfType(
  { structures, bindings }: { readonly structures: Structures; readonly bindings: Bindings },
  type: string,
  steps: readonly string[],
): string | undefined {
  let at = type
  for (const [index, step] of steps.entries()) {
    const element = structures.type(at)?.elements.get(step)
    const defined = element?.defined ?? step
    if (index === steps.length - 1) return bindings[`${at}.${defined}`]
    const next =
      element?.type ??
      [...(structures.type(at)?.elements.values() ?? [])].find((one) => one.defined === step)?.type
    if (next === undefined) return undefined
    at = next
  }
  return undefined
}

/** The value set to which a profile itself binds an element, told by its path, its id or the name of its slice. */
export function bindingOfProfile(profile: ProfileDefinition, steps: readonly string[]): string | undefined {
  const rows = [...(profile.differential?.element ?? []), ...(profile.snapshot?.element ?? [])]
  const path = [profile.type, ...steps].join('.')
  const names = (row: ElementRow) => row.id === path || row.path === path || isChoice(row.path, path)
  const bound = rows.filter((row) => row.binding?.valueSet !== undefined)
  const found =
    bound.find((row) => row.id === path) ?? bound.find(names) ?? bound.find((row) => row.sliceName === steps[0])
  return found?.binding?.valueSet
}

/** `Extension.valueCode` is a choice of `Extension.value[x]`. */
function isChoice(defined: string, path: string): boolean {
  if (!defined.endsWith('[x]')) return false
  const start = defined.slice(0, -3)
  return path === start || (path.startsWith(start) && /^[A-Z]\w*$/.test(path.slice(start.length)))
}
