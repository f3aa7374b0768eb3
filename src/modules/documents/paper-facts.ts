import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { papersOf } from './find-papers.ts'
import { paperViews } from './paper-view.ts'

/** A paper in force, as rules of other modules see it. */
export interface PaperFact {
  readonly id: string
  readonly form: string
  readonly title: string
  readonly signed: boolean
  /** Names of those who still have to sign. */
  readonly waitingFor: string | undefined
  /** Ids of what the paper is about: encounter, report, or code of a prescription. */
  readonly about: readonly string[]
  /** SHA-256 of the file. */
  readonly sha256: string
}

/** Papers in force of a visit; superseded ones are left out. */
export async function listPaperFacts(ctx: Context, encounterId: string): Promise<PaperFact[]> {
  const papers = (await papersOf(ctx, encounterId)).filter((one) => one.status === 'current')
  const views = await paperViews(ctx, papers)
  return views.map((view) => {
    const names = view.slots.filter((slot) => slot.state === 'waiting').map((slot) => slot.who ?? slot.title)
    return {
      id: view.id,
      form: view.form,
      title: view.title,
      signed: view.state === 'signed',
      waitingFor: names.length > 0 ? names.join(', ') : undefined,
      about: [view.about.split('/').at(-1) ?? ''],
      sha256: view.sha256,
    }
  })
}

export interface PaperFile {
  readonly id: string
  readonly version: number
  readonly form: string
  readonly title: string
  readonly state: string
  readonly sha256: string
  readonly correctionReason?: string
}

/** Every paper of a visit with its file, superseded ones too, for an export. */
export async function listPaperFiles(ctx: Context, encounterId: string): Promise<PaperFile[]> {
  const papers = await papersOf(ctx, encounterId)
  const views = await paperViews(ctx, papers)
  return views.map(({ id, version, form, title, state, sha256, correctionReason }) => ({
    id,
    version,
    form,
    title,
    state,
    sha256,
    ...present({ correctionReason }),
  }))
}
