import { formatDay, instantInVietnam } from '#kernel/civil-date.ts'
import { readMessages } from '#platform/messages.ts'
import type { SignatureReport, ValidationReport } from './report/report.ts'

type Language = 'vi' | 'en'

let read: Readonly<Record<Language, Readonly<Record<string, string>>>> | undefined

/** A text of this module with its {{names}} filled in. */
export function say(
  language: Language,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  read ??= { vi: readMessages('vi'), en: readMessages('en') }
  const text = read[language][`signing.verify.${key}`] ?? key
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** What came of several files, in one line. */
export function sayCounts(
  language: Language,
  counts: { readonly expected: number; readonly whole: number; readonly failed: number },
): string {
  return say(language, 'counts', counts)
}

/** `10:42:00 23/11/2026`, in Viet Nam. */
export function moment(at: Date): string {
  const text = instantInVietnam(at)
  return `${text.slice(11, 19)} ${formatDay(text.slice(0, 10))}`
}

/** Why a paper lacks proofs: a service that was down, a doubt, or what is wrong with a signature. */
export function sayReason(language: Language, reason: string): string {
  for (const kind of ['owed', 'doubt', 'fault']) {
    const text = say(language, `${kind}.${reason}`)
    if (text !== `${kind}.${reason}`) return text
  }
  return reason
}

/** The verdict on one signature in a sentence. */
export function describeSignature(signature: SignatureReport, language: Language): string {
  const who = { signer: signature.signer || signature.field, at: signature.at ? moment(signature.at) : '' }
  if (signature.verdict === 'valid') {
    const stamp = signature.timeStamp ?? signature.archiveTimeStamps[0]
    return say(language, 'signature.valid', { ...who, authority: stamp?.authority ?? '' })
  }
  const doubts = signature.doubts.map((doubt) => say(language, `doubt.${doubt}`)).join(' ')
  if (signature.verdict === 'undecided') return `${say(language, 'signature.undecided', who)} ${doubts}`
  const faults = signature.faults.map((fault) => say(language, `fault.${fault}`)).join(' ')
  return `${say(language, 'signature.invalid', who)} ${faults}`
}

/** The verdict on a paper in a sentence. */
export function describePaper(paper: ValidationReport, language: Language): string {
  if (paper.unreadable) return say(language, 'paper.unreadable')
  if (paper.verdict === 'unsigned') return say(language, 'paper.unsigned')
  const count = paper.signatures.length
  if (paper.verdict === 'whole')
    return paper.open.length > 0
      ? say(language, 'paper.wholeOpen', { count, open: paper.open.length })
      : say(language, 'paper.whole', { count })
  if (paper.verdict === 'undecided') return say(language, 'paper.undecided', { count })
  if (paper.added > 0) return say(language, 'paper.added', { bytes: paper.added })
  return say(language, 'paper.broken')
}
