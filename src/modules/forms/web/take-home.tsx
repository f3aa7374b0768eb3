import { useEffect } from 'react'
import { api, newAct, Panel, refresh, t, toApiError } from '#web/kit/index.ts'
import { type Prescription, PrescriptionPart, usePrescription } from '#web/kit/prescription/index.ts'
import type { Finishes } from './closing-form.tsx'

/** Its key among what closing finishes. */
export const takeHome = 'take-home'

/** The papers of what is in force; one that is signed already stays as it is. */
async function prepare(encounterId: string, { issued }: Prescription): Promise<void> {
  for (const { code } of issued.filter(({ state }) => state === 'active')) {
    try {
      await api.post('/api/documents/prepare', { form: 'TT26', encounterId, about: code }, newAct())
    } catch (thrown) {
      const error = toApiError(thrown)
      if (error.code !== 'documents.signed') throw error
    }
  }
}

interface TakeHomeProps {
  readonly encounterId: string
  readonly finishes: Finishes
}

/** Medicines to take home: copied from the ward or written, checked as on the ward, issued when the papers are completed. */
export function TakeHome({ encounterId, finishes }: TakeHomeProps) {
  const work = usePrescription(encounterId)
  useEffect(() => {
    const all = finishes.current
    all.set(takeHome, async () => {
      const saved = await work.flush()
      const done = saved && saved.lines.length > 0 ? await work.issue() : saved
      if (!done) {
        document.getElementById(takeHome)?.scrollIntoView({ block: 'center' })
        return false
      }
      await prepare(encounterId, done)
      void refresh('/api/documents', '/api/signing', '/api/records')
      return true
    })
    return () => void all.delete(takeHome)
  })
  return (
    <Panel pad>
      <PrescriptionPart
        id={takeHome}
        encounterId={encounterId}
        roomId={undefined}
        title={t('fill.closing.takeHome')}
        copy={{ label: t('fill.closing.copyWard'), done: t('fill.closing.copiedWard') }}
        work={work}
      />
    </Panel>
  )
}
