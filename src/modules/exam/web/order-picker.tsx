import { useMemo, useState } from 'react'
import { fold } from '#kernel/fold.ts'
import {
  Alert,
  api,
  Button,
  Checkbox,
  Chip,
  Choice,
  Failure,
  FieldGrid,
  formatMoney,
  formatTime,
  Highlight,
  Loading,
  SidePanel,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
  useShortcuts,
} from '#web/kit/index.ts'
import type { Duplicate, Orderable, OrderSet } from './views.ts'

interface Catalogue {
  readonly all: readonly Orderable[]
  readonly groups: readonly { readonly code: string; readonly name: string }[]
  readonly sets: readonly OrderSet[]
}

type Answer<T> = { items: (T & { orderable?: boolean })[]; groups?: { code: string; name: string }[] }

function useCatalogue() {
  const tests = useApi<Answer<Orderable>>('/api/catalogue/lab-tests')
  const panels = useApi<Answer<Orderable>>('/api/catalogue/lab-panels')
  const sets = useApi<Answer<OrderSet>>('/api/catalogue/order-sets')
  const failed = [tests, panels, sets].find((one) => one.isError)
  const catalogue = useMemo((): Catalogue | undefined => {
    if (!tests.data || !panels.data || !sets.data) return undefined
    const all = [...panels.data.items, ...tests.data.items.filter((one) => one.orderable)]
    return { all, groups: tests.data.groups ?? [], sets: sets.data.items }
  }, [tests.data, panels.data, sets.data])
  return { catalogue, failed }
}

function fits(one: Orderable, words: readonly string[]): boolean {
  const text = fold([one.code, one.name, one.shortName, ...one.synonyms].join(' '))
  return words.every((word) => text.includes(word))
}

interface ListProps {
  readonly catalogue: Catalogue
  readonly chosen: ReadonlySet<string>
  readonly query: string
  readonly onToggle: (code: string) => void
}

function TestList({ catalogue, chosen, query, onToggle }: ListProps) {
  const words = fold(query).split(' ').filter(Boolean)
  const found = catalogue.all.filter((one) => fits(one, words))
  const groups = catalogue.groups
    .map((group) => ({ ...group, tests: found.filter((one) => one.group === group.code) }))
    .filter((group) => group.tests.length > 0)
  if (groups.length === 0) return <p className="lo-ink2">{t('exam.picker.nothing', { text: query })}</p>
  return (
    <div className="ex-tests">
      {groups.map((group) => (
        <fieldset key={group.code}>
          <legend className="lo-label">{group.name}</legend>
          {group.tests.map((one) => (
            <div key={one.code} className="ex-test">
              <Checkbox
                checked={chosen.has(one.code)}
                onChange={() => onToggle(one.code)}
                label={<Highlight text={one.name} query={query} />}
              />
              <span className="lo-num lo-dense lo-ink2">{formatMoney(one.price)}</span>
            </div>
          ))}
        </fieldset>
      ))}
    </div>
  )
}

function Sets({ sets, onAdd }: { readonly sets: readonly OrderSet[]; readonly onAdd: (set: OrderSet) => void }) {
  return (
    <div className="lo-inline" style={{ gap: 6, flexWrap: 'wrap' }}>
      {sets.slice(0, 14).map((set) => (
        <Button key={set.code} size="sm" icon="plus" onClick={() => onAdd(set)}>
          {set.name}
        </Button>
      ))}
    </div>
  )
}

interface PickerProps {
  readonly encounterId: string
  readonly onClose: () => void
}

