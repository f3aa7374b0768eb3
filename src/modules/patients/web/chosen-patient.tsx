import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Failure,
  formatDay,
  formatIdNumber,
  formatMrn,
  formatSex,
  Icon,
  Inline,
  Loading,
  Num,
  Panel,
  t,
  useApi,
  useCommand,
  useShortcuts,
} from '#web/kit/index.ts'
import type { AddressForm, PatientView } from '../contract.ts'
import { structureAddress } from './card-address.ts'
import { useCodes } from './code-field.tsx'
import { countryName } from './countries.ts'
import { Agreement } from './found-list.tsx'
import { InsurancePanel } from './insurance-panel.tsx'
import { PatientFormPanel } from './patient-form-panel.tsx'
import type { useTurn } from './use-turn.ts'

interface ChosenPatientProps {
  readonly desk: ReturnType<typeof useTurn>
  readonly patientId: string
}

/** The patient of this turn: who it is, what the card says otherwise, the insurance card. */
export function ChosenPatient({ desk, patientId }: ChosenPatientProps) {
  const { turn } = desk
  const [editing, setEditing] = useState(false)
  const path = `/api/patients/${patientId}`
  const patient = useApi<PatientView>(path)
  if (patient.isPending)
    return (
      <Panel>
        <Loading rows={4} />
      </Panel>
    )
  if (patient.isError)
    return (
      <Panel>
        <Failure error={patient.error} retry={patient.refetch} />
      </Panel>
    )
  const view = patient.data
  if (editing)
    return (
      <PatientFormPanel
        given={view.form}
        known={view}
        warnings={[]}
        onSaved={() => {
          setEditing(false)
          void patient.refetch()
        }}
        onBack={() => setEditing(false)}
      />
    )
  const differs = turn.match?.differs.includes('address') === true && !turn.addressSettled
  const agrees = turn.match && turn.match.agrees.length > 0
  return (
    <>
      <Panel
        title={t(agrees ? 'patients.reception.oneMatch' : 'patients.reception.chosen')}
        note={
          turn.match && agrees ? (
            <Inline gap={6} wrap>
              <Agreement match={turn.match} />
            </Inline>
          ) : undefined
        }
        actions={
          <>
            <Button kind="plain" size="sm" icon="edit" onClick={() => setEditing(true)}>
              {t('patients.reception.edit')}
            </Button>
            <Button kind="plain" size="sm" onClick={desk.restart}>
              {t('patients.reception.notThisOne')}
            </Button>
          </>
        }
        pad
      >
        <PatientFacts view={view} />
        {turn.card?.warnings.map((warning) => (
          <Chip key={warning} tone="warn" icon="warning">
            {t(`patients.warning.${warning}`)}
          </Chip>
        ))}
        {differs && <AddressConflict desk={desk} view={view} address={turn.card?.addressText ?? ''} />}
      </Panel>
      <InsurancePanel view={view} payer={turn.payer} onPayer={(payer) => desk.change({ payer })} />
    </>
  )
}

function PatientFacts({ view }: { readonly view: PatientView }) {
  const { form } = view
  const life = useLife(view)
  const former = view.oldAddresses[0]?.text
  const rows = [
    {
      label: t('patients.fact.name'),
      value: <b style={{ fontSize: 17, lineHeight: '22px' }}>{form.name.toLocaleUpperCase('vi')}</b>,
    },
    {
      label: t('patients.fact.mrn'),
      value: <Num>{formatMrn(view.mrn)}</Num>,
      note: view.lastVisitOn
        ? t('patients.fact.lastVisit', { date: formatDay(view.lastVisitOn) })
        : t('patients.fact.firstVisit'),
    },
    {
      label: t('patients.fact.birth'),
      value: <Num>{[formatDay(form.birthDate), view.ageText].filter(Boolean).join(' · ') || '–'}</Num>,
    },
    {
      label: t('patients.fact.address'),
      value: view.addressText ?? '–',
      note: former ? t('patients.fact.former', { text: former }) : undefined,
    },
    { label: t('patients.fact.sex'), value: formatSex(form.sex) },
    { label: t('patients.fact.phone'), value: <Num>{form.phone ?? '–'}</Num> },
    {
      label: t('patients.fact.cccd'),
      value: (
        <Num>
          {form.cccd
            ? formatIdNumber(form.cccd)
            : form.noIdentity
              ? t(`patients.form.noIdentity.${form.noIdentity}`)
              : (form.passport ?? '–')}
          {form.cccd === undefined && form.noIdentity && form.passport && ` · ${form.passport}`}
        </Num>
      ),
    },
    { label: t('patients.fact.life'), value: life || '–', note: form.workplace },
  ]
  return (
    <dl className="lo-grid" data-fold style={{ '--columns': 2, rowGap: 8 } as object}>
      {rows.map((row) => (
        <div key={row.label} className="lo-inline" style={{ gap: 10, alignItems: 'baseline' }}>
          <dt className="lo-dense lo-ink2" style={{ width: 92, flex: 'none' }}>
            {row.label}
          </dt>
          <dd style={{ margin: 0, minWidth: 0, fontWeight: 500 }}>
            {row.value}
            {row.note && (
              <div className="lo-dense lo-ink2" style={{ fontWeight: 400 }}>
                {row.note}
              </div>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Ethnic group, occupation, and the country of a foreigner, by their names. */
function useLife({ form }: PatientView): string {
  const ethnicities = useCodes('ethnic-group')
  const occupations = useCodes('occupation')
  const foreign = form.nationality && form.nationality !== 'VN' ? countryName(form.nationality) : undefined
  const ethnicity = ethnicities.find(({ code }) => code === form.ethnicity)?.name
  const occupation = occupations.find(({ code }) => code === form.occupation)?.name
  return [foreign, ethnicity, occupation].filter(Boolean).join(' · ')
}

interface AddressConflictProps {
  readonly desk: ReturnType<typeof useTurn>
  readonly view: PatientView
  readonly address: string
}

/** The card's address against the one on record: a person chooses, nothing is replaced silently. */
function AddressConflict({ desk, view, address }: AddressConflictProps) {
  const settle = () => desk.change({ addressSettled: true })
  const use = useCommand(
    (taken: AddressForm, act) =>
      api.put(
        `/api/patients/${view.id}`,
        { patient: { ...view.form, address: taken }, version: view.version },
        act,
      ),
    { refresh: [`/api/patients/${view.id}`], done: settle },
  )
  const run = async () => void use.run(await structureAddress(address))
  useShortcuts([{ keys: 'a', label: t('patients.reception.useAddress'), run: () => void run() }])
  return (
    <div
      style={{
        margin: '12px -14px -14px',
        padding: '9px 14px',
        background: 'var(--warn-soft)',
        borderTop: '1px solid var(--warn-line)',
      }}
    >
      <Inline gap={10} wrap>
        <span className="lo-warn">
          <Icon name="swap" />
        </span>
        <span className="lo-dense" style={{ flex: '1 1 260px' }}>
          {t('patients.reception.addressConflict')}
          <span className="lo-ink2" style={{ display: 'block' }}>
            {t('patients.reception.addressCard', { address })}
          </span>
        </span>
        <Button size="sm" onClick={settle}>
          {t('patients.reception.keepAddress')}
        </Button>
        <Button size="sm" keyHint="A" busy={use.busy} onClick={() => void run()}>
          {t('patients.reception.useAddress')}
        </Button>
      </Inline>
      {use.error && <Alert level="warning" title={use.error.title} />}
    </div>
  )
}
