import { useMemo } from 'react'
import type { Key } from '#fhir/sdc/types.ts'
import { carryItem, type FormScope, FormView as FormSheet, type ScreenItem } from '#web/kit/form/index.ts'
import { Failure, formatDay, IconButton, Loading, language, notify, t, useApi } from '#web/kit/index.ts'
import type { FillView } from '../contract.ts'
import { closedStore, exact, type OpenFill, searchAnswers } from './use-fill.ts'

interface PaneProps {
  readonly fill: OpenFill
  readonly id: string
  readonly onClose: () => void
}

/** The fill before this one, to be read; an item or a part of it is taken over by a button, marked with its source. */
export function BesidePane({ fill, id, onClose }: PaneProps) {
  const answer = useApi<FillView>(`/api/fills/${id}`, {}, exact)
  const view = answer.data
  return (
    <aside className="fi-beside" aria-label={t('fill.beside.label')}>
      <header className="fi-beside-head">
        <b>
          {view
            ? t('fill.beside.title', { code: view.code, day: formatDay(view.savedAt) })
            : t('fill.beside.label')}
        </b>
        <IconButton icon="close" label={t('kit.close')} onClick={onClose} />
      </header>
      {answer.isError && <Failure error={answer.error} retry={answer.refetch} />}
      {answer.isPending && <Loading rows={8} />}
      {view && <Sheet fill={fill} view={view} />}
    </aside>
  )
}

function Sheet({ fill, view }: { readonly fill: OpenFill; readonly view: FillView }) {
  const { form, store } = fill
  const scope = useMemo<FormScope>(() => {
    const before = closedStore(form, view)
    const source = {
      reference: `QuestionnaireResponse/${view.id}`,
      display: t('fill.fromFill', { code: view.code, day: formatDay(view.savedAt) }),
    }
    const onCarry = (item: ScreenItem, place: Key) => {
      carryItem(store, before, item, place, source)
      notify(t('fill.carried'))
    }
    return {
      store: before,
      language: language(),
      readOnly: true,
      search: searchAnswers,
      phrases: [],
      ids: 'beside',
      onCarry,
    }
  }, [form, view, store])
  return <FormSheet sections={fill.sections} scope={scope} />
}
