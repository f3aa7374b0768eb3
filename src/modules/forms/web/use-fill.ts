import type { Coding, Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import { useEffect, useMemo, useState } from 'react'
import { parseJson } from '#fhir/json.ts'
import { compileForm } from '#fhir/sdc/compile-form.ts'
import {
  FillKeeper,
  type FillWays,
  type FormModel,
  FormStore,
  type Issue,
  type Section,
  type StoredFill,
  screenForm,
  sectionsOf,
} from '#web/kit/form/index.ts'
import { type ApiError, api, type Change, keep, newAct, readKept, useLive, useMe } from '#web/kit/index.ts'
import type { AnswerList, FillIssue, FillView, FormView, SavedFill } from '../contract.ts'
import { useNewestScores } from './use-newest-scores.ts'

/** Digits of numbers stay as they were written: 37.0 is not 37. */
export const exact = { parse: parseJson }

/** A fill with its form, made ready for the screen. */
export interface OpenFill {
  readonly view: FillView
  readonly form: FormView
  readonly model: FormModel
  readonly sections: readonly Section[]
  readonly store: FormStore
  readonly keeper: FillKeeper
}

const questionnaireOf = (form: FormView) => form.questionnaire as unknown as Questionnaire
export const responseOf = (view: FillView) => view.response as unknown as QuestionnaireResponse

export function storedOf(view: FillView): StoredFill {
  const { version, savedAt, savedBy } = view
  return { version, savedAt, response: responseOf(view), ...(savedBy ? { savedBy } : {}) }
}

/** A fill that is only read, such as the one before this. */
export function closedStore(form: FormView, view: FillView): FormStore {
  return new FormStore(compileForm(questionnaireOf(form)), responseOf(view), view.environment, { frozen: true })
}

function waysOf(id: string, user: string): FillWays {
  const path = `/api/fills/${id}`
  const key = `fill:${id}`
  return {
    read: async () => storedOf(await api.get<FillView>(path, {}, exact)),
    save: (version, response) => api.put<SavedFill>(path, { version, response }, newAct()),
    keep: (draft) => keep(user, key, draft),
    kept: () => readKept(user, key),
  }
}

/** What the server names as wrong, each at its place. */
export function issuesOf(error: ApiError): readonly Issue[] {
  const issues = (error.problem['issues'] as readonly FillIssue[] | undefined) ?? []
  return issues.map(({ path, text, severity }) => ({ key: path, text, severity }))
}

/** Opens a fill for writing: it is kept and sent as long as its screen is there. */
export function useFill(view: FillView, form: FormView): OpenFill {
  const user = useMe().id
  const questionnaire = questionnaireOf(form)
  const [store] = useState(
    () =>
      new FormStore(compileForm(questionnaire), responseOf(view), view.environment, { frozen: !view.editable }),
  )
  const [keeper] = useState(() => new FillKeeper(store, storedOf(view), waysOf(view.id, user)))
  const [, draw] = useState(0)
  const model = useMemo(() => screenForm(questionnaire), [questionnaire])
  const sections = useMemo(() => sectionsOf(model), [model])

  useEffect(() => {
    if (!view.editable) return
    keeper.onChange = () => draw((count) => count + 1)
    keeper.onRefused = (error) => store.setIssues(issuesOf(error))
    const close = keeper.open()
    const leave = () => keeper.keepNow()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      close()
    }
  }, [keeper, store, view.editable])

  const told = (change: Change | undefined) => {
    if (view.editable && (!change || change.id === view.id)) void keeper.catchUp()
  }
  useLive(['QuestionnaireResponse'], [], told)
  useNewestScores(view, store)
  return { view, form, model, sections, store, keeper }
}

/** Answers of a value set, by the server; accents are forgiven there. */
export async function searchAnswers(
  valueSet: string,
  filter: string,
  signal: AbortSignal,
): Promise<readonly Coding[]> {
  const query = { valueSet, count: 30, ...(filter ? { filter } : {}) }
  const { options } = await api.get<AnswerList>('/api/answers', query, { signal })
  return options
}
