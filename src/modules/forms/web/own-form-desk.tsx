import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { useState } from 'react'
import {
  Alert,
  Button,
  Code,
  can,
  formatDateTime,
  formatTimeSeconds,
  LinkTo,
  language,
  Page,
  PageHead,
  t,
  useShortcuts,
} from '#web/kit/index.ts'
import type { OwnFormView } from '../workshop-contract.ts'
import { FormSettingsDialog } from './form-settings-dialog.tsx'
import { ItemEditor } from './item-editor.tsx'
import { itemAt, type Path } from './outline.ts'
import { OutlineList } from './outline-list.tsx'
import { OwnFormSteps } from './own-form-steps.tsx'
import { OwnFormTrial } from './own-form-trial.tsx'
import { useOwnForm } from './use-own-form.ts'
import { OwnState } from './workshop-screen.tsx'

/** Outline, the chosen item, and the form as it will be on the screen and on paper. */
export function OwnFormDesk({ stored }: { readonly stored: OwnFormView }) {
  const work = useOwnForm(stored)
  const { view, items, dirty, savedAt } = work
  const [path, setPath] = useState<Path>([0])
  const [settings, setSettings] = useState(false)
  const editable = view.state === 'draft' && can('forms.manage')
  const chosen = itemAt(items, path)
  useShortcuts([{ keys: 'mod+s', label: t('kit.draft.saveNow'), run: () => void work.save() }], {
    enabled: editable,
  })
  const change = (next: readonly QuestionnaireItem[], to?: Path) => {
    work.change(next)
    if (to) setPath(to)
  }
  return (
    <Page
      bleed
      head={
        <PageHead
          title={
            <>
              {view.settings.title[language()]} <Code>{view.settings.code}</Code>
            </>
          }
          note={
            <>
              <LinkTo to="/workshop">{t('fill.own.title')}</LinkTo>
              {view.steps.map((step) => (
                <span key={`${step.step} ${step.at}`}>
                  {' · '}
                  {t(`fill.step.${step.step}`, { by: step.by, at: formatDateTime(step.at) })}
                  {step.reason && `: ${step.reason}`}
                </span>
              ))}
            </>
          }
        >
          <OwnState state={view.state} />
          {editable && (
            <Button size="sm" icon="settings" onClick={() => setSettings(true)}>
              {t('fill.own.settings')}
            </Button>
          )}
        </PageHead>
      }
      footer={
        <>
          <span className="fi-left lo-dense lo-ink2" role="status">
            {work.error && <span className="lo-warn">{work.error.title}</span>}
            {!work.error && dirty && t('fill.own.unsaved')}
            {!work.error && !dirty && savedAt && t('fill.own.saved', { time: formatTimeSeconds(savedAt) })}
          </span>
          <OwnFormSteps work={work} />
        </>
      }
    >
      <div className="ws-columns">
        <OutlineList items={items} path={path} editable={editable} onChoose={setPath} onChange={change} />
        <section className="ws-item" aria-label={t('fill.own.item')}>
          {view.faults.length > 0 && (
            <Alert level="warning" title={t('fill.own.faults', { count: view.faults.length })}>
              {view.faults.map(({ linkId, reason }) => (
                <div key={`${linkId} ${reason}`} className="lo-dense">
                  {linkId && <Code>{linkId}</Code>} {reason}
                </div>
              ))}
            </Alert>
          )}
          {chosen && (
            <ItemEditor
              key={chosen.linkId}
              item={chosen}
              editable={editable}
              items={items}
              path={path}
              onChange={change}
            />
          )}
          {!chosen && <p className="lo-ink2">{t('fill.own.noItems')}</p>}
        </section>
        <OwnFormTrial work={work} />
      </div>
      {settings && <FormSettingsDialog work={work} onClose={() => setSettings(false)} />}
    </Page>
  )
}
