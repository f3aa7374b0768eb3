import { fileLines, sealLine } from '../record-archive/say-archive.ts'
import { say } from '../words.ts'
import type { HospitalVerdict } from './verify.ts'
import type { HeadsVerdict } from './verify-heads.ts'

type Language = 'vi' | 'en'

const mostTold = 200

function faultLines(
  area: string,
  faults: readonly { what: string; fault: string }[],
  language: Language,
): string[] {
  const told = faults.slice(0, mostTold).map(({ what, fault }) => say(language, `${area}.${fault}`, { what }))
  return faults.length > mostTold
    ? [...told, say(language, 'ledger.more', { count: faults.length - mostTold })]
    : told
}

const rootLines = ({ roots, trust }: Pick<HospitalVerdict, 'roots' | 'trust'>, language: Language) =>
  roots.map((root) => say(language, `root.${trust}`, root))

function removalLines({ removals }: HospitalVerdict, language: Language): string[] {
  return [...Map.groupBy(removals, ({ removal }) => removal)].map(([removal, steps]) => {
    const sum = (of: 'events' | 'entries') => steps.reduce((total, step) => total + step[of], 0)
    return say(language, 'hospital.removed', { removal, events: sum('events'), entries: sum('entries') })
  })
}

/** The outcome of an exported hospital, a line each. */
export function hospitalLines(verdict: HospitalVerdict, language: Language): string[] {
  const { manifest, head, heads, whole, ok } = verdict
  const facts = { facility: manifest.facility, entries: head?.size ?? 0, files: whole.length, heads: heads + 1 }
  return [
    say(language, ok ? 'hospital.ok' : 'hospital.notOk', facts),
    sealLine(verdict.seal, language),
    ...fileLines(verdict, language),
    ...verdict.erasures
      .filter(({ proven }) => proven)
      .map((one) =>
        say(language, 'hospital.erased', { record: one.record, list: one.list, versions: one.versions }),
      ),
    ...removalLines(verdict, language),
    ...faultLines('hospital', verdict.faults, language),
    ...rootLines(verdict, language),
  ]
}

/** The outcome of published heads, a line each. */
export function headsLines(verdict: HeadsVerdict, language: Language): string[] {
  const { heads, faults, ok } = verdict
  const last = heads.at(-1)
  const facts = { count: heads.length, size: last?.size ?? 0, at: last?.at ?? '', code: last?.code ?? '' }
  return [
    say(language, ok ? 'heads.ok' : 'heads.notOk', facts),
    ...faultLines('heads', faults, language),
    ...rootLines(verdict, language),
  ]
}
