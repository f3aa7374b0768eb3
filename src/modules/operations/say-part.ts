import { fillText, readMessages } from '#platform/messages.ts'
import type { Part } from './contract.ts'

let texts:
  | { readonly vi: Readonly<Record<string, string>>; readonly en: Readonly<Record<string, string>> }
  | undefined

/** How a part stands and what to do, in words: "Backup, copy here: …". */
export function sayPart({ area, part, code, details }: Omit<Part, 'level'>): {
  readonly vi: string
  readonly en: string
} {
  texts ??= { vi: readMessages('vi'), en: readMessages('en') }
  const say = (language: 'vi' | 'en') => {
    const known = texts?.[language] ?? {}
    const title = known[`operations.area.${area}`] ?? area
    const what = known[`operations.part.${area}.${part.split(' ')[0]}`] ?? part
    return `${title}, ${fillText(what, details)}: ${fillText(known[`operations.finding.${area}.${code}`] ?? code, details)}`
  }
  return { vi: say('vi'), en: say('en') }
}