/** Tests of the catalogue by group and set, with price; what is ordered today already is said in its place. */
export function OrderPicker({ encounterId, onClose }: PickerProps) {
  const path = `/api/encounters/${encounterId}/orders`
  const { catalogue, failed } = useCatalogue()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [query, setQuery] = useState('')
  const [urgent, setUrgent] = useState<'routine' | 'urgent'>('routine')
  const [clinicalInfo, setClinicalInfo] = useState('')
  const [note, setNote] = useState('')
  const tests = [...chosen]
  const [duplicates, setDuplicates] = useState<readonly Duplicate[]>([])
  const place = useCommand(
    async (again: readonly string[], act) => {
      const found = await api.post<{ duplicates: Duplicate[] }>(`${path}/check`, { tests })
      const open = found.duplicates.filter((one) => !again.includes(one.code))
      setDuplicates(open)
      if (open.length > 0) return false
      await api.post(path, { tests, priority: urgent, note, clinicalInfo, again }, act)
      return true
    },
    { refresh: [path], done: (placed) => placed && onClose() },
  )
  const toggle = (code: string) => {
    const next = new Set(chosen)
    if (!next.delete(code)) next.add(code)
    setChosen(next)
  }
  const price = (catalogue?.all ?? [])
    .filter((one) => chosen.has(one.code))
    .reduce((sum, one) => sum + one.price, 0)
  const submit = () => void place.run(duplicates.map((one) => one.code))
  useShortcuts([{ keys: 'mod+enter', label: t('exam.picker.order'), run: submit }], { enabled: chosen.size > 0 })
  return (
    <SidePanel
      open
      onClose={onClose}
      title={t('exam.picker.title')}
      width={560}
      actions={
        <>
          <span className="lo-num" style={{ marginRight: 'auto' }}>
            {t('exam.picker.sum', { count: chosen.size, price: formatMoney(price) })}
          </span>
          <Button onClick={onClose}>{t('exam.back')}</Button>
          <Button
            kind="primary"
            icon="flask"
            keyHint="Ctrl Enter"
            busy={place.busy}
            disabledBecause={chosen.size === 0 ? t('exam.picker.choose') : undefined}
            onClick={submit}
          >
            {duplicates.length > 0 ? t('exam.picker.again') : t('exam.picker.order')}
          </Button>
        </>
      }
    >
      {failed && <Failure error={failed.error} retry={failed.refetch} />}
      {!catalogue && !failed && <Loading rows={8} />}
      {catalogue && (
        <Stack gap={12}>
          {place.error && <Alert level="warning" title={place.error.title} />}
          {duplicates.map((one) => (
            <Alert
              key={one.code}
              level="warning"
              title={t('exam.picker.duplicate', {
                name: one.name,
                standing: one.standingName,
                time: formatTime(one.orderedAt),
              })}
              action={
                <Button
                  size="sm"
                  onClick={() => {
                    toggle(one.code)
                    setDuplicates(duplicates.filter((other) => other !== one))
                  }}
                >
                  {t('exam.picker.leaveOut')}
                </Button>
              }
            />
          ))}
          <TextField
            label={t('exam.picker.search')}
            value={query}
            onChange={setQuery}
            autoFocus
            placeholder={t('exam.picker.placeholder')}
          />
          {chosen.size > 0 && (
            <div className="lo-inline" style={{ gap: 6, flexWrap: 'wrap' }}>
              {catalogue.all
                .filter((one) => chosen.has(one.code))
                .map((one) => (
                  <button
                    key={one.code}
                    type="button"
                    className="ex-chosen"
                    onClick={() => toggle(one.code)}
                    title={t('exam.picker.leaveOut')}
                  >
                    <Chip tone="accent" icon="close">
                      {one.shortName}
                    </Chip>
                  </button>
                ))}
            </div>
          )}
          <div className="ex-picker-list">
            {query === '' && (
              <Sets sets={catalogue.sets} onAdd={(set) => setChosen(new Set([...chosen, ...set.tests]))} />
            )}
            <TestList catalogue={catalogue} chosen={chosen} query={query} onToggle={toggle} />
          </div>
          <FieldGrid columns={2}>
            <TextField
              label={t('exam.picker.clinicalInfo')}
              value={clinicalInfo}
              onChange={setClinicalInfo}
              maxLength={500}
            />
            <TextField label={t('exam.picker.note')} value={note} onChange={setNote} maxLength={500} />
          </FieldGrid>
          <Choice
            label={t('exam.picker.priority')}
            value={urgent}
            onChange={setUrgent}
            options={[
              { value: 'routine', label: t('exam.picker.routine') },
              { value: 'urgent', label: t('exam.orders.urgent') },
            ]}
          />
        </Stack>
      )}
    </SidePanel>
  )
}
