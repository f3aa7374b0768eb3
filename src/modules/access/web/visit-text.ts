import { formatDay } from '#web/kit/index.ts'
import type { LabelsView } from '../contract.ts'

type Visit = LabelsView['visits'][number]

/** A visit as people know it: its days, department and record. */
export function visitText({ at, until, department, recordNumber }: Visit): string {
  const days = [at && formatDay(at), until && formatDay(until)].filter(
    (day, n, all) => day && all.indexOf(day) === n,
  )
  return [days.join(' – '), department, recordNumber].filter(Boolean).join(' · ')
}
