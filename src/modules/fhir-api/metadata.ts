import type { Context } from '#platform/context.ts'
import { knowParameters } from '#store/search/custom-parameters.ts'
import { type Answer, jsonAnswer } from './answer.ts'
import type { Call } from './call.ts'
import { type CapabilityParts, capabilityStatement } from './capability.ts'
import { fhirApiErrors } from './errors.ts'

export type TerminologyCapabilities = (ctx: Context, base: string, startedAt: Date) => Promise<unknown>

/** http://hl7.org/fhir/R4/http.html#capabilities */
export async function metadataAnswer(
  ctx: Context,
  call: Call,
  parts: CapabilityParts & { readonly terminology: TerminologyCapabilities | undefined },
): Promise<Answer> {
  const mode = call.query('mode') ?? 'full'
  if (mode === 'terminology' && parts.terminology)
    return jsonAnswer(200, await parts.terminology(ctx, parts.base, parts.startedAt))
  // What is normative in R4 is a part of all that is told; a client asks for it to get less.
  if (mode !== 'full' && mode !== 'normative')
    throw fhirApiErrors.badParameter({ parameter: 'mode', value: mode.slice(0, 60) })
  await knowParameters(ctx)
  return jsonAnswer(200, capabilityStatement(ctx, parts))
}
