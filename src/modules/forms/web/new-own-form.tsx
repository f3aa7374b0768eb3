import { useRef, useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  api,
  Button,
  Code,
  Dialog,
  language,
  SearchPicker,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { FormList, FormSummary } from '../contract.ts'
import type { MakeFormBody, OwnFormView } from '../workshop-contract.ts'
import { findForms } from './find-forms.ts'

type Beginning = Omit<MakeFormBody, 'id'>

const titleOf = (form: FormSummary) => (language() === 'en' ? form.titleEn || form.title : form.title)

function emptyForm(code: string, title: string): Beginning {
  const settings = {
    code,
    title: { vi: title, en: title },
    kind: 'local' as const,
    source: t('fill.own.ownSource'),
    toPatient: false,
    slots: [],
  }
  return { settings }
}

/** Three ways to begin: from a form that is there, from a FHIR file, or with an empty sheet. */
export function NewOwnForm({ onClose }: { readonly onClose: () => void }) {
  const go = useGo()
  const { data } = useApi<FormList>('/api/forms')
  const [code, setCode] = useState('')
  const [title, setTitle] = useState('')
  const [fault, setFault] = useState<string>()
  const file = useRef<HTMLInputElement>(null)
  const make = useCommand(
    (body: Beginning, act) => api.post<OwnFormView>('/api/workshop/forms', { id: uuidv7(), ...body }, act),
    { refresh: ['/api/workshop'], done: (made) => go(`/workshop/${made.id}`) },
  )
  const read = async (chosen: File | undefined) => {
    if (!chosen) return
    try {
      const questionnaire = JSON.parse(await chosen.text()) as { resourceType?: unknown }
      if (questionnaire.resourceType !== 'Questionnaire') throw new TypeError(chosen.name)
      setFault(undefined)
      await make.run({ questionnaire: questionnaire as MakeFormBody['questionnaire'] & object })
    } catch {
      setFault(t('fill.own.notQuestionnaire', { file: chosen.name }))
    }
  }
  return (
    <Dialog open onClose={onClose} title={t('fill.own.new')} width={620}>
      <Stack gap={18}>
        <SearchPicker<FormSummary>
          label={t('fill.own.from')}
          hint={t('fill.own.fromHint')}
          placeholder={t('fill.add.placeholder')}
          minLength={0}
          eager
          search={async (text) => findForms(data?.forms ?? [], text).slice(0, 30)}
          row={(form) => ({ key: form.form, title: titleOf(form), code: form.code })}
          onPick={(form) => void make.run({ from: { form: form.form } })}
        />
        <div className="fi-empty-form">
          <TextField
            label={t('fill.own.emptyCode')}
            placeholder="NP/01"
            maxLength={40}
            value={code}
            onChange={setCode}
          />
          <TextField label={t('fill.own.emptyTitle')} maxLength={300} value={title} onChange={setTitle} />
          <Button
            busy={make.busy}
            onClick={() => void make.run(emptyForm(code.trim(), title.trim()))}
            {...(code.trim() && title.trim() ? {} : { disabledBecause: t('fill.own.emptyNeeds') })}
          >
            {t('fill.own.empty')}
          </Button>
        </div>
        <div>
          <input
            ref={file}
            type="file"
            accept="application/json,application/fhir+json,.json"
            className="lo-hidden"
            tabIndex={-1}
            aria-label={t('fill.own.import')}
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
          <Button icon="upload" onClick={() => file.current?.click()}>
            {t('fill.own.import')}
          </Button>
        </div>
        {(fault || make.error) && <div className="lo-crit">{fault ?? make.error?.title}</div>}
        <span className="lo-dense lo-ink2">
          <Code>FHIR R4</Code> {t('fill.own.importHint')}
        </span>
      </Stack>
    </Dialog>
  )
}
