import { instantInVietnam } from '#kernel/civil-date.ts'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { ActView, ClassifyBody, IncidentRow, IncidentView, ObligationView } from './contract.ts'
import { keptUntil, type Obligation, type Outcome, obligationsOf } from './domain/clocks.ts'
import { type ActRecord, type Incident, numberOf } from './repository.ts'
import { clocks, titleOfKind } from './rules.ts'

/** What it is, by the last line that says so. */
export function classificationOf({ acts }: Pick<Incident, 'acts'>): ClassifyBody | undefined {
  return acts.findLast(({ kind }) => kind === 'classified')?.content as ClassifyBody | undefined
}

function outcomesOf(acts: readonly ActRecord[]): ReadonlyMap<string, Outcome> {
  const found = new Map<string, Outcome>()
  for (const { kind, content } of acts) {
    const code = String(content['code'])
    if (kind === 'notice') found.set(code, { kind, sentAt: new Date(String(content['sentAt'])) })
    if (kind === 'needless') found.set(code, { kind, reason: String(content['reason']) })
  }
  return found
}

/** What is to be told to whom until when, and what of it was done. */
export function owedBy(ctx: Pick<Context, 'now'>, incident: Incident): readonly Obligation[] {
  const given = classificationOf(incident)
  if (!given) return []
  const { record, acts } = incident
  return obligationsOf(clocks.obligations, record.noticed_at, given, outcomesOf(acts), ctx.now())
}

/** Whether a closing waits for a second person: nothing was added since it was proposed. */
export const proposalOf = ({ acts }: Pick<Incident, 'acts'>): ActRecord | undefined =>
  acts.at(-1)?.kind === 'proposed' ? acts.at(-1) : undefined

export function rowOf(ctx: Context, incident: Incident): IncidentRow {
  const { record } = incident
  const owed = owedBy(ctx, incident).filter(({ state }) => state === 'due' || state === 'late')
  const [next] = [...owed].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  return {
    id: record.id,
    number: numberOf(record),
    kind: record.kind,
    kindTitle: titleOfKind(record.kind, ctx.language),
    title: record.title,
    noticedAt: instantInVietnam(record.noticed_at),
    openedBy: record.opened_name,
    level: classificationOf(incident)?.level,
    state: record.closed_at ? 'closed' : proposalOf(incident) ? 'proposed' : 'open',
    late: owed.filter(({ state }) => state === 'late').length,
    next: next && { title: next.rule.title[ctx.language], dueAt: instantInVietnam(next.dueAt) },
  }
}

export async function viewOf(ctx: Context, incident: Incident): Promise<IncidentView> {
  const { record, acts } = incident
  const proposal = proposalOf(incident)
  const lessons = acts.findLast(({ kind }) => kind === 'proposed')?.content['lessons']
  return {
    ...rowOf(ctx, incident),
    what: record.what,
    touched: record.touched,
    noticedBy: record.noticed_by,
    openedAt: instantInVietnam(record.opened_at),
    origin: record.origin ?? undefined,
    classification: classificationOf(incident),
    obligations: owedBy(ctx, incident).map((one) => obligationView(ctx, one)),
    acts: acts.map((one) => actView(ctx, one)),
    lessons: lessons === undefined ? undefined : String(lessons),
    ownProposal: proposal !== undefined && (await isSamePerson(ctx, proposal.by)),
    closedAt: record.closed_at ? instantInVietnam(record.closed_at) : undefined,
    keptUntil: record.closed_at ? keptUntil(clocks.retention, record.closed_at) : undefined,
  }
}

function obligationView(ctx: Context, { rule, dueAt, state, sentAt, reason }: Obligation): ObligationView {
  return {
    code: rule.code,
    title: rule.title[ctx.language],
    to: rule.to[ctx.language],
    source: rule.source,
    confidence: rule.confidence,
    dueAt: instantInVietnam(dueAt),
    state,
    sentAt: sentAt ? instantInVietnam(sentAt) : undefined,
    reason,
  }
}

const titleOfRule = (ctx: Context, code: unknown) =>
  clocks.obligations.find((one) => one.code === code)?.title[ctx.language] ?? String(code)

/** What a line says, in the words that were written; what it is stands before it on the screen. */
function textOf(ctx: Context, { kind, content }: ActRecord): string {
  const said = (name: string) => (content[name] ? String(content[name]) : '')
  if (kind === 'notice')
    return [titleOfRule(ctx, content['code']), said('way'), said('reference')].filter(Boolean).join(' · ')
  if (kind === 'needless') return `${titleOfRule(ctx, content['code'])} · ${said('reason')}`
  if (kind === 'persons') return said('actorName')
  if (kind === 'proposed') return said('lessons')
  if (kind === 'classified') return said('consequences')
  return said(kind === 'reopened' || kind === 'closed' ? 'note' : 'text')
}

function actView(ctx: Context, act: ActRecord): ActView {
  const { n, kind, at, by_name: by, content } = act
  return {
    n,
    kind,
    at: instantInVietnam(at),
    by,
    text: textOf(ctx, act),
    journal: content['journal'] as ActView['journal'],
    persons: kind === 'persons' ? Number(content['count']) : undefined,
  }
}
