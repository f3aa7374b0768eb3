import { useEffect } from 'react'
import { scoresInRows } from '#fhir/sdc/newest-in-rows.ts'
import type { FormStore } from '#web/kit/form/index.ts'
import { api, type Change, useLive } from '#web/kit/index.ts'
import type { FillView, NewestScores } from '../contract.ts'

/** Lets rows that are added begin with the newest scores of the stay, also with those recorded since the form was opened. */
export function useNewestScores(view: FillView, store: FormStore): void {
  const { id, editable, patientId } = view
  const wants = editable && scoresInRows(store.form).length > 0
  const read = async () => {
    // Without a network rows begin with what was known last.
    const found = await api.get<NewestScores>(`/api/fills/${id}/newest`).catch(() => undefined)
    if (found) store.newest = found.answers as FormStore['newest']
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each fill; `useLive` tells the rest
  useEffect(() => {
    if (wants) void read()
  }, [id, wants])
  const told = (change: Change | undefined) => {
    if (wants && (!change || change.patientId === patientId)) void read()
  }
  useLive(['Observation'], [], told)
}
