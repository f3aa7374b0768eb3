import type { Communication } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { setOwnTask } from '#modules/nursing/index.ts'
import { performOrder } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import type { Change } from '#store/types.ts'
import { personNamed } from './ask.ts'
import { closed } from './conduct.ts'
import { holdToConduct } from './conducts.ts'
import { consultantChange } from './consultants.ts'
import type { MinutesAnswer, MinutesBody } from './contract.ts'
import { encounterOf, hasAccepted, kindOf, type Meeting, type MeetingTask } from './domain/meeting.ts'
import { personValue, textValue, withInput, withOutputs } from './domain/parts.ts'
import { consultationErrors } from './errors.ts'
import { completeForms, fillsOf, writeForms } from './minutes-fills.ts'
import { saveMeeting } from './save.ts'

const oneMinute = 60_000

function refuseEarly(ctx: Context, body: MinutesBody, meeting: Meeting): void {
  if (body.chairId === body.secretaryId) throw consultationErrors.samePerson()
  if (Date.parse(body.heldAt) > ctx.now().getTime() + oneMinute) throw consultationErrors.inFuture()
  if (body.step === 'finish' && !meeting.invitations.some(hasAccepted)) throw consultationErrors.nobodyCame()
}

const deathParts = [
  'history',
  'admissionState',
  'diagnoses',
  'cause',
  'reception',
  'examination',
  'treatment',
  'care',
  'family',
] as const

/** The meeting as it was held, with the texts of its minutes. */
async function withTexts(ctx: Context, root: MeetingTask, body: MinutesBody): Promise<MeetingTask> {
  const chair = personValue(await personNamed(ctx, body.chairId))
  const secretary = personValue(await personNamed(ctx, body.secretaryId))
  const held: MeetingTask = { ...root, status: 'in-progress', executionPeriod: { start: body.heldAt } }
  const texts: readonly (readonly [string, string | undefined])[] = [
    ['summary', body.summary],
    ['conclusion', body.conclusion],
    ['plan', body.plan],
    ...deathParts.map((name) => [`death.${name}`, body.death?.[name]] as const),
  ]
  const placed = withInput(withInput(held, 'chair', chair), 'secretary', secretary)
  const named = body.place === undefined ? placed : withInput(placed, 'place', textValue(body.place))
  return texts.reduce((task, [name, text]) => {
    const value = textValue(text)
    return withOutputs(task, name, value ? [value] : [])
  }, named)
}

/** What a conference decided becomes tasks of the ward, and its minutes a note of the chart. */
async function conferenceEnd(
  ctx: Context,
  meeting: Meeting,
  body: MinutesBody,
): Promise<{ readonly changes: readonly Change[]; readonly tasks: readonly string[] }> {
  const encounterId = encounterOf(meeting)
  const tasks: string[] = []
  for (const { text, dueAt } of body.decisions ?? [])
    tasks.push((await setOwnTask(ctx, encounterId, { code: 'other', text, dueAt })).id)
  const note: Communication = {
    resourceType: 'Communication',
    id: ctx.newId(),
    status: 'completed',
    category: [{ coding: [{ system: cs.communication, code: 'conference-minutes' }] }],
    basedOn: [{ reference: `Task/${meeting.root.id}` }],
    subject: { ...(meeting.root.for?.reference ? { reference: meeting.root.for.reference } : {}) },
    encounter: meeting.root.encounter ?? {},
    sent: body.heldAt,
    sender: (await personNamed(ctx, body.secretaryId)) as Communication['sender'] & object,
    payload: [body.summary, body.conclusion].flatMap((text) =>
      text.trim() ? [{ contentString: text.trim() }] : [],
    ),
  }
  return { changes: [{ kind: 'create', resource: note, id: note.id ?? '' }], tasks }
}

/** The order of a consultation is done and answered by its conclusion: who asked sees it among the answers. */
async function answerOrder(ctx: Context, { order }: Meeting, body: MinutesBody): Promise<void> {
  if (order?.status !== 'active') return
  const result = [body.conclusion.trim(), body.plan.trim()].filter(Boolean).join('\n')
  await performOrder(ctx, order.id, { at: body.heldAt, result })
}

const references = (type: string, ids: readonly string[]) =>
  ids.map((id) => ({ valueReference: { reference: `${type}/${id}` } }))

/**
 * Keeps the minutes of a meeting. With `paper` they stand on their form, to go on writing there; with `finish` the forms are
 * completed and wait for their signatures, the order is answered, and the meeting is over with the access it gave.
 */
export async function writeMinutes(ctx: Context, id: string, body: MinutesBody): Promise<MinutesAnswer> {
  const meeting = await holdToConduct(ctx, id)
  refuseEarly(ctx, body, meeting)
  const kept: Meeting = { ...meeting, root: await withTexts(ctx, meeting.root, body) }
  const fills = body.step === 'save' ? undefined : await writeForms(ctx, kept, body)
  const root = fills ? withOutputs(kept.root, 'minutes', references('QuestionnaireResponse', fills)) : kept.root
  if (body.step === 'finish') await endMeeting(ctx, { ...kept, root }, body, fills ?? [])
  else await saveMeeting(ctx, { ...kept, root })
  return { fills: await fillsOf(ctx, root), ended: body.step === 'finish' }
}

async function endMeeting(
  ctx: Context,
  meeting: Meeting,
  body: MinutesBody,
  fills: readonly string[],
): Promise<void> {
  await completeForms(ctx, fills)
  const after = closed(meeting, 'completed', instantInVietnam(ctx.now()))
  const end =
    kindOf(meeting.root) === 'conference' ? await conferenceEnd(ctx, meeting, body) : { changes: [], tasks: [] }
  const root: MeetingTask = withOutputs(after.root, 'decision', references('Task', end.tasks))
  const consultants = await consultantChange(ctx, after, true)
  await saveMeeting(ctx, { ...after, root }, [...end.changes, ...consultants])
  await answerOrder(ctx, meeting, body)
}
