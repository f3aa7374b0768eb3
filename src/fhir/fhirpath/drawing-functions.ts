import { AppError } from '#kernel/app-error.ts'
import { drawingFigures } from '#kernel/drawing/figures.ts'
import { plainValue } from './engine-types.ts'
import { fhirPathErrors } from './errors.ts'

/**
 * `drawing.drawingFigure('burn-body', 'total')`: a number that the data of a clinical drawing says; none where nothing
 * was drawn, or what is stored is no drawing.
 */
export function drawingFigure(nodes: readonly unknown[], kind: unknown, figure: unknown): unknown {
  if (nodes.length > 1) throw fhirPathErrors.failed({ reason: `one drawing is needed, not ${nodes.length}` })
  const data = plainValue(nodes[0])
  if (typeof data !== 'string') return []
  try {
    return drawingFigures(String(kind), data)[String(figure)] ?? []
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
