import type { DocumentReference, QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { beginFill, completeFill, readFill, writeAnswers } from '#modules/forms/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { MinutesAnswer, MinutesBody } from './contract.ts'
import { encounterOf, hasAccepted, kindOf, type Meeting, type MeetingTask } from './domain/meeting.ts'
import { type Member, type Minutes, withMinutes } from './domain/minutes-items.ts'
import { outputOf, outputsOf } from './domain/parts.ts'
import { peopleOf } from './people.ts'
import { deathReviewOn } from './rules.ts'

type Fills = MinutesAnswer['fills']

/** Forms that the minutes of a meeting are written on; a conference has none of the Ministry. */
export function formsOf({ root }: Pick<Meeting, 'root'>, day: string): readonly string[] {
  const kind = kindOf(root)
  if (kind === 'consultation') return ['27-BV2']
  return kind === 'death-review' ? (deathReviewOn(day)?.forms ?? []) : []
}

const fillIds = (root: MeetingTask): readonly string[] =>
  outputsOf(root, 'minutes').map(({ valueReference }) => idOf(valueReference))

const formOf = ({ questionnaire = '' }: QuestionnaireResponse): string =>
  questionnaire.split('|')[0]?.split(':').at(-1) ?? ''

/** The forms of a meeting that were begun, and their papers. */
export async function fillsOf(ctx: Context, root: MeetingTask): Promise<Fills> {
  const ids = fillIds(root)
  if (ids.length === 0) return []
  const [fills, papers] = await Promise.all([
    searchResources<QuestionnaireResponse & { id: string }>(ctx, 'QuestionnaireResponse', { _id: ids.join(',') }),
    searchResources<DocumentReference>(ctx, 'DocumentReference', {
      related: ids.map((id) => `QuestionnaireResponse/${id}`).join(','),
      status: 'current',
    }),
  ])
  return fills
    .map((one) => ({
      id: one.id,
      form: formOf(one),
      status: one.status,
      ...present({
        paperId: papers.find(({ context }) =>
          context?.related?.some(({ reference }) => reference === `QuestionnaireResponse/${one.id}`),
        )?.id,
      }),
    }))
    .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

/** Who took part, with what they are and what they said. */
async function membersOf(ctx: Context, { invitations }: Meeting): Promise<readonly Member[]> {
  const came = invitations.filter(hasAccepted)
  const people = await peopleOf(
    ctx,
    came.map(({ owner }) => idOf(owner)),
  )
  return came.map((one): Member => {
    const person = people.get(idOf(one.owner))
    const opinion = outputOf(one, 'opinion')?.valueString
    return {
      name: person?.name ?? one.owner?.display ?? '',
      title: person?.title ?? (person ? 'Thành viên' : 'Khách mời'),
      ...present({ department: person?.department, opinion }),
    }
  })
}

async function minutesOf(ctx: Context, meeting: Meeting, body: MinutesBody): Promise<Minutes> {
  const people = await peopleOf(ctx, [body.chairId, body.secretaryId])
  return {
    heldAt: body.heldAt,
    today: dayInVietnam(ctx.now()),
    place: body.place ?? '',
    chair: people.get(body.chairId)?.name ?? '',
    secretary: people.get(body.secretaryId)?.name ?? '',
    members: await membersOf(ctx, meeting),
    summary: body.summary,
    conclusion: body.conclusion,
    plan: body.plan,
    ...present({ death: body.death }),
  }
}

/** Writes the minutes into their forms: begun when they are not, and left as they are once they are completed. */
export async function writeForms(ctx: Context, meeting: Meeting, body: MinutesBody): Promise<readonly string[]> {
  const encounterId = encounterOf(meeting)
  const standing = await fillsOf(ctx, meeting.root)
  const minutes = await minutesOf(ctx, meeting, body)
  const signers = { secretary: body.secretaryId, chair: body.chairId }
  const ids: string[] = []
  for (const form of formsOf(meeting, body.heldAt.slice(0, 10))) {
    const known = standing.find((one) => one.form === form && one.status !== 'entered-in-error')
    const id = known?.id ?? (await beginFill(ctx, { id: ctx.newId(), form, encounterId })).id
    ids.push(id)
    if (known && known.status !== 'in-progress') continue
    const fill = await readFill(ctx, id)
    const response = { ...fill.response, item: withMinutes(form, fill.response.item ?? [], minutes) }
    await writeAnswers(ctx, id, { version: fill.version, response }, signers)
  }
  return ids
}

/** Completes what is not completed yet: their papers go before chair and secretary. */
export async function completeForms(ctx: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { response, version } = await readFill(ctx, id)
    if (response.status === 'in-progress') await completeFill(ctx, id, { version, response })
  }
}
