import type { ReactNode } from 'react'
import { Chip } from '../marks/chip.tsx'
import { Icon } from '../marks/icon.tsx'
import { NewsBadge } from '../marks/news-badge.tsx'
import { serverNow } from '../net/server-clock.ts'
import {
  formatAge,
  formatDateTime,
  formatDay,
  formatIdNumber,
  formatMrn,
  formatNumber,
  formatSex,
  formatTime,
} from '../text/format.ts'
import { t } from '../text/translate.ts'
import type { BannerPatient } from './banner-patient.ts'

interface PatientBannerProps {
  readonly patient: BannerPatient
  /** More facts of the screen at the right. */
  readonly extra?: readonly { readonly label: string; readonly value: ReactNode }[]
  /** The screen shows the past: violet. */
  readonly past?: boolean
}

/** Never scrolls away and is never covered: who this is, and what must not be given. */
export function PatientBanner({ patient, extra = [], past = false }: PatientBannerProps) {
  return (
    <section className="lo-banner" data-past={past || undefined} aria-label={t('kit.banner.label')}>
      <div className="lo-banner-who">
        <div className="lo-banner-name">
          <h1>{patient.name.toLocaleUpperCase('vi')}</h1>
          <span className="lo-banner-age">
            {formatSex(patient.sex)}
            {patient.birthDate && ` · ${formatAge(patient.birthDate)}`}
          </span>
          {patient.news2 && (
            <span className="lo-banner-news-phone">
              <NewsBadge {...patient.news2} />
            </span>
          )}
          <Allergies allergies={patient.allergies} />
          {patient.lookAlike && <Chip tone="warn">{t('kit.banner.lookAlike', { who: patient.lookAlike })}</Chip>}
          {patient.deceasedAt && (
            <Chip tone="outline">{t('kit.banner.deceased', { at: formatDateTime(patient.deceasedAt) })}</Chip>
          )}
        </div>
        <Identity patient={patient} />
      </div>
      <Visit patient={patient} extra={extra} />
    </section>
  )
}

function Identity({ patient }: { readonly patient: BannerPatient }) {
  const born = patient.birthDate
    ? t('kit.banner.born', { day: formatDay(patient.birthDate) })
    : t('kit.banner.bornUnknown')
  const number = patient.cccd ?? patient.passport
  return (
    <div className="lo-banner-facts lo-num">
      <span>{born}</span>
      {patient.mrn && <span>{t('kit.banner.mrn', { mrn: formatMrn(patient.mrn) })}</span>}
      <span className="lo-banner-less">
        {number
          ? t(patient.cccd ? 'kit.banner.cccd' : 'kit.banner.passport', { number: formatIdNumber(number) })
          : t('kit.banner.noId')}
      </span>
      <span className="lo-banner-less">
        <Insurance insurance={patient.insurance} />
      </span>
    </div>
  )
}

function Insurance({ insurance }: { readonly insurance: BannerPatient['insurance'] }) {
  if (!insurance) return <>{t('kit.banner.noInsurance')}</>
  const day = formatDay(insurance.to)
  if (insurance.validity === 'expired')
    return <span className="lo-warn">{t('kit.banner.insuranceExpired', { day })}</span>
  if (insurance.share === undefined) return <>{t('kit.banner.insured')}</>
  return (
    <>{t(insurance.to ? 'kit.banner.insurance' : 'kit.banner.insuranceShare', { share: insurance.share, day })}</>
  )
}

/** Red with substance and grade, green when asked and none known, amber when nobody asked. */
function Allergies({ allergies }: { readonly allergies: BannerPatient['allergies'] }) {
  if (allergies.state === 'unknown')
    return (
      <span className="lo-allergy" data-state="unknown">
        <Icon name="help" size={14} />
        {t('kit.allergy.unknown')}
      </span>
    )
  if (allergies.state === 'none')
    return (
      <span className="lo-allergy" data-state="none">
        <Icon name="shield" size={14} />
        {allergies.askedAt
          ? t('kit.allergy.none', { time: shortTime(allergies.askedAt) })
          : t('kit.allergy.noneUndated')}
      </span>
    )
  return (
    <span className="lo-allergy" data-state="present">
      <Icon name="danger" size={16} />
      {t('kit.allergy.present', { what: (allergies.items ?? []).map(allergyText).join(' · ') })}
    </span>
  )
}

function allergyText(item: {
  readonly substance: string
  readonly severity?: string | undefined
  readonly anaphylaxis?: string | undefined
}): string {
  if (item.anaphylaxis) return t('kit.allergy.anaphylaxis', { substance: item.substance, grade: item.anaphylaxis })
  const known = ['mild', 'moderate', 'severe'].includes(item.severity ?? '')
  if (known)
    return t('kit.allergy.severity', { substance: item.substance, severity: t(`kit.allergy.${item.severity}`) })
  return item.severity ? `${item.substance} ${item.severity}` : item.substance
}

/** The time when it was today, else the day. */
function shortTime(at: string): string {
  return formatDay(at) === formatDay(serverNow().toISOString()) ? formatTime(at) : formatDay(at)
}

function Visit({
  patient,
  extra,
}: {
  readonly patient: BannerPatient
  readonly extra: PatientBannerProps['extra'] & {}
}) {
  const { record } = patient
  const facts: { label: string; value: ReactNode }[] = []
  if (record?.room) facts.push({ label: t('kit.banner.room'), value: record.room })
  if (record)
    facts.push({
      label: record.number ? t('kit.banner.record', { number: record.number }) : t('kit.banner.recordRunning'),
      value: (
        <span className={record.state === 'archived' ? 'lo-ink2' : undefined}>
          {record.state === 'archived' && <Icon name="lock" size={14} />} {t(`kit.record.${record.state}`)}
          {record.startedAt && ` · ${shortTime(record.startedAt)}`}
        </span>
      ),
    })
  if (patient.queueNumber) facts.push({ label: t('kit.banner.queue'), value: patient.queueNumber })
  if (patient.weightKg)
    facts.push({ label: t('kit.banner.weight'), value: `${formatNumber(patient.weightKg)} kg` })
  return (
    <dl className="lo-banner-visit">
      {[...facts, ...extra].map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd className="lo-num">{fact.value}</dd>
        </div>
      ))}
      {patient.news2 && (
        <div className="lo-banner-news">
          <dt>NEWS2</dt>
          <dd>
            <NewsBadge {...patient.news2} />
          </dd>
        </div>
      )}
    </dl>
  )
}
