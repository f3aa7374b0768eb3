import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { documentErrors } from './errors.ts'
import { hasSignature, readPaper } from './find-papers.ts'
import { aboutOf, formOf, type Paper } from './paper-resource.ts'
import { preparePaper } from './prepare-paper.ts'

/** Lays out a signed paper again from what is stored now; the signed one stays and is marked as superseded. */
export async function correctPaper(ctx: Context, id: string, reason: string): Promise<Paper> {
  const paper = await readPaper(ctx, id)
  if (!(await hasSignature(ctx, paper))) throw documentErrors.notSigned()
  return preparePaper(ctx, {
    form: formOf(paper) ?? '',
    encounterId: idOf(paper.context?.encounter?.[0]),
    about: aboutOf(paper) ?? '',
    correctionReason: reason,
  })
}
