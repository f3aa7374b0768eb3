import './consultations.css'
import type { ReactNode } from 'react'
import {
  Alert,
  Chip,
  Columns,
  can,
  Failure,
  formatDateTime,
  Inline,
  KeyValue,
  Loading,
  Num,
  Page,
  Panel,
  PatientFrame,
  StayFrame,
  t,
  useApi,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { MeetingView } from '../contract.ts'
import { ChartPanel } from './chart-panel.tsx'
import { ConductActs } from './conduct-acts.tsx'
import { FollowingPanel } from './following-panel.tsx'
import { InvitationsPanel } from './invitations-panel.tsx'
import { KeptMinutes } from './kept-minutes.tsx'
import { MinutesPanel } from './minutes-panel.tsx'
import { kindText, MeetingState } from './words.tsx'

/** One meeting: why, when, who comes, the chart it is about, its minutes, and what follows. */
export default function MeetingScreen() {
  const { id = '' } = useParams()
  const path = `/api/consultations/${id}`
  const meeting = useApi<MeetingView>(path)
  useLive(['Task', 'ServiceRequest', 'QuestionnaireResponse', 'DocumentReference'], [path])
  if (meeting.isPending) return <Loading rows={8} />
  if (meeting.isError) return <Failure error={meeting.error} retry={meeting.refetch} />
  return (
    <Frame view={meeting.data}>
      <Page>
        <Meeting key={id} view={meeting.data} />
      </Page>
    </Frame>
  )
}

function Frame({ view, children }: { readonly view: MeetingView; readonly children: ReactNode }) {
  if (can('ward.read'))
    return (
      <StayFrame encounterId={view.encounterId} tab="consultations">
        {children}
      </StayFrame>
    )
  return (
    <PatientFrame patientId={view.patientId} encounterId={view.encounterId}>
      {children}
    </PatientFrame>
  )
}

function Meeting({ view }: { readonly view: MeetingView }) {
  const writes = view.editable && view.conducts && can('consultations.conduct')
  return (
    <Columns
      main={
        <>
          <WhatPanel view={view} conducts={writes} />
          {writes ? <MinutesPanel view={view} /> : <KeptMinutes view={view} />}
          <ChartPanel view={view} />
        </>
      }
      side={
        <>
          <InvitationsPanel view={view} conducts={writes} />
          <FollowingPanel view={view} />
        </>
      }
      sideWidth={420}
    />
  )
}

function WhatPanel({ view, conducts }: { readonly view: MeetingView; readonly conducts: boolean }) {
  return (
    <Panel
      title={
        <Inline wrap>
          {kindText(view)}
          {view.urgent && <Chip tone="crit">{t('consultations.urgent')}</Chip>}
          <MeetingState state={view.state} />
        </Inline>
      }
      label={kindText(view)}
      note={t('consultations.askedBy', { who: view.askedBy, at: formatDateTime(view.askedAt) })}
      pad
      actions={conducts && <ConductActs view={view} />}
    >
      {view.cancelReason && (
        <Alert level="note" title={t('consultations.cancelled', { reason: view.cancelReason })} />
      )}
      {view.late && view.dueAt && (
        <Alert level="warning" title={t('consultations.lateSince', { at: formatDateTime(view.dueAt) })} />
      )}
      <KeyValue
        items={[
          ...(view.question ? [{ label: t('consultations.question'), value: view.question }] : []),
          {
            label: t('consultations.when'),
            value: <Num>{view.at ? formatDateTime(view.at) : t('consultations.notPlanned')}</Num>,
          },
          ...(view.place ? [{ label: t('consultations.where'), value: view.place }] : []),
          { label: t('consultations.chair'), value: view.chair?.name ?? t('consultations.notNamed') },
          { label: t('consultations.secretary'), value: view.secretary?.name ?? t('consultations.notNamed') },
        ]}
      />
    </Panel>
  )
}
