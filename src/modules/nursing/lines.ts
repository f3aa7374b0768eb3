import type { Procedure } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { LineBody, LineView } from './contract.ts'
import { lineDay } from './domain/lines.ts'
import { nursingErrors } from './errors.ts'
import { lineKinds } from './nursing-data.ts'
import { actorOf, bedOf, momentOf, ofStay, openStay, payerOf, readStay, type Stay } from './stay.ts'

type LineProcedure = Procedure & { id: string }

const kindOf = (line: Procedure) => line.code?.coding?.find(({ system }) => system === cs.line)?.code

/** A drain, line or catheter is in. */
export async function placeLine(ctx: Context, stayId: string, body: LineBody): Promise<LineView> {
  const stay = await openStay(ctx, stayId)
  const kind = lineKinds.find(({ code }) => code === body.kind)
  if (!kind) throw nursingErrors.unknownWord({ list: 'lines', code: body.kind })
  const id = ctx.newId()
  const resource: LineProcedure = {
    resourceType: 'Procedure',
    id,
    status: 'in-progress',
    code: { coding: [{ system: cs.line, code: kind.code }], text: body.name?.trim() || kind.title.vi },
    ...ofStay(stay),
    performedPeriod: { start: momentOf(ctx, stay, body.at) },
    performer: [{ actor: actorOf(ctx) }],
    bodySite: [{ text: body.site.trim() }],
    extension: payerOf(stay),
    ...present({ location: bedOf(stay) }),
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  return lineView(resource, ctx.now())
}

/** It is out; its days end here. */
export async function removeLine(
  ctx: Context,
  id: string,
  { at, reason }: { at?: string; reason?: string },
): Promise<LineView> {
  const line = await findResource<LineProcedure>(ctx, 'Procedure', id)
  if (!line || !kindOf(line) || line.status === 'entered-in-error') throw nursingErrors.noSuchLine({ id })
  const stay = await openStay(ctx, idOf(line.encounter))
  const { start = '', end } = line.performedPeriod ?? {}
  if (end) throw nursingErrors.lineOut({ at: end })
  const removedAt = momentOf(ctx, stay, at)
  if (Date.parse(removedAt) < Date.parse(start)) throw nursingErrors.removedBeforePlaced()
  const resource: LineProcedure = {
    ...line,
    status: 'completed',
    performedPeriod: { start, end: removedAt },
    performer: [...(line.performer ?? []), { actor: actorOf(ctx), function: { text: 'Rút' } }],
    ...present({ outcome: reason?.trim() ? { text: reason.trim() } : undefined }),
  }
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(line.meta?.versionId ?? 1) }])
  return lineView(resource, ctx.now())
}

/** Lines of a stay, those that are in first. */
export async function listLines(ctx: Context, stay: Stay): Promise<readonly LineView[]> {
  const found = await searchResources<LineProcedure>(ctx, 'Procedure', {
    encounter: `Encounter/${stay.encounterId}`,
    code: lineKinds.map(({ code }) => `${cs.line}|${code}`).join(','),
    status: 'in-progress,completed',
    _count: '100',
  })
  return found
    .map((line) => lineView(line, ctx.now()))
    .toSorted(
      (a, b) =>
        Number(a.removedAt !== undefined) - Number(b.removedAt !== undefined) ||
        a.placedAt.localeCompare(b.placedAt),
    )
}

export const linesIn = async (ctx: Context, stay: Stay): Promise<readonly LineView[]> =>
  (await listLines(ctx, stay)).filter(({ removedAt }) => removedAt === undefined)

export async function linesOfStay(ctx: Context, stayId: string): Promise<readonly LineView[]> {
  return listLines(ctx, await readStay(ctx, stayId))
}

function lineView(line: LineProcedure, now: Date): LineView {
  const kind = kindOf(line) ?? ''
  const { start = '', end } = line.performedPeriod ?? {}
  const day = lineDay(start, end ? new Date(end) : now)
  const reviewAfter = lineKinds.find(({ code }) => code === kind)?.reviewAfterDays ?? Number.POSITIVE_INFINITY
  return {
    id: line.id,
    kind,
    name: line.code?.text ?? kind,
    site: line.bodySite?.[0]?.text ?? '',
    placedAt: start,
    day,
    review: !end && day >= reviewAfter,
    ...present({ removedAt: end, placedBy: line.performer?.[0]?.actor?.display }),
  }
}
