import type { ReactNode } from 'react'
import { PatientFrame } from './patient-frame.tsx'
import { StayFrame } from './stay-frame.tsx'
import type { StayTab } from './stay-tabs.ts'

interface VisitFrameProps {
  readonly patientId: string
  readonly encounterId: string
  /** Whether the visit is a stay on a ward: then the other screens of the stay are one press away. */
  readonly stay: boolean
  readonly tab: StayTab
  readonly children: ReactNode
}

/** The frame of a screen that both visits and stays have. */
export function VisitFrame({ patientId, encounterId, stay, tab, children }: VisitFrameProps) {
  if (stay)
    return (
      <StayFrame encounterId={encounterId} tab={tab}>
        {children}
      </StayFrame>
    )
  return (
    <PatientFrame patientId={patientId} encounterId={encounterId}>
      {children}
    </PatientFrame>
  )
}
