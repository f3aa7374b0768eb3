import { join } from 'node:path'
import { createRenderer, type Renderer } from './renderer.ts'

/** Folder of the statutory forms: `<form>/<valid-from>/{print.typ,slots.json}`. */
export const formsFolder = join(import.meta.dirname, '../../../data/forms')

let shared: Renderer | undefined

/** The one renderer of this process; its child starts with the first paper. */
export function paperRenderer(): Renderer {
  shared ??= createRenderer(formsFolder)
  return shared
}
