import {
  Alert,
  api,
  Button,
  can,
  formatDateTime,
  Inline,
  Panel,
  Stack,
  t,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { NursingView, SheetAnswer } from '../contract.ts'
import { words } from './words.ts'

/** The level of care that holds and who ordered it; the statutory sheet is written from here. */
export function LevelPanel({ view }: { readonly view: NursingView }) {
  const go = useGo()
  const { encounterId, level, levels } = view
  const order = useCommand(
    (code: string, act) => api.post(`/api/stays/${encounterId}/care-level`, { code }, act),
    {
      refresh: ['/api/stays', '/api/ward'],
    },
  )
  const sheet = useCommand(
    (_: undefined, act) => api.post<SheetAnswer>(`/api/stays/${encounterId}/care-sheet`, {}, act),
    {
      refresh: ['/api/fills'],
      done: ({ fillId }) => go(`/fills/${fillId}`),
    },
  )
  const failed = order.error ?? sheet.error
  return (
    <Panel title={t('nursing.level.title')} pad>
      <Stack gap={10}>
        {level ? (
          <div>
            <b>{words(level.title)}</b> · {t('nursing.level.every', { hours: level.measureEveryMinutes / 60 })}
            <div className="lo-dense lo-ink2">{words(level.meaning)}</div>
            {level.orderedBy && (
              <div className="lo-dense lo-ink3">
                {t('nursing.level.by', { who: level.orderedBy, at: formatDateTime(level.orderedAt) })}
              </div>
            )}
          </div>
        ) : (
          <div className="lo-warn">{t('nursing.level.none')}</div>
        )}
        {can('nursing.careLevel') && (
          <Inline gap={6} wrap>
            {levels
              .filter(({ code }) => code !== level?.code)
              .map(({ code, title }) => (
                <Button key={code} size="sm" busy={order.busy} onClick={() => void order.run(code)}>
                  {t('nursing.level.order', { level: words(title) })}
                </Button>
              ))}
          </Inline>
        )}
        {can('forms.fill') && can('nursing.write') && level && (
          <Button icon="document" busy={sheet.busy} onClick={() => void sheet.run(undefined)}>
            {t(level.code === '1' ? 'nursing.sheet.first' : 'nursing.sheet.other')}
          </Button>
        )}
        {failed && <Alert level="warning" title={failed.title} />}
      </Stack>
    </Panel>
  )
}
