import { addDays, completedMonths, type Day } from '#kernel/civil-date.ts'
import { readTable } from '#platform/read-table.ts'
import { type InventedCard, inventCard } from './invent-card.ts'
import { inventName, type Sex } from './invent-name.ts'
import { type InventedRelative, inventRelative } from './invent-relative.ts'
import { pad } from './pad.ts'
import { type Random, randomFrom } from './random.ts'

/** A person as the reception would register them; the shape of `POST /api/patients`. */
export interface InventedForm {
  readonly name: string
  readonly sex: Sex
  readonly birthDate?: string
  readonly cccd?: string
  readonly oldIdCard?: string
  readonly passport?: string
  readonly nationality?: string
  readonly noIdentity?: 'newborn' | 'unknown' | 'foreigner' | 'notBrought'
  readonly insurance?: InventedCard
  readonly phone?: string
  readonly address?: {
    readonly line: string
    readonly wardCode: string
    readonly ward: string
    readonly provinceCode: string
    readonly province: string
  }
  readonly ethnicity?: string
  readonly occupation?: string
  readonly contact?: InventedRelative
}

export interface InventedPerson {
  readonly form: InventedForm
  /** Completed months on the day of invention. */
  readonly ageMonths: number
}

export interface Invention {
  readonly seed: string
  readonly today: Day
}

interface Place {
  readonly wardCode: string
  readonly ward: string
  readonly provinceCode: string
  readonly province: string
}

let places: readonly Place[] | undefined

function allPlaces(): readonly Place[] {
  if (places) return places
  const folder = new URL('../../../data/catalogues/places/', import.meta.url)
  const provinces = new Map(
    readTable(new URL('provinces-2025.tsv', folder)).map((row) => [
      row['province_code'] ?? '',
      row['full_name'] ?? '',
    ]),
  )
  places = readTable(new URL('wards-2025-part.tsv', folder)).map((row) => ({
    wardCode: row['ward_code'] ?? '',
    ward: row['full_name'] ?? '',
    provinceCode: row['province_code'] ?? '',
    province: provinces.get(row['province_code'] ?? '') ?? '',
  }))
  return places
}

/** Persons that every hospital meets and software forgets, at fixed places among the first. */
const special: Readonly<Record<number, (random: Random, today: Day) => Partial<Traits>>> = {
  4: (random) => ({ birthDate: `${random.pick(['1988', '1992', '1996'])}-02-29` }),
  9: (_, today) => ({ birthDate: addDays(today, -3), newborn: true }),
  14: (_, today) => ({ birthDate: `${Number(today.slice(0, 4)) - 101}-03-17` }),
  19: () => ({
    foreigner: { name: 'Tanaka Yuki', sex: 'female', nationality: 'JP', passport: 'TZ9990001' },
    birthDate: '1991-06-12',
  }),
  24: () => ({ foreigner: { name: 'Martin Dubois', sex: 'male', nationality: 'FR' }, birthDate: '1967-01-30' }),
  29: () => ({ birthDate: '1938' }),
  34: () => ({ notBrought: true }),
  39: (_, today) => ({ birthDate: `${today.slice(0, 4)}-02-28` }),
  44: () => ({ birthDate: '2024-02-29' }),
  49: (_, today) => ({ birthDate: addDays(today, -20), newborn: true }),
}

interface Traits {
  readonly birthDate: string
  readonly sex: Sex
  readonly newborn: boolean
  readonly notBrought: boolean
  readonly foreigner: {
    readonly name: string
    readonly sex: Sex
    readonly nationality: string
    readonly passport?: string
  }
}

/** Ages as in an outpatient department: many children and many old people. */
const ages = [
  { from: 0, to: 5, weight: 14 },
  { from: 6, to: 15, weight: 9 },
  { from: 16, to: 39, weight: 24 },
  { from: 40, to: 59, weight: 26 },
  { from: 60, to: 79, weight: 22 },
  { from: 80, to: 95, weight: 5 },
] as const

function birthDate(random: Random, today: Day): Day {
  const band = random.weighted(ages)
  const years = random.between(band.from, band.to)
  return addDays(today, -Math.round(years * 365.25) - random.between(8, 364))
}

