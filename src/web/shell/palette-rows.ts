import { fold } from '#kernel/fold.ts'
import {
  can,
  formatMrn,
  formatSex,
  type IconName,
  isIcon,
  type PaletteCommand,
  type Screen,
  t,
} from '#web/kit/index.ts'

/** The part of /api/patients that the palette shows. */
export interface FoundPatient {
  readonly id: string
  readonly name: string
  readonly sex: string
  readonly birthDate?: string
  readonly mrn?: string
  readonly cccd?: string
  readonly phone?: string
  readonly address?: string
}

export interface PaletteRow {
  readonly key: string
  readonly group: string
  readonly icon: IconName
  readonly title: string
  readonly note?: string
  readonly detail?: string
  readonly keyHint?: string
  readonly to?: string
  readonly run?: () => void
}

/** Name, birth year, code and place, so that like names can be told apart. */
export function patientRow(patient: FoundPatient): PaletteRow {
  const facts = [formatSex(patient.sex), patient.birthDate?.slice(0, 4), patient.mrn && formatMrn(patient.mrn)]
  return {
    key: `patient ${patient.id}`,
    group: t('shell.palette.patients'),
    icon: 'user',
    title: patient.name,
    note: facts.filter(Boolean).join(' · '),
    detail: [patient.cccd, patient.phone, patient.address].filter(Boolean).join(' · '),
    to: can('chart.read') ? `/patients/${patient.id}` : `/patients/${patient.id}/particulars`,
  }
}

export function screenRows(screens: readonly Screen[], query: string): readonly PaletteRow[] {
  return screens
    .filter((screen) => screen.load && !screen.path.includes('$') && can(screen.permission))
    .map((screen) => ({
      key: `screen ${screen.path}`,
      group: t('shell.palette.screens'),
      icon: screen.nav && isIcon(screen.nav.icon) ? screen.nav.icon : ('folder' as const),
      title: t(screen.title),
      to: screen.path,
      ...(screen.nav?.key ? { keyHint: `G ${screen.nav.key}` } : {}),
    }))
    .filter((row) => fits(row.title, query))
}

export function commandRows(commands: readonly PaletteCommand[], query: string): readonly PaletteRow[] {
  return commands
    .filter((command) => fits(command.label, query))
    .map((command) => ({
      key: `command ${command.key}`,
      group: t('shell.palette.commands'),
      icon: command.icon,
      title: command.label,
      run: command.run,
      ...(command.keyHint ? { keyHint: command.keyHint } : {}),
    }))
}

/** Every word of the query begins a word of the text, accents forgiven. */
export function fits(text: string, query: string): boolean {
  const folded = ` ${fold(text)}`
  return fold(query)
    .split(' ')
    .every((word) => folded.includes(` ${word}`))
}

const recentKey = 'lo.recent'

/** The last five patients opened from here; ids and names stay in this tab only, as the device is shared. */
export function readRecent(): readonly FoundPatient[] {
  try {
    return JSON.parse(sessionStorage.getItem(recentKey) ?? '[]') as FoundPatient[]
  } catch {
    return []
  }
}

export function remember(patient: FoundPatient): void {
  const others = readRecent().filter((one) => one.id !== patient.id)
  sessionStorage.setItem(recentKey, JSON.stringify([patient, ...others].slice(0, 5)))
}
