import type { QuestionnaireItem, QuestionnaireResponseItem, Reference } from '@medplum/fhirtypes'
import { answerValue } from './answers.ts'
import { extensionValue, factSystem, sdcUrl } from './extensions.ts'
import { isStruck } from './row-marks.ts'
import type { EarlierFill, FormItem } from './types.ts'

/** What an earlier fill says under a fact code. */
export interface KnownFact {
  readonly values: readonly unknown[]
  /** Rows, where the fact is a repeating group with the same questions. */
  readonly rows: readonly QuestionnaireResponseItem[]
  readonly source: Reference
}

export const factCodeOf = (raw: QuestionnaireItem): string | undefined =>
  raw.code?.find(({ system }) => system === factSystem)?.code

interface Asked {
  readonly fact: string
  readonly raw: QuestionnaireItem
}

/** Looks facts up in earlier fills; the newest that says anything counts. */
export function earlierFacts(earlier: readonly EarlierFill[]): (item: FormItem) => KnownFact | undefined {
  const indexes = earlier.map(readFacts)
  return ({ raw }) => {
    const fact = factCodeOf(raw)
    if (fact === undefined) return undefined
    const lasting = extensionValue(raw, sdcUrl.factScope) === 'patient'
    for (const [at, index] of indexes.entries()) {
      if (!lasting && !earlier[at]?.sameRecord) continue
      const found = index().get(fact)
      if (found && (found.values.length > 0 || found.rows.length > 0)) return found
    }
    return undefined
  }
}

/** Facts of one fill, read when first asked for. */
function readFacts({ questionnaire, response }: EarlierFill): () => ReadonlyMap<string, KnownFact> {
  let known: ReadonlyMap<string, KnownFact> | undefined
  return () => {
    if (known) return known
    const asked = new Map(askedIn(questionnaire.item ?? []).map((one) => [one.raw.linkId, one]))
    const source = {
      reference: `QuestionnaireResponse/${response.id}`,
      ...(questionnaire.title ? { display: questionnaire.title } : {}),
    }
    const found = new Map<string, KnownFact>()
    gather(response.item ?? [], asked, source, found)
    known = found
    return found
  }
}

/** Questions with a fact code, outside of rows, and groups of rows with one. */
function askedIn(items: readonly QuestionnaireItem[]): readonly Asked[] {
  return items.flatMap((raw) => {
    const fact = factCodeOf(raw)
    const rows = raw.type === 'group' && raw.repeats === true
    return [...(fact === undefined ? [] : [{ fact, raw }]), ...(rows ? [] : askedIn(raw.item ?? []))]
  })
}

function gather(
  items: readonly QuestionnaireResponseItem[],
  asked: ReadonlyMap<string, Asked>,
  source: Reference,
  found: Map<string, KnownFact>,
): void {
  for (const item of items) {
    if (isStruck(item)) continue
    const one = asked.get(item.linkId)
    if (one) add(one, item, source, found)
    gather(item.item ?? [], asked, source, found)
    for (const answer of item.answer ?? []) gather(answer.item ?? [], asked, source, found)
  }
}

function add(
  { fact, raw }: Asked,
  item: QuestionnaireResponseItem,
  source: Reference,
  found: Map<string, KnownFact>,
): void {
  const before = found.get(fact) ?? { values: [], rows: [], source }
  const isRows = raw.type === 'group' && raw.repeats === true
  found.set(fact, {
    source,
    values: [...before.values, ...(item.answer ?? []).map(answerValue)],
    rows: isRows ? [...before.rows, item] : before.rows,
  })
}
