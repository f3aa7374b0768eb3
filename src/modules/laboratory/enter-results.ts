import type { Observation } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'
import { calculatedChanges } from './calculated-results.ts'
import type { EnteredValue, EnterOutcome } from './contract.ts'
import { parseResult } from './domain/parse-result.ts'
import { laboratoryErrors } from './errors.ts'
import { type LoadedRequisition, loadRequisition, resultOf, tubeFor } from './load-requisition.ts'
import { type Answer, markOf, releasedStatuses, resultObservation, valueText } from './observation.ts'
import { settingOf } from './setting-of.ts'

type Conflict = EnterOutcome['conflicts'][number]
type Refused = EnterOutcome['refused'][number]
type Judged =
  | {
      readonly kind: 'change'
      readonly change: Change
      readonly requestId: string
      readonly test: string
      readonly answer: Answer | undefined
    }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'same' }

/**
 * Keeps typed results as preliminary observations. Each row is judged by itself: what cannot be read or was
 * changed by a colleague since it was shown comes back with the cause, the rest is stored.
 */
export async function enterResults(
  ctx: Context,
  requisition: string,
  entries: readonly EnteredValue[],
): Promise<EnterOutcome> {
  const loaded = await loadRequisition(ctx, requisition, true)
  const judged = entries.map((entry) => judge(ctx, loaded, entry))
  const changes = judged.flatMap((one) => (one.kind === 'change' ? [one] : []))
  if (changes.length > 0) {
    const calculated = calculatedChanges(ctx, loaded, changes)
    await commit(ctx, [...changes.map((one) => one.change), ...calculated])
  }
  return {
    saved: changes.length,
    conflicts: judged.flatMap((one) => (one.kind === 'conflict' ? [one.conflict] : [])),
    refused: judged.flatMap((one) => (one.kind === 'refused' ? [one.refused] : [])),
  }
}

function judge(ctx: Context, loaded: LoadedRequisition, entry: EnteredValue): Judged {
  const { requestId } = entry
  const test = loaded.tests.get(requestId)?.find((one) => one.code === entry.test)
  if (!test) throw laboratoryErrors.testUnknown({ request: requestId, test: entry.test })
  const existing = resultOf(loaded, requestId, test.code)
  const refused = (reason: string): Judged => ({
    kind: 'refused',
    refused: { requestId, test: test.code, typed: entry.value.slice(0, 200), reason },
  })
  const parsed = parseResult(entry.value, test.shape)
  if (parsed.kind === 'refused') return refused(parsed.reason)
  if (existing && Number(existing.meta?.versionId) !== entry.version)
    return conflictOrSame(existing, entry, parsed)
  if (existing && releasedStatuses.includes(existing.status)) return refused('released')
  if (parsed.kind === 'empty') return existing ? takeBack(existing, entry) : { kind: 'same' }
  const tube = tubeFor(loaded, requestId, test.specimen)
  if (!tube?.received_at) return refused('notReceived')
  const setting = settingOf(ctx, loaded, requestId, tube)
  const range = loaded.book.range(test, loaded.person)
  const resource = resultObservation(existing?.id ?? ctx.newId(), test, parsed, range, setting, {
    comment: entry.comment?.trim(),
  })
  const change: Change = existing
    ? { kind: 'update', resource, ifVersion: Number(existing.meta?.versionId) }
    : { kind: 'create', resource, id: resource.id }
  return { kind: 'change', change, requestId, test: test.code, answer: parsed }
}

/** Someone stored this row after it was shown: the same value needs nothing, another one is for people to decide. */
function conflictOrSame(
  existing: Observation,
  entry: EnteredValue,
  parsed: Exclude<ReturnType<typeof parseResult>, { kind: 'refused' }>,
): Judged {
  const typed =
    parsed.kind === 'quantity'
      ? `${parsed.comparator ?? ''}${parsed.lexeme}`
      : parsed.kind === 'choice' || parsed.kind === 'text'
        ? parsed.text
        : '–'
  if (parsed.kind !== 'empty' && valueText(existing) === typed) return { kind: 'same' }
  const mark = markOf(existing, ext.resultEntered)
  return {
    kind: 'conflict',
    conflict: {
      requestId: entry.requestId,
      test: entry.test,
      typed: entry.value.slice(0, 2000),
      theirs: valueText(existing),
      by: mark?.who ?? '',
      at: mark?.at ?? '',
      version: Number(existing.meta?.versionId),
    },
  }
}

function takeBack(existing: Observation, entry: EnteredValue): Judged {
  const resource = { ...existing, id: existing.id ?? '', status: 'entered-in-error' as const }
  return {
    kind: 'change',
    change: { kind: 'update', resource },
    requestId: entry.requestId,
    test: entry.test,
    answer: undefined,
  }
}
