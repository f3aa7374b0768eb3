import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { useEffect, useMemo, useState } from 'react'
import { readForm } from '#fhir/sdc/compile-form.ts'
import { type FormScope, FormStore, FormView, screenForm, sectionsOf } from '#web/kit/form/index.ts'
import {
  Alert,
  api,
  Button,
  can,
  FilterChips,
  formatDay,
  language,
  PdfView,
  SearchPicker,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { TrialVisit, TrialVisits, TriedForm } from '../workshop-contract.ts'
import { searchAnswers } from './use-fill.ts'
import type { OwnFormWork } from './use-own-form.ts'

interface Trial {
  readonly tried?: TriedForm
  readonly paper?: ArrayBuffer
}

const empty: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse', status: 'in-progress' }

/** The form drawn from what stands in the editor; while it has faults, what was drawn last stays. */
function Sheet({ work, tried }: { readonly work: OwnFormWork; readonly tried: TriedForm | undefined }) {
  const { questionnaire } = work
  const [shown, setShown] = useState(questionnaire)
  useEffect(() => {
    const timer = setTimeout(() => setShown(questionnaire), 400)
    return () => clearTimeout(timer)
  }, [questionnaire])
  const made = useMemo(() => {
    const { form, faults } = readForm(shown)
    if (faults.length > 0) return undefined
    const response = (tried?.response ?? empty) as unknown as QuestionnaireResponse
    const store = new FormStore(form, response, tried?.environment ?? {})
    const scope: FormScope = {
      store,
      language: language(),
      readOnly: false,
      search: searchAnswers,
      phrases: [],
      ids: 'trial',
    }
    return { scope, sections: sectionsOf(screenForm(shown)) }
  }, [shown, tried])
  if (!made) return <Alert level="warning" title={t('fill.trial.faulty')} />
  return <FormView sections={made.sections} scope={made.scope} />
}

interface VisitProps {
  readonly onVisit: (id: string) => void
}

/** A visit by the whole number of its record or patient: nobody looks through patients from here. */
function VisitChoice({ onVisit }: VisitProps) {
  return (
    <SearchPicker<TrialVisit>
      label={t('fill.trial.visit')}
      hideLabel
      keep
      placeholder={t('fill.trial.find')}
      minLength={6}
      search={async (number) => (await api.get<TrialVisits>('/api/workshop/visits', { number })).visits}
      row={({ id, number, patientName, from }) => ({
        key: id,
        title: patientName,
        code: number,
        ...(from ? { note: t('fill.trial.from', { day: formatDay(from) }) } : {}),
      })}
      onPick={({ id }) => onVisit(id)}
    />
  )
}

/** The form on the screen and on paper, empty or as it would begin for a visit that was. */
export function OwnFormTrial({ work }: { readonly work: OwnFormWork }) {
  const [side, setSide] = useState<'screen' | 'paper'>('screen')
  const [visit, setVisit] = useState('')
  const [trial, setTrial] = useState<Trial>({})
  const root = `/api/workshop/forms/${work.view.id}`
  const run = useCommand(
    async (encounterId: string): Promise<Trial> => {
      await work.save()
      const [tried, paper] = await Promise.all([
        api.post<TriedForm>(`${root}/try`, { encounterId }),
        api.postForBytes(`${root}/preview`, { encounterId }),
      ])
      return { tried, paper }
    },
    { done: setTrial },
  )
  const start = (id: string) => {
    setVisit(id)
    if (id) void run.run(id)
  }
  return (
    <section className="ws-trial" aria-label={t('fill.trial.label')}>
      <div className="ws-trial-head">
        <FilterChips
          label={t('fill.trial.label')}
          value={side}
          onChange={setSide}
          options={[
            { value: 'screen', label: t('fill.trial.screen') },
            { value: 'paper', label: t('fill.trial.paper') },
          ]}
        />
        {can('forms.try') && (
          <div className="ws-visit">
            <VisitChoice onVisit={start} />
            {visit && (
              <Button size="sm" icon="refresh" busy={run.busy} onClick={() => start(visit)}>
                {t('fill.trial.again')}
              </Button>
            )}
          </div>
        )}
      </div>
      {run.error && <Alert level="warning" title={run.error.title} />}
      {trial.tried && trial.tried.failures.length > 0 && (
        <Alert level="warning" title={t('fill.trial.failures', { count: trial.tried.failures.length })}>
          {trial.tried.failures.map(({ expression, reason }) => (
            <div key={expression} className="lo-dense">
              <code>{expression}</code> {reason}
            </div>
          ))}
        </Alert>
      )}
      {side === 'screen' && <Sheet work={work} tried={trial.tried} />}
      {side === 'paper' && trial.paper && (
        <PdfView bytes={trial.paper} title={work.view.settings.title[language()]} />
      )}
      {side === 'paper' && !trial.paper && <p className="lo-ink2">{t('fill.trial.choose')}</p>}
    </section>
  )
}
