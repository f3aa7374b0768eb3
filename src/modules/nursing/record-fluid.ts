import type { Observation, Procedure } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { FluidBody } from './contract.ts'
import { nursingErrors } from './errors.ts'
import { fluids } from './nursing-data.ts'
import { actorOf, momentOf, ofStay, openStay, payerOf, type Stay } from './stay.ts'

const most = 20_000

/** Writes one volume that went in or came out. */
export async function recordFluid(ctx: Context, stayId: string, body: FluidBody): Promise<{ id: string }> {
  const stay = await openStay(ctx, stayId)
  const fluid = fluids.find(({ code }) => code === body.fluid)
  if (!fluid) throw nursingErrors.unknownWord({ list: 'fluids', code: body.fluid })
  if (body.millilitres > most) throw nursingErrors.volume({ most })
  const line = body.lineId ? await lineOf(ctx, stay, body.lineId) : undefined
  const id = ctx.newId()
  const text = body.what?.trim() || line?.code?.text || fluid.title.vi
  const resource: Observation = {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'exam' }] }],
    code: { coding: [{ system: cs.fluid, code: fluid.code }], text },
    ...ofStay(stay),
    effectiveDateTime: momentOf(ctx, stay, body.at),
    performer: [actorOf(ctx)],
    valueQuantity: { value: body.millilitres, unit: 'mL', system: cs.ucum, code: 'mL' },
    extension: payerOf(stay),
    ...present({ partOf: line && [{ reference: `Procedure/${line.id}` }] }),
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  return { id }
}

async function lineOf(ctx: Context, stay: Stay, id: string): Promise<Procedure> {
  const line = await findResource<Procedure>(ctx, 'Procedure', id)
  const isLine = line?.code?.coding?.some(({ system }) => system === cs.line)
  if (!line || !isLine || idOf(line.encounter) !== stay.encounterId) throw nursingErrors.noSuchLine({ id })
  return line
}
