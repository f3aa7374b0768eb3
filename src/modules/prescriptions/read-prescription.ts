import type { Context } from '#platform/context.ts'
import type { PrescriptionView, PreviousView } from './contract.ts'
import { lastLines, lineView, prescriptionView } from './prescription-view.ts'
import { readPrescribingVisit } from './read-situation.ts'
import { lineOf } from './to-request.ts'

export async function readPrescription(ctx: Context, encounterId: string): Promise<PrescriptionView> {
  return prescriptionView(await readPrescribingVisit(ctx, encounterId))
}

/** What the patient was given last, as lines that can be taken over. */
export async function readPrevious(ctx: Context, encounterId: string): Promise<PreviousView> {
  const visit = await readPrescribingVisit(ctx, encounterId)
  const requests = lastLines(visit).filter((one) => one.extension !== undefined)
  const on = requests[0]?.authoredOn
  const lines = requests.map(lineOf)
  return { ...(on ? { on } : {}), lines: lines.map((line) => lineView(line, lines)) }
}
