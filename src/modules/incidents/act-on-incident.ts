import { sql } from 'kysely'
import { countEvents } from '#modules/audit/index.ts'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { ActBody, ClassifyBody, NoticeBody } from './contract.ts'
import type { Obligation } from './domain/clocks.ts'
import { incidentErrors } from './errors.ts'
import { note } from './note.ts'
import { noticePaper } from './notice-paper.ts'
import { pastMoment } from './open-incident.ts'
import { periodOf } from './persons.ts'
import { addLine, type Incident, lockIncident, numberOf } from './repository.ts'
import { classificationOf, owedBy, proposalOf } from './view-incident.ts'

/** Says what it is; the clocks follow. A later line holds, earlier ones stay in the book. */
export async function classify(ctx: Context, id: string, given: ClassifyBody): Promise<void> {
  await addLine(ctx, await lockIncident(ctx, id), 'classified', given)
  await note(ctx, 'classified', id, { level: given.level, persons: given.persons })
}

/** A measure, a decision or a piece of evidence, with the events of the journal that it rests on. */
export async function addAct(ctx: Context, id: string, { kind, text, journal }: ActBody): Promise<void> {
  const incident = await lockIncident(ctx, id)
  const asked = journal && { ...journal, ...periodOf(journal) }
  const content = {
    text: text.trim(),
    ...(journal && asked ? { journal: { ...journal, count: await countEvents(ctx, asked) } } : {}),
  }
  await addLine(ctx, incident, kind, content)
  await note(ctx, kind, id)
}

export function obligationOf(ctx: Context, incident: Incident, code: string): Obligation {
  const number = numberOf(incident.record)
  if (!classificationOf(incident)) throw incidentErrors.unclassified({ number })
  const owed = owedBy(ctx, incident).find(({ rule }) => rule.code === code)
  if (!owed) throw incidentErrors.noObligation({ number, code })
  return owed
}

function stillOwed(ctx: Context, incident: Incident, code: string): Obligation {
  const owed = obligationOf(ctx, incident, code)
  if (owed.sentAt) throw incidentErrors.obligationDone({ number: numberOf(incident.record), code })
  return owed
}

/** Notes that a notice was given, and keeps the paper as it was then. */
export async function noteSent(ctx: Context, id: string, code: string, given: NoticeBody): Promise<void> {
  const incident = await lockIncident(ctx, id)
  const owed = stillOwed(ctx, incident, code)
  const sentAt = pastMoment(ctx, given.sentAt, incident.record.noticed_at)
  const paper = await ctx.blobs.put(await noticePaper(ctx, incident, owed))
  await addLine(ctx, incident, 'notice', { ...given, code, sentAt: sentAt.toISOString(), paper })
  await note(ctx, 'notice', id, { notice: code })
}

/** Says why a notice need not be given. */
export async function notNeeded(ctx: Context, id: string, code: string, reason: string): Promise<void> {
  const incident = await lockIncident(ctx, id)
  stillOwed(ctx, incident, code)
  await addLine(ctx, incident, 'needless', { code, reason: reason.trim() })
  await note(ctx, 'needless', id, { notice: code })
}

/** The first of two persons: what was learned. Whatever is added afterwards takes the proposal back. */
export async function proposeClosing(ctx: Context, id: string, lessons: string): Promise<void> {
  const incident = await lockIncident(ctx, id)
  const number = numberOf(incident.record)
  if (!classificationOf(incident)) throw incidentErrors.unclassified({ number })
  const open = owedBy(ctx, incident).filter(({ state }) => state === 'due' || state === 'late').length
  if (open > 0) throw incidentErrors.obligationsOpen({ number, count: open })
  await addLine(ctx, incident, 'proposed', { lessons: lessons.trim() })
  await note(ctx, 'proposed', id)
}

/** The second person closes the incident, or gives it back. */
export async function decideClosing(
  ctx: Context,
  id: string,
  given: { readonly decision: 'closed' | 'reopened'; readonly note: string },
): Promise<void> {
  const incident = await lockIncident(ctx, id)
  const proposal = proposalOf(incident)
  if (!proposal) throw incidentErrors.notProposed({ number: numberOf(incident.record) })
  if (await isSamePerson(ctx, proposal.by)) throw incidentErrors.secondPerson()
  await addLine(ctx, incident, given.decision, { note: given.note.trim() })
  if (given.decision === 'closed')
    await sql`update incident set closed_at = ${ctx.now()} where facility = ${ctx.facility} and id = ${id}::uuid`.execute(
      ctx.db,
    )
  await note(ctx, given.decision, id)
}
