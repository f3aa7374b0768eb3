import { join } from 'node:path'
import { createRenderer, type Renderer } from './renderer.ts'

/** Folder of the statutory forms: `<form>/<valid-from>/{print.typ,slots.json}`. */
export const formsFolder = join(import.meta.dirname, '../../../data/forms')

let shared: Renderer | undefined
let bookbinder: Renderer | undefined

/** The one renderer of this process; its child starts with the first paper. */
export function paperRenderer(): Renderer {
  shared ??= createRenderer(formsFolder)
  return shared
}

/** Whole records are bound in a child of their own: nobody waits for them with a single paper. */
export function recordBinder(): Renderer {
  bookbinder ??= createRenderer(formsFolder, 50)
  return bookbinder
}
