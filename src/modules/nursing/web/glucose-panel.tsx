import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  Empty,
  FlagMark,
  formatDateTime,
  formatNumber,
  formatTime,
  NumberField,
  Panel,
  ReasonDialog,
  Stack,
  t,
  useCommand,
  useKept,
} from '#web/kit/index.ts'
import type { GlucoseBody, GlucoseView, NursingView } from '../contract.ts'
import './nursing.css'

const flags = { 'critical-low': 'critical-low', low: 'low', high: 'high' } as const
const moments = ['fasting', 'before-meal', 'after-meal', 'bedtime', 'other'] as const

/** Blood sugar at the bedside, with the insulin that was given beside it. */
export function GlucosePanel({ view, canWrite }: { readonly view: NursingView; readonly canWrite: boolean }) {
  const [value, setValue] = useState<string>()
  const [when, setWhen] = useState<GlucoseBody['when']>()
  const [wrong, setWrong] = useState<GlucoseView>()
  const cleared = () => setValue(undefined)
  const save = useCommand(
    (body: GlucoseBody, act) => api.post(`/api/stays/${view.encounterId}/glucose`, { ...body, at: act.at }, act),
    {
      refresh: ['/api/stays'],
      done: cleared,
      ...useKept(`${t('nursing.glucose.value')} ${value ?? ''}`, cleared),
    },
  )
  return (
    <Panel title={t('nursing.glucose.title')}>
      {view.glucose.length === 0 && <Empty>{t('nursing.glucose.empty')}</Empty>}
      {view.glucose.map((one) => (
        <div key={one.id} className="nu-line" data-struck={one.struck ? true : undefined}>
          <div>
            <span className="nu-struck">
              {formatDateTime(one.at)}{' '}
              <b>
                <FlagMark flag={one.flag && flags[one.flag]}>{formatNumber(one.value)}</FlagMark>
              </b>{' '}
              mmol/L · {t(`nursing.glucose.when.${one.when}`)}
            </span>
            <div className="lo-dense lo-ink2">
              {one.insulin.map((dose) => `${formatTime(dose.at)} ${dose.text}`).join(' · ')}
              {one.struck && t('nursing.strike.done', { ...one.struck })}
            </div>
          </div>
          {canWrite && !one.struck && (
            <Button size="sm" kind="plain" onClick={() => setWrong(one)}>
              {t('nursing.strike.wrong')}
            </Button>
          )}
        </div>
      ))}
      {canWrite && (
        <div style={{ padding: 14 }}>
          <Stack gap={10}>
            <NumberField
              label={t('nursing.glucose.value')}
              unit="mmol/L"
              decimals={1}
              value={value}
              onChange={setValue}
              plausible={{ low: 0.6, high: 33.3 }}
              normal={{ low: 3.9, high: 10 }}
            />
            <Choice
              label={t('nursing.glucose.when')}
              value={when}
              onChange={setWhen}
              options={moments.map((one) => ({ value: one, label: t(`nursing.glucose.when.${one}`) }))}
            />
            {save.error && <Alert level="warning" title={save.error.title} />}
            <Button
              icon="check"
              busy={save.busy}
              disabledBecause={value && when ? undefined : t('nursing.glucose.missing')}
              onClick={() => value && when && void save.run({ value, when })}
            >
              {t('nursing.glucose.save')}
            </Button>
          </Stack>
        </div>
      )}
      {wrong && (
        <ReasonDialog
          danger
          least={3}
          title={t('nursing.strike.title', { what: `${formatNumber(wrong.value)} mmol/L` })}
          act={t('nursing.strike.act')}
          run={(reason, act) =>
            api.post(`/api/stays/${view.encounterId}/strike`, { type: 'Observation', id: wrong.id, reason }, act)
          }
          refresh={['/api/stays']}
          onClose={() => setWrong(undefined)}
        />
      )}
    </Panel>
  )
}
