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
  language,
  PdfView,
  SearchPicker,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { TriedForm } from '../workshop-contract.ts'
import { searchAnswers } from './use-fill.ts'
import type { OwnFormWork } from './use-own-form.ts'

/** What of a record one chooses a visit by. */
interface FoundRecord {
  readonly id: string
  readonly number: string
  readonly patientName: string
}

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

/** A visit by its record; who may not search records gives the visit's id, the end of its address. */
function VisitChoice({ onVisit }: VisitProps) {
  const [id, setId] = useState('')
  if (can('records.find'))
    return (
      <SearchPicker<FoundRecord>
        label={t('fill.trial.visit')}
        hideLabel
        keep
        placeholder={t('fill.trial.find')}
        search={async (q) =>
          (await api.get<{ rows: readonly FoundRecord[] }>('/api/records', { q, count: 10 })).rows
        }
        row={(found) => ({ key: found.id, title: found.patientName, code: found.number })}
        onPick={(found) => onVisit(found.id)}
      />
    )
  return (
    <TextField
      label={t('fill.trial.visit')}
      hideLabel
      placeholder={t('fill.trial.id')}
      value={id}
      onChange={setId}
      onEnter={() => onVisit(id.trim().split('/').at(-1) ?? '')}
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
        {can('forms.manage') && (
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