/** 12 digits with the place code 099, which no place has; the fourth tells century and sex (NĐ 137/2015 Điều 13). */
function personalNumber(birth: string, sex: Sex, index: number): string {
  const century = birth.startsWith('19') ? 0 : 2
  return `099${century + (sex === 'female' ? 1 : 0)}${birth.slice(2, 4)}${pad(500_000 + index, 6)}`
}

const streets = [
  'Hải Thượng',
  'Ngàn Sâu',
  'Cây Đa',
  'Bến Đò',
  'Chợ Cũ',
  'Đồng Xanh',
  'Bờ Suối',
  'Vườn Chè',
] as const
const hamlets = ['Thượng', 'Trung', 'Hạ', 'Đông', 'Đoài', 'Bình Minh', 'Tân Tiến', 'Nà Luông', 'Khe Sim'] as const

const provinces = [
  { code: '42', weight: 70 },
  { code: '01', weight: 18 },
  { code: '04', weight: 12 },
] as const

function address(random: Random): NonNullable<InventedForm['address']> {
  const { code } = random.weighted(provinces)
  const place = random.pick(allPlaces().filter((one) => one.provinceCode === code))
  const line = place.ward.startsWith('Phường')
    ? `Số ${random.between(1, 180)} phố ${random.pick(streets)}`
    : `Thôn ${random.pick(hamlets)}`
  return { line, ...place }
}

/** Codes of QĐ 34/2020/QĐ-TTg, level 2. */
const occupations = [
  '61',
  '61',
  '63',
  '71',
  '52',
  '52',
  '75',
  '81',
  '83',
  '91',
  '93',
  '23',
  '33',
  '41',
  '22',
  '25',
] as const

function occupation(random: Random, years: number): string {
  if (years < 18) return '00'
  return years >= 62 ? random.pick(['00', '00', '61']) : random.pick(occupations)
}

function foreignForm(traits: Partial<Traits>, random: Random, index: number): InventedForm | undefined {
  const { foreigner, birthDate: birth } = traits
  if (!foreigner || !birth) return undefined
  const { passport, ...known } = foreigner
  return {
    ...known,
    birthDate: birth,
    ...(passport ? { passport } : { noIdentity: 'foreigner' as const }),
    phone: `0999${pad(100_000 + index, 6)}`,
    address: address(random),
    ethnicity: '55',
  }
}

function numbers(traits: Partial<Traits>, birth: string, sex: Sex, index: number, years: number, random: Random) {
  if (traits.newborn) return { noIdentity: 'newborn' as const }
  if (traits.notBrought) return { noIdentity: 'notBrought' as const }
  return {
    cccd: personalNumber(birth, sex, index),
    ...(years > 30 && random.chance(0.3) ? { oldIdCard: `09${pad(9_000_000 + index, 7)}` } : {}),
  }
}

/** The same person for the same seed and index. Everything about them is invented; see data/demo/SOURCE.md. */
export function inventPerson(index: number, { seed, today }: Invention): InventedPerson {
  const random = randomFrom(seed, index)
  const traits = special[index]?.(random, today) ?? {}
  const birth = traits.birthDate ?? birthDate(random, today)
  const ageMonths = completedMonths(birth.length === 10 ? birth : `${birth}-07-01`, today)
  const foreign = foreignForm(traits, random, index)
  if (foreign) return { form: foreign, ageMonths }
  const years = Math.floor(ageMonths / 12)
  const sex: Sex = random.chance(0.54) ? 'female' : 'male'
  const { name, family, ethnicity } = inventName(random, sex, Number(birth.slice(0, 4)))
  const home = address(random)
  const card = traits.newborn ? undefined : inventCard(random, years, home.provinceCode, index, today)
  const kin = inventRelative(random, years, { sex, born: Number(birth.slice(0, 4)), family, ethnicity }, index)
  const form: InventedForm = {
    name: traits.newborn && kin ? `Con bà ${kin.name}` : name,
    sex,
    birthDate: birth,
    ...numbers(traits, birth, sex, index, years, random),
    ...(card ? { insurance: card } : {}),
    ...(years >= 16 ? { phone: `0999${pad(100_000 + index, 6)}` } : {}),
    address: home,
    ethnicity,
    occupation: occupation(random, years),
    ...(kin ? { contact: kin } : {}),
  }
  return { form, ageMonths }
}

/** The first `count` people of a seed. */
export function inventPeople(count: number, invention: Invention): readonly InventedPerson[] {
  return Array.from({ length: count }, (_, index) => inventPerson(index, invention))
}
