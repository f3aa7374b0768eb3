import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { type Incident, numberOf, openIncidents, readIncidents } from './repository.ts'
import { clocks } from './rules.ts'
import { classificationOf, owedBy } from './view-incident.ts'

const minuteMs = 60_000

/** Notices that are late or soon due, and incidents that nobody has classified. */
export async function incidentFindings(ctx: Context): Promise<readonly Finding[]> {
  const open = await readIncidents(ctx, openIncidents)
  const found = open.flatMap((one) => [...unclassified(ctx, one), ...deadlines(ctx, one)])
  return found.length > 0 ? found : [finding('book', 'green', 'well', { count: open.length })]
}

function unclassified(ctx: Context, incident: Incident): readonly Finding[] {
  if (classificationOf(incident)) return []
  const { classifyAmberMinutes: amber, classifyRedMinutes: red } = clocks.house
  const minutes = Math.floor((ctx.now().getTime() - incident.record.noticed_at.getTime()) / minuteMs)
  if (minutes < amber) return []
  const number = numberOf(incident.record)
  const hours = Math.floor(minutes / 60)
  return [finding(`incident ${number}`, minutes >= red ? 'red' : 'amber', 'unclassified', { number, hours })]
}

function deadlines(ctx: Context, incident: Incident): readonly Finding[] {
  const number = numberOf(incident.record)
  return owedBy(ctx, incident).flatMap(({ rule, dueAt, state }) => {
    const soon = dueAt.getTime() - ctx.now().getTime() <= clocks.house.warnMinutes * minuteMs
    if (state !== 'late' && !(state === 'due' && soon)) return []
    const due = instantInVietnam(dueAt).slice(0, 16).replace('T', ' ')
    const details = { number, due, notice: rule.title.vi, noticeEn: rule.title.en }
    const late = state === 'late'
    return [
      finding(
        `notice ${number} ${rule.code}`,
        late ? 'red' : 'amber',
        late ? 'noticeLate' : 'noticeSoon',
        details,
      ),
    ]
  })
}
