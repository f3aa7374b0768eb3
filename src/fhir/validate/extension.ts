import { fault, type Json, type Walk } from './walk.ts'

/** ext-1 and the address of an extension. */
export function checkExtension(walk: Walk, value: Json, path: string): void {
  let values = 0
  for (const key of Object.keys(value)) if (key.startsWith('value') || key.startsWith('_value')) values++
  const inner = value['extension'] !== undefined
  if (inner === values > 0) fault(walk, 'extensionBoth', path)
}
