import { drugOf } from '#fhir/drug-of-request.ts'
import { drugLineOf } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import type { PrescriptionView, PreviousView } from './contract.ts'
import { lastLines, lineView, prescriptionView } from './prescription-view.ts'
import { type PrescribingVisit, readPrescribingVisit } from './read-situation.ts'
import { takenHome } from './taken-home.ts'
import { lineOf } from './to-request.ts'

export async function readPrescription(ctx: Context, encounterId: string): Promise<PrescriptionView> {
  return prescriptionView(await readPrescribingVisit(ctx, encounterId))
}

/** What the patient was given last, or still takes on the ward that lets them go, as lines that can be taken over. */
export async function readPrevious(ctx: Context, encounterId: string): Promise<PreviousView> {
  const visit = await readPrescribingVisit(ctx, encounterId)
  if (visit.fromWard) return wardLines(ctx, visit)
  const requests = lastLines(visit).filter((one) => one.extension !== undefined)
  const on = requests[0]?.authoredOn
  const lines = requests.map(lineOf)
  return { ...(on ? { on } : {}), lines: lines.map((line) => lineView(line, lines)) }
}

/** Ended by the discharge, as module orders marks it: it ran until the patient left. */
const untilLeaving = 'urn:lanong:cs:order-end'

/** Medicines by mouth, inhaled or outward that ran to the end of the stay; the ids of their lines are new. */
function wardLines(ctx: Context, { wardDrugs }: PrescribingVisit): PreviousView {
  const ran = wardDrugs.filter(
    ({ status, statusReason }) =>
      status === 'active' ||
      (status === 'completed' && statusReason?.coding?.some(({ system }) => system === untilLeaving)),
  )
  const lines = ran.flatMap((request) => {
    const line = drugLineOf(request)
    return (line && takenHome({ ...line, id: ctx.newId() }, drugOf(request))) ?? []
  })
  return { lines: lines.map((line) => lineView(line, lines)) }
}
