import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type ApiError, api, newAct, refresh, toApiError } from '#web/kit/index.ts'
import type { FormSettings, OwnFormView } from '../workshop-contract.ts'

const pauseMs = 1500

export interface OwnFormWork {
  readonly view: OwnFormView
  readonly items: readonly QuestionnaireItem[]
  readonly questionnaire: Questionnaire
  readonly dirty: boolean
  readonly savedAt: string | undefined
  readonly error: ApiError | undefined
  change(items: readonly QuestionnaireItem[]): void
  changeSettings(settings: FormSettings): void
  /** Settles with the version once everything is on the server; undefined when it was refused. */
  save(): Promise<number | undefined>
}

const questionnaireOf = (view: OwnFormView) => view.questionnaire as unknown as Questionnaire

function withItems({ item: _item, ...rest }: Questionnaire, items: readonly QuestionnaireItem[]): Questionnaire {
  return items.length > 0 ? { ...rest, item: [...items] } : rest
}

/** A form's draft: sent after a short pause, with the version that was read. */
export function useOwnForm(stored: OwnFormView): OwnFormWork {
  const [view, setView] = useState(stored)
  const [items, setItems] = useState<readonly QuestionnaireItem[]>(questionnaireOf(stored).item ?? [])
  const [settings, setSettings] = useState(stored.settings)
  const [savedAt, setSavedAt] = useState<string>()
  const [error, setError] = useState<ApiError>()
  const running = useRef<Promise<number | undefined>>(undefined)
  const text = JSON.stringify({ items, settings })
  const sent = useRef(text)
  const dirty = text !== sent.current
  const questionnaire = withItems(questionnaireOf(view), items)
  const now = useRef({ view, questionnaire, settings, text })
  now.current = { view, questionnaire, settings, text }

  const put = useCallback(async (): Promise<number | undefined> => {
    const { view: before, text: sending, ...body } = now.current
    if (sending === sent.current) return before.version
    try {
      const path = `/api/workshop/forms/${before.id}`
      const saved = await api.put<OwnFormView>(path, { ...body, version: before.version }, newAct())
      sent.current = sending
      now.current.view = saved
      setView(saved)
      setSavedAt(saved.changedAt || new Date().toISOString())
      setError(undefined)
      void refresh('/api/workshop/forms')
      return saved.version
    } catch (thrown) {
      setError(toApiError(thrown))
      return undefined
    }
  }, [])

  const save = useCallback(async (): Promise<number | undefined> => {
    await running.current
    running.current = put()
    const version = await running.current
    running.current = undefined
    return version
  }, [put])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text starts the pause anew
  useEffect(() => {
    if (!dirty) return
    const timer = setTimeout(() => void save(), pauseMs)
    return () => clearTimeout(timer)
  }, [text, dirty, save])

  return {
    view: { ...view, settings },
    items,
    questionnaire,
    dirty,
    savedAt,
    error,
    change: setItems,
    changeSettings: setSettings,
    save,
  }
}
