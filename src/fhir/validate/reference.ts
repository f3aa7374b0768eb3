import { fault, type Json, type Walk } from './walk.ts'

/** Collects a reference for the store; one into the resource itself is looked up here (ref-1). */
export function checkReference(walk: Walk, value: Json, path: string): void {
  const reference = value['reference']
  if (typeof reference !== 'string') return
  if (!reference.startsWith('#')) {
    if (walk.foreign === 0)
      walk.references.push({ holder: value as { reference?: string }, path: `${path}.reference` })
    return
  }
  const id = reference.slice(1)
  if (id.length > 0 && !walk.scope.contained.has(id) && walk.scope.root['id'] !== id)
    fault(walk, 'containedMissing', `${path}.reference`, { id: id.slice(0, 64) })
}
