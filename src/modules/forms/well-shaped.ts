import type { SaveFillBody } from './contract.ts'
import { misshapenAt } from './domain/answer-shape.ts'
import { fillErrors } from './errors.ts'

/** What was sent, when its answers are built as FHIR builds them; everything behind it counts on that. */
export function wellShaped(body: SaveFillBody): SaveFillBody {
  const path = misshapenAt(body.response)
  if (path !== undefined) throw fillErrors.notAnswers({ path })
  return body
}
