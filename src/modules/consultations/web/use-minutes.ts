import { useState } from 'react'
import { api, notify, t, useCommand, useDraft } from '#web/kit/index.ts'
import type { DeathTexts, MeetingView, MinutesAnswer } from '../contract.ts'
import type { Offices } from './office-fields.tsx'
import { fieldOf, momentOf } from './words.tsx'

export const deathFields = [
  'history',
  'admissionState',
  'diagnoses',
  'cause',
  'reception',
  'examination',
  'treatment',
  'care',
  'family',
] as const

const noDeath: DeathTexts = {
  history: '',
  admissionState: '',
  diagnoses: '',
  cause: '',
  reception: '',
  examination: '',
  treatment: '',
  care: '',
  family: '',
}

export interface Decision {
  readonly text: string
  readonly due: string
}

export interface MinutesText {
  readonly offices: Offices
  readonly summary: string
  readonly conclusion: string
  readonly plan: string
  readonly death: DeathTexts
  readonly decisions: readonly Decision[]
}

/** What stands in the minutes when they are begun: what was kept, and the course as the chart tells it. */
function begun({ minutes, chart, at, place, chair, secretary }: MeetingView): MinutesText {
  return {
    offices: { at: fieldOf(at), place: place ?? '', chair, secretary },
    summary: minutes.summary ?? chart?.summary ?? '',
    conclusion: minutes.conclusion ?? '',
    plan: minutes.plan ?? '',
    death: { ...(minutes.death ?? noDeath), diagnoses: minutes.death?.diagnoses || (chart?.diagnosis ?? '') },
    decisions: [],
  }
}

/** Names of what is missing before the meeting can be ended. */
function lacking(kind: MeetingView['kind'], text: MinutesText): readonly string[] {
  const { offices, summary, conclusion, plan, death } = text
  const needed: readonly (readonly [string, unknown])[] = [
    ['minutes.heldAt', offices.at],
    ['chair', offices.chair],
    ['secretary', offices.secretary],
    ['minutes.summary', summary.trim()],
    ['minutes.conclusion', conclusion.trim()],
    ...(kind === 'consultation' ? [['minutes.plan', plan.trim()] as const] : []),
    ...(kind === 'death-review'
      ? [
          ['where', offices.place.trim()] as const,
          ...deathFields
            .filter((name) => name !== 'family')
            .map((name) => [`death.${name}`, death[name].trim()] as const),
        ]
      : []),
  ]
  return needed.filter(([, value]) => !value).map(([name]) => t(`consultations.${name}`))
}

/** The minutes of a meeting as they are written, with a draft that outlives the tab. */
export function useMinutes(view: MeetingView) {
  const [text, setText] = useState(() => begun(view))
  const set = (part: Partial<MinutesText>) => setText((before) => ({ ...before, ...part }))
  const draft = useDraft(`minutes/${view.id}`, text, setText)
  const { offices, decisions, death, ...said } = text
  const write = useCommand(
    (step: 'save' | 'paper' | 'finish', act) =>
      api.post<MinutesAnswer>(
        `/api/consultations/${view.id}/minutes`,
        {
          ...said,
          heldAt: momentOf(offices.at),
          place: offices.place.trim(),
          chairId: offices.chair?.id,
          secretaryId: offices.secretary?.id,
          step,
          ...(view.kind === 'death-review' ? { death } : {}),
          ...(view.kind === 'conference'
            ? {
                decisions: decisions
                  .filter((one) => one.text.trim() && one.due)
                  .map((one) => ({ text: one.text.trim(), dueAt: momentOf(one.due) })),
              }
            : {}),
        },
        act,
      ),
    {
      refresh: ['/api/consultations', '/api/stays', '/api/deaths', '/api/signing'],
      done: (answer) => {
        if (answer.ended) draft.clear()
        const signed = answer.fills.length > 0 ? 'consultations.minutes.finished' : 'consultations.minutes.ended'
        notify(t(answer.ended ? signed : 'consultations.minutes.saved'), { tone: 'ok' })
      },
    },
  )
  const who = [offices.at, offices.chair, offices.secretary].every(Boolean)
  return { text, set, draft, write, missing: lacking(view.kind, text), canSave: who }
}

export type MinutesForm = ReturnType<typeof useMinutes>
