import { createContext, type ReactNode, use } from 'react'
import { useLive } from '../net/live.ts'
import { useApi } from '../net/query.ts'
import { Failure } from '../states/states.tsx'
import { t } from '../text/translate.ts'
import type { BannerPatient } from './banner-patient.ts'
import { PatientBanner } from './patient-banner.tsx'

const Current = createContext<BannerPatient | undefined>(undefined)

/** The patient of the frame around. */
export function usePatient(): BannerPatient | undefined {
  return use(Current)
}

interface PatientFrameProps {
  readonly patientId: string
  readonly encounterId?: string | undefined
  readonly extra?: readonly { readonly label: string; readonly value: ReactNode }[]
  readonly past?: boolean
  readonly children: ReactNode
}

const watched = ['Patient', 'AllergyIntolerance', 'Coverage', 'Encounter', 'Observation']

/**
 * The frame of every screen where a patient is concerned: the banner first, then the screen. While the banner
 * cannot be read, no content of the patient is shown without it.
 */
export function PatientFrame({ patientId, encounterId, extra, past, children }: PatientFrameProps) {
  const path = `/api/patients/${encodeURIComponent(patientId)}/banner`
  const banner = useApi<BannerPatient>(path, encounterId ? { encounter: encounterId } : {})
  useLive(watched, [path])
  const patient = banner.data
  return (
    <div className="lo-page">
      {patient && <PatientBanner patient={patient} {...(extra ? { extra } : {})} past={past ?? false} />}
      {!patient && (
        <section className="lo-banner" aria-label={t('kit.banner.label')} aria-busy={banner.isPending}>
          {banner.isError ? (
            <Failure error={banner.error} retry={banner.refetch} title={t('kit.banner.failed')} />
          ) : (
            <div>
              <span className="lo-bar" style={{ width: 220, height: 20, display: 'block' }} />
              <span className="lo-bar" style={{ width: 340, display: 'block', marginTop: 10 }} />
            </div>
          )}
        </section>
      )}
      {!banner.isError && <Current value={patient}>{children}</Current>}
    </div>
  )
}
