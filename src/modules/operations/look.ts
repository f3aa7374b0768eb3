import { performance } from 'node:perf_hooks'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import type { HospitalModule } from '#platform/module.ts'
import type { Part } from './contract.ts'
import { ownFindings } from './own-findings.ts'

/** Something that says how parts stand: a module, or the program around them. */
export type Watched = Pick<HospitalModule, 'name' | 'findings'>

const order = { red: 0, amber: 1, green: 2 } as const

/** How every part stands, the worst first. One that cannot be looked at is red itself. */
export async function lookAround(ctx: Context, watched: readonly Watched[]): Promise<readonly Part[]> {
  const own: Watched = { name: 'operations', findings: (asked) => ownFindings(asked) }
  const all = await Promise.all([own, ...watched].map((one) => look(ctx, one)))
  return all.flat().sort((a, b) => order[a.level] - order[b.level])
}

async function look(ctx: Context, { name, findings }: Watched): Promise<readonly Part[]> {
  if (!findings) return []
  try {
    return (await findings(ctx)).map((one) => ({ area: name, ...one }))
  } catch (error) {
    ctx.log.error({ err: error, area: name }, 'a part cannot be looked at')
    return [{ area: 'operations', ...blind(name, error) }]
  }
}

const blind = (area: string, error: unknown): Finding =>
  finding('look', 'red', 'blind', { area, reason: error instanceof Error ? error.message : String(error) })

const keptMs = 5_000
let last: { readonly at: number; readonly facility: number; readonly parts: Promise<readonly Part[]> } | undefined

/** The same, looked at again every five seconds however many ask. */
export function lookedAround(ctx: Context, watched: readonly Watched[]): Promise<readonly Part[]> {
  const now = performance.now()
  if (!last || last.facility !== ctx.facility || now - last.at > keptMs)
    last = { at: now, facility: ctx.facility, parts: lookAround(ctx, watched) }
  return last.parts
}
