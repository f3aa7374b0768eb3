import type { Encounter } from '@medplum/fhirtypes'
import { type CheckAlert, type Checked, checkLines } from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import type { Alert } from './domain/alert.ts'
import type { Line } from './domain/line.ts'

/**
 * The checks that orders of a ward have, for the lines of a prescription: interaction, dose, kidney, pregnancy,
 * breast-feeding, diagnosis, age, health insurance. Allergies and duplicates are checked with the rules of prescriptions.
 *
 * @param replaced lines of prescriptions that this one ends
 */
export function checkDrugs(
  ctx: Context,
  encounter: Encounter,
  lines: readonly Line[],
  replaced: readonly string[],
): Promise<Checked> {
  const asked = lines.map(({ id, drug, dose, doseUnit, timesADay }) => ({ id, drug, dose, doseUnit, timesADay }))
  return checkLines(ctx, encounter, asked, {
    except: [...replaced, ...lines.map(({ id }) => id)],
    without: ['allergy', 'duplicate'],
  })
}

/** One of these checks among the alerts of a prescription. */
export function asAlert({ language }: Context, one: CheckAlert): Alert {
  const { key, kind, level, overridable, lineId, rule, source, confidence, cause } = one
  return {
    key,
    kind: kind as Alert['kind'],
    level,
    overridable,
    lineId,
    reason: rule,
    values: {},
    told: { what: one.what[language], why: one.why[language], todo: one.todo[language], source, confidence },
    ...(cause ? { cause } : {}),
  }
}
