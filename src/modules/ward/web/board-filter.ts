import type { Bed } from '../board-contract.ts'

/** What a board may be narrowed to. */
export const boardFilters = ['all', 'free', 'ill', 'level1', 'level2', 'isolation', 'leaving'] as const
export type BoardFilter = (typeof boardFilters)[number]

/** A score from which the demo's rules, and NEWS2 itself, ask for an urgent answer. Royal College of Physicians, NEWS2, 2017. */
const urgentScore = 5

const tests: Readonly<Record<BoardFilter, (bed: Bed, today: string) => boolean>> = {
  all: () => true,
  free: ({ patient, state }) => !patient && (state === 'free' || state === 'isolated'),
  ill: ({ patient }) =>
    patient?.warning !== undefined && (patient.warning.total >= urgentScore || patient.warning.red),
  level1: ({ patient }) => patient?.careLevel === '1',
  level2: ({ patient }) => patient?.careLevel === '2',
  isolation: ({ isolation }) => isolation,
  leaving: ({ patient }, today) =>
    patient !== undefined &&
    (patient.transferTo !== undefined ||
      (patient.expectedDischarge !== undefined && patient.expectedDischarge <= today)),
}

/** Whether a bed is one of those that are asked for; leaving are who go to another ward or home by today. */
export const isShown = (bed: Bed, filter: BoardFilter, today: string): boolean => tests[filter](bed, today)

/** How many beds each filter would show. */
export const filterCounts = (beds: readonly Bed[], today: string): Readonly<Record<BoardFilter, number>> =>
  Object.fromEntries(
    boardFilters.map((filter) => [filter, beds.filter((bed) => isShown(bed, filter, today)).length]),
  ) as Record<BoardFilter, number>
