import { type RefObject, useEffect, useMemo, useState } from 'react'
import { type FormScope, FormView as FormSheet, jumpTo, useWhole } from '#web/kit/form/index.ts'
import {
  Alert,
  api,
  Code,
  Failure,
  LinkTo,
  Loading,
  language,
  newAct,
  Panel,
  t,
  useApi,
  usePatient,
} from '#web/kit/index.ts'
import type { FillView, FormView, PhraseList } from '../contract.ts'
import { factsIn, notToldBy, openIn, openSections } from './closing-items.ts'
import { useComplete } from './use-complete.ts'
import { missingNow } from './use-counts.ts'
import { exact, searchAnswers, useFill } from './use-fill.ts'

/** Completes one form of several; whether it is done. */
export type Finish = () => Promise<boolean>
/** The forms on the screen, by their ids. */
export type Finishes = RefObject<Map<string, Finish>>

interface ClosingFormProps {
  readonly id: string
  readonly encounterId: string
  readonly finishes: Finishes
  /** Facts that the forms before this one ask for; it is told them when those are completed. */
  readonly told: ReadonlySet<string>
  readonly onAsked: (id: string, facts: readonly string[]) => void
}

/** One open form with what is still to be answered in it. */
export function ClosingForm(props: ClosingFormProps) {
  const { id } = props
  const fill = useApi<FillView>(`/api/fills/${id}`, {}, exact)
  const view = fill.data
  const form = useApi<FormView>(view && `/api/forms/${view.form}`, view ? { on: view.on } : {}, exact)
  if (fill.isError) return <Failure error={fill.error} retry={fill.refetch} />
  if (form.isError) return <Failure error={form.error} retry={form.refetch} />
  if (!view || !form.data) return <Loading rows={3} />
  return <OpenQuestions {...props} key={view.status} view={view} form={form.data} />
}

interface OpenQuestionsProps extends ClosingFormProps {
  readonly view: FillView
  readonly form: FormView
}

const noPhrases: PhraseList = { phrases: [] }

function OpenQuestions({ view, form, encounterId, finishes, told, onAsked }: OpenQuestionsProps) {
  const fill = useFill(view, form)
  const { store, model, keeper } = fill
  const completing = useComplete(fill)
  const [open] = useState(() => openIn(model, store))
  const sections = useMemo(
    () => openSections(model, store, notToldBy(store, open, told)),
    [model, store, open, told],
  )
  const { data: { phrases } = noPhrases } = useApi<PhraseList>('/api/phrases')
  const patient = usePatient()
  const { birthDate, sex } = patient ?? {}
  const ids = `form-${view.id}`
  const scope = useMemo<FormScope>(
    () => ({
      store,
      language: language(),
      readOnly: !view.editable,
      search: searchAnswers,
      phrases,
      ids,
      subject: { ...(birthDate ? { birthDate } : {}), ...(sex ? { sex } : {}) },
    }),
    [store, view.editable, phrases, ids, birthDate, sex],
  )
  useEffect(() => onAsked(view.id, factsIn(store, open)), [onAsked, view.id, store, open])
  useEffect(() => {
    const all = finishes.current
    all.set(view.id, async () => {
      if (factsIn(store, open).some((fact) => told.has(fact))) {
        await keeper.flush()
        await api.post(`/api/encounters/${encounterId}/closing`, {}, newAct())
        await keeper.catchUp()
      }
      if ((await completing.run()) !== undefined) return true
      const key = missingNow(fill)[0]
      if (key) jumpTo(key, ids)
      return false
    })
    return () => void all.delete(view.id)
  })
  const title = language() === 'en' ? view.titleEn : view.title
  useWhole(store)
  const issues = completing.refused ? [...new Set(store.allIssues.map(({ text }) => text))] : []
  return (
    <Panel
      title={title}
      actions={
        <>
          <Code>{view.code}</Code>
          <LinkTo to={`/fills/${view.id}`}>{t('fill.closing.whole')}</LinkTo>
        </>
      }
      pad
    >
      {completing.error && <Alert level="warning" title={completing.error.title} />}
      {issues.length > 0 && (
        <Alert level="warning" title={t('fill.closing.elsewhere', { count: issues.length })}>
          {issues.slice(0, 5).join(' · ')}
        </Alert>
      )}
      {sections.length === 0 && issues.length === 0 && <p className="lo-ink2">{t('fill.closing.nothing')}</p>}
      {sections.length > 0 && <FormSheet sections={sections} scope={scope} />}
    </Panel>
  )
}
