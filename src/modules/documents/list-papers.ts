import type { Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { PaperList } from './contract.ts'
import { papersOf } from './find-papers.ts'
import { paperViews } from './paper-view.ts'

/** Papers of a visit, and whose it is: the screen shows the patient before there is a paper. */
export async function listPapers(ctx: Context, encounterId: string): Promise<PaperList> {
  const visit = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  return {
    patientId: idOf(visit.subject),
    stay: visit.class?.code === 'IMP',
    papers: await paperViews(ctx, await papersOf(ctx, encounterId)),
  }
}
