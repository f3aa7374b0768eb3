import { resolveReference, typeNamed } from '../validate/resolve.ts'
import { fault, isObject, type Walk } from '../validate/walk.ts'
import type { ElementTypeRow } from './definition.ts'
import { typeOfProfile } from './discriminate.ts'
import type { Instance } from './instance.ts'

/** What a profile says of the resource a reference points to: its type, its profile, where it stands. */
export function checkReferenceTarget(
  walk: Walk,
  types: readonly ElementTypeRow[],
  one: Instance,
  profile: string,
): void {
  if (one.type !== 'Reference' || !isObject(one.value)) return
  const targets = types.flatMap((type) => type.targetProfile ?? [])
  if (targets.length > 0) checkTargets(walk, targets, one)
  const modes = types.flatMap((type) => type.aggregation ?? [])
  const mode = modeOf(walk, one.value['reference'])
  if (modes.length > 0 && mode !== undefined && !modes.includes(mode))
    fault(walk, 'aggregation', one.path, { modes: modes.join(', '), profile })
}

function checkTargets(walk: Walk, targets: readonly string[], one: Instance): void {
  const type = typeNamed(walk, one.value)
  if (type === undefined) return
  const names = targets.map((url) => typeOfProfile(walk, url))
  const fitting = targets.filter(
    (_, at) => names[at] === undefined || names[at] === 'Resource' || names[at] === type,
  )
  if (fitting.length === 0) {
    fault(walk, 'target', one.path, { targets: names.join(', '), type })
    return
  }
  const found = resolveReference(walk, one.value)
  if (!found) return
  const target: Instance = { value: found, twin: undefined, type, path: one.path }
  if (!fitting.some((url) => walk.ask.conforms(walk, { url }, target)))
    fault(walk, 'noProfileFits', one.path, { profiles: fitting.join(', ') })
}

function modeOf(walk: Walk, reference: unknown): 'contained' | 'bundled' | 'referenced' | undefined {
  if (typeof reference !== 'string') return undefined
  if (reference.startsWith('#')) return 'contained'
  return walk.bundle && resolveReference(walk, { reference }) ? 'bundled' : 'referenced'
}
