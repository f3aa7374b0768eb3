import type { DocumentReference } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { formOn, shippedForms } from '#platform/forms/registry.ts'
import { readResource } from '#store/read.ts'
import { signingErrors } from '../errors.ts'
import { blobHash } from '../paper.ts'

export type Paper = DocumentReference & { id: string }

export interface ConfirmPlace {
  readonly id: string
  readonly title: { readonly vi: string; readonly en: string }
}

/** The places of a paper where patients and representatives sign, who have no key of their own. */
export function placesToConfirm(paper: DocumentReference): ConfirmPlace[] {
  const coding = paper.type?.coding?.find(({ system }) => system === cs.form)
  const code = coding?.code ?? ''
  if (!shippedForms().some((one) => one.code === code)) return []
  const { slots } = formOn(code, coding?.version ?? (paper.date ?? '').slice(0, 10))
  return slots.filter(({ role }) => role === 'patient').map(({ id, title }) => ({ id, title }))
}

/** The paper, when it is in force and is the one that was shown. */
export async function readShown(
  ctx: Context,
  shown: { readonly id: string; readonly version: number; readonly sha256: string },
): Promise<Paper> {
  const paper = await readResource<Paper>(ctx, 'DocumentReference', shown.id)
  if (paper.status !== 'current') throw signingErrors.notSignable({ id: shown.id, state: paper.status ?? '' })
  if (paper.meta?.versionId !== String(shown.version) || blobHash(paper) !== shown.sha256)
    throw signingErrors.contentChanged({ id: shown.id })
  return paper
}
