import { useState } from 'react'
import {
  Authentication,
  Button,
  bodyOf,
  Choice,
  Dialog,
  DraftState,
  Failure,
  FieldGrid,
  Inline,
  LinkTo,
  missingOf,
  nothingGiven,
  Panel,
  Stack,
  TextArea,
  TextField,
  t,
  useShortcuts,
  useSigningKey,
} from '#web/kit/index.ts'
import type { CourseText, RoundView } from '../contract.ts'
import type { Course } from './use-course.ts'

const texts = ['subjective', 'objective', 'assessment', 'plan'] as const
const levels = ['level1', 'level2', 'level3'] as const

/** The entry of today: course at the left of the paper, orders at its right, one signature for both. */
export function CoursePanel({ view, course }: { readonly view: RoundView; readonly course: Course }) {
  const [signing, setSigning] = useState(false)
  const { text, set, before, asBefore, save, missing } = course
  const beginSigning = () => {
    if (missing.length === 0) setSigning(true)
  }
  useShortcuts([
    { keys: 'mod+enter', label: t('rounds.sign'), run: beginSigning },
    { keys: 'mod+s', label: t('rounds.save'), run: () => void save.run(undefined) },
    ...(before ? [{ keys: 'alt+y', label: t('rounds.asBefore.key'), run: asBefore }] : []),
  ])
  const lacks = missing.map((name) => t(`rounds.field.${name}`)).join(', ')
  return (
    <Panel
      title={t('rounds.write')}
      pad
      actions={
        before && (
          <Button size="sm" icon="copy" keyHint="Alt Y" onClick={asBefore}>
            {t('rounds.asBefore')}
          </Button>
        )
      }
      footer={
        <Inline wrap justify="space-between">
          <DraftState draft={course.draft} />
          <Inline>
            <Button keyHint="Ctrl S" busy={save.busy} onClick={() => void save.run(undefined)}>
              {t('rounds.save')}
            </Button>
            <Button
              kind="primary"
              icon="sign"
              keyHint="Ctrl ↵"
              onClick={beginSigning}
              {...(missing.length > 0 ? { disabledBecause: t('rounds.sign.lacks', { fields: lacks }) } : {})}
            >
              {t('rounds.sign')}
            </Button>
          </Inline>
        </Inline>
      }
    >
      <Stack>
        {texts.map((name) => (
          <TextArea
            key={name}
            id={`course-${name}`}
            label={t(`rounds.field.${name}`)}
            required={name !== 'plan'}
            minRows={name === 'plan' || name === 'subjective' ? 1 : 2}
            maxLength={5000}
            value={text[name]}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <Choice<(typeof levels)[number]>
          label={t('rounds.field.careLevel')}
          required
          value={text.careLevel}
          onChange={(careLevel) => set({ careLevel })}
          options={levels.map((value) => ({ value, label: t(`rounds.field.${value}`) }))}
        />
        <FieldGrid>
          <TextField
            label={t('rounds.field.diet')}
            required
            maxLength={300}
            value={text.diet}
            onChange={(diet) => set({ diet })}
          />
          <TextField
            label={t('rounds.field.monitoring')}
            maxLength={1000}
            value={text.monitoring}
            onChange={(monitoring) => set({ monitoring })}
          />
        </FieldGrid>
        <OrdersInRow view={view} />
        {save.error && <p className="lo-crit">{save.error.title}</p>}
      </Stack>
      {signing && <SignDialog view={view} course={course} text={text} onClose={() => setSigning(false)} />}
    </Panel>
  )
}

/** What stands in the right half of the row: the orders as they are in force. */
function OrdersInRow({ view }: { readonly view: RoundView }) {
  const { medicines, ordered, encounterId } = view
  return (
    <section className="rd-orders" aria-label={t('rounds.orders.inRow')}>
      <Inline justify="space-between">
        <b>{t('rounds.orders.inRow')}</b>
        <LinkTo to={`/stay/${encounterId}/orders`} className="lo-link">
          {t('rounds.orders.open')}
        </LinkTo>
      </Inline>
      {medicines.length + ordered.length === 0 && <p className="lo-ink2">{t('rounds.orders.none')}</p>}
      <ol>
        {medicines.map((one) => (
          <li key={one.id} data-state={one.state}>
            {one.name} <span className="lo-ink2">{one.detail}</span>
            {one.day !== undefined && <b className="lo-num"> ({t('rounds.medicine.day', { day: one.day })})</b>}
            {one.state === 'stopped' && <span className="lo-warn"> {t('rounds.medicine.stopped')}</span>}
          </li>
        ))}
        {ordered.map((one) => (
          <li key={one.id}>{one.name}</li>
        ))}
      </ol>
    </section>
  )
}

interface SignProps {
  readonly view: RoundView
  readonly course: Course
  readonly text: CourseText
  readonly onClose: () => void
}

/** Shows what is signed once more, and asks for what opens the key. */
function SignDialog({ view, course, text, onClose }: SignProps) {
  const key = useSigningKey()
  const [given, setGiven] = useState(nothingGiven)
  const { sign } = course
  const missing = key.data && key.data.state !== 'absent' ? missingOf(key.data, given) : t('rounds.sign.missing')
  const run = async () => {
    if (missing) return
    const done = await sign.run(bodyOf(given))
    setGiven(nothingGiven)
    if (done) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rounds.sign.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('rounds.goBack')}</Button>
          <Button kind="primary" icon="sign" busy={sign.busy} onClick={() => void run()} disabledBecause={missing}>
            {t('rounds.sign')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('rounds.sign.text')}</p>
        <dl className="rd-exact">
          {texts.map((name) => (
            <div key={name}>
              <dt>{name.slice(0, 1).toUpperCase()}</dt>
              <dd>{text[name] || '–'}</dd>
            </div>
          ))}
        </dl>
        <OrdersInRow view={view} />
        {key.isError && <Failure error={key.error} retry={key.refetch} />}
        {key.data && (
          <Authentication
            signer={key.data}
            given={given}
            onChange={setGiven}
            onEnter={() => void run()}
            error={sign.error?.title}
          />
        )}
      </Stack>
    </Dialog>
  )
}
