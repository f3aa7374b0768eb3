import { readDiseaseCodes } from './disease-codes.ts'
import { generalKind } from './general-kind.ts'
import type { Line, ListKind } from './list-kind.ts'

export type { Line, ListKind } from './list-kind.ts'

/** `S32.20` is below `S32.2`, and that below `S32`. */
function category(line: Line): string {
  const code = line['code'] ?? ''
  return (/^(\w{3}\.\w)\w+$/.exec(code) ?? /^(\w{3})\./.exec(code))?.[1] ?? ''
}
const own = {
  code: ['code'],
  name: 'name',
  nameEn: 'nameEn',
  synonyms: 'synonyms',
  validFrom: '2025-07-01',
} as const

const tt06 = '2026-07-01'
const merger = '2025-07-01'

/** Every list that can be loaded; the first that fits is taken. */
export const listKinds: readonly ListKind[] = [
  {
    ...own,
    system: 'icd10',
    header: ['code', 'name', 'nameEn', 'hasMoreSpecific'],
    parent: category,
    validFrom: tt06,
  },
  {
    system: 'icd10',
    header: ['code', 'code_nodot', 'name_vi', 'c24_not_primary', 'c26_has_more_specific'],
    code: ['code'],
    name: 'name_vi',
    nameEn: 'name_en',
    parent: category,
    validFrom: tt06,
    rename: {
      code_nodot: '',
      dual_mark: 'dualMark',
      c24_not_primary: 'notPrimary',
      c25_discouraged_primary: 'discouragedPrimary',
      c26_has_more_specific: 'hasMoreSpecific',
      c27_death_cause_only: 'deathCauseOnly',
      c28_mainly_female: 'mainlyFemale',
      c29_mainly_male: 'mainlyMale',
    },
  },
  { ...own, system: 'lab-test', header: ['code', 'valueType', 'decimals', 'specimen', 'method'] },
  { ...own, system: 'lab-panel', header: ['code', 'shortName', 'group', 'tests'] },
  {
    system: 'lab-range',
    header: ['test', 'sex', 'ageFromDays', 'criticalLow', 'source'],
    code: ['test', 'sex', 'ageFromDays', 'ageToDays'],
    name: 'test',
    parent: 'test',
    validFrom: merger,
  },
  { ...own, system: 'specimen', header: ['code', 'container', 'colour'] },
  { ...own, system: 'lab-group', header: ['code', 'nameEn', 'order'], file: /lab-groups/ },
  {
    system: 'drug',
    header: ['code', 'ingredients', 'strength', 'allergyClass', 'kind'],
    code: ['code'],
    name: 'ingredients',
    validFrom: merger,
  },
  { ...own, system: 'route', header: ['code', 'name', 'verb'] },
  {
    system: 'route-seen',
    header: ['route_code', 'route_vi'],
    code: ['route_code'],
    name: 'route_vi',
    validFrom: merger,
  },
  { ...own, system: 'allergy-class', header: ['code', 'name', 'crossReactsWith'] },
  { ...own, system: 'dispensing-unit', header: ['code', 'name', 'quantity'] },
  {
    system: 'over-30-days',
    header: ['item', 'disease', 'icd10', 'exceptIcd10'],
    code: ['item'],
    name: 'disease',
    validFrom: merger,
  },
  {
    system: 'over-30-days',
    header: ['item', 'disease_group_vi', 'icd10'],
    code: ['item'],
    name: 'disease_group_vi',
    validFrom: merger,
    rename: { icd10: 'icd10AsPrinted', seq: '' },
    derive: (line) => readDiseaseCodes(line['icd10'] ?? ''),
  },
  { ...own, system: 'order-set', header: ['code', 'tests', 'services', 'specialties'] },
  { ...own, system: 'service', header: ['code', 'group', 'costGroup', 'price'] },
  { ...own, system: 'payer', header: ['code', 'needsCard'] },
  { ...own, system: 'visit-class', header: ['code', 'nameEn', 'benefitFactor'] },
  { ...own, system: 'insurance-object', header: ['code', 'usualBenefitLevel'] },
  { ...own, system: 'benefit-level', header: ['code', 'percent'] },
  {
    system: 'ethnic-group',
    header: ['ethnic_code', 'name_vi'],
    code: ['ethnic_code'],
    name: 'name_vi',
    validFrom: '1979-03-02',
  },
  {
    system: 'ethnic-group',
    header: ['code', 'name_vi'],
    file: /ethnic/,
    code: ['code'],
    name: 'name_vi',
    validFrom: '1979-03-02',
  },
  {
    system: 'occupation',
    header: ['occupation_code', 'name_vi'],
    code: ['occupation_code'],
    name: 'name_vi',
    validFrom: '2021-01-15',
  },
  {
    system: 'occupation',
    header: ['code', 'name_vi'],
    file: /occupation/,
    code: ['code'],
    name: 'name_vi',
    validFrom: '2021-01-15',
  },
  {
    system: 'former-province',
    header: ['old_province_code', 'old_name', 'province_code'],
    code: ['old_province_code'],
    name: 'old_name',
    validFrom: '2004-01-01',
    validTo: '2025-06-30',
  },
  {
    system: 'former-ward',
    header: ['province_code', 'province', 'district_code', 'ward_code', 'ward'],
    code: ['ward_code'],
    name: 'ward',
    // Island districts had no wards: they stand for themselves.
    mend: (line) =>
      line['ward_code'] ? line : { ...line, ward_code: line['district_code'] ?? '', ward: line['district'] ?? '' },
    validFrom: '2004-01-01',
    validTo: '2025-06-30',
  },
  {
    system: 'ward',
    header: ['ward_code', 'province_code', 'full_name'],
    code: ['ward_code'],
    name: 'full_name',
    nameEn: 'full_name_en',
    parent: 'province_code',
    validFrom: merger,
  },
  {
    system: 'province',
    header: ['province_code', 'full_name', 'unit_type'],
    code: ['province_code'],
    name: 'full_name',
    nameEn: 'full_name_en',
    validFrom: merger,
  },
  {
    system: 'country',
    header: ['alpha2', 'name_vi', 'name_en'],
    code: ['alpha2'],
    name: 'name_vi',
    nameEn: 'name_en',
    validFrom: merger,
  },
  {
    system: 'country',
    header: ['alpha2', 'name_en'],
    code: ['alpha2'],
    name: 'name_en',
    nameEn: 'name_en',
    validFrom: merger,
  },
  {
    system: 'icd9cm',
    header: ['code', 'name_vi', 'chapter_vi'],
    code: ['code'],
    name: 'name_vi',
    validFrom: '2020-10-20',
  },
  {
    system: 'procedure',
    header: ['dvkt_code', 'dvkt_name_vi', 'icd9_code'],
    code: ['dvkt_code', 'icd9_code'],
    name: 'dvkt_name_vi',
    validFrom: '2020-10-20',
  },
  {
    system: 'drug-product',
    header: ['ma_thuoc', 'active_ingredient', 'trade_name', 'so_dang_ky'],
    code: ['ma_thuoc', 'trade_name', 'strength', 'so_dang_ky', 'route_code', 'dosage_form', 'active_ingredient'],
    name: 'trade_name',
    validFrom: merger,
  },
  {
    system: 'entitlement',
    header: ['code', 'name_vi', 'benefit_factor'],
    code: ['code', 'benefit_factor', 'note_vi'],
    name: 'name_vi',
    validFrom: merger,
  },
  {
    system: 'cost-group',
    header: ['code', 'name_vi', 'meaning_en', 'confidence'],
    code: ['code'],
    name: 'name_vi',
    nameEn: 'meaning_en',
    validFrom: merger,
  },
  {
    system: 'care-type',
    header: ['code', 'name_vi', 'meaning_en'],
    code: ['code'],
    name: 'name_vi',
    nameEn: 'meaning_en',
    validFrom: merger,
  },
  {
    system: 'statutory-department',
    header: ['code', 'name_vi', 'confidence'],
    code: ['code'],
    name: 'name_vi',
    validFrom: merger,
  },
  {
    // Loinc.csv and LoincTableCore.csv; columns come and go from release to release.
    system: 'loinc',
    header: ['LOINC_NUM', 'COMPONENT', 'LONG_COMMON_NAME'],
    code: ['LOINC_NUM'],
    name: 'LONG_COMMON_NAME',
    nameEn: 'LONG_COMMON_NAME',
    synonyms: 'SHORTNAME',
    validFrom: '2000-01-01',
    keep: [
      'COMPONENT',
      'PROPERTY',
      'TIME_ASPCT',
      'SYSTEM',
      'SCALE_TYP',
      'METHOD_TYP',
      'CLASS',
      'CLASSTYPE',
      'STATUS',
      'ORDER_OBS',
      'EXAMPLE_UCUM_UNITS',
    ],
    inactive: (line) => line['STATUS'] === 'DEPRECATED',
  },
  {
    // The annex of the ministry as a sheet.
    system: 'icd10',
    header: ['MÃ BỆNH', 'TÊN BỆNH'],
    code: ['MÃ BỆNH'],
    name: 'TÊN BỆNH',
    nameEn: 'DISEASE NAME',
    parent: (line) => category({ code: line['MÃ BỆNH'] ?? '' }),
    validFrom: tt06,
  },
  {
    // Codes of TT 06/2026/TT-BYT that the list of names lacks; kept to tell that they exist.
    system: 'icd10-flags',
    header: ['code_nodot', 'c24_not_primary', 'c26_has_more_specific'],
    code: ['code_nodot'],
    name: 'code_nodot',
    validFrom: tt06,
  },
  {
    system: 'card-lookup-code',
    header: ['code', 'meaning_en', 'class'],
    code: ['code'],
    name: 'meaning_en',
    nameEn: 'meaning_en',
    validFrom: merger,
  },
]

/** The kind of a file by its header and name; undefined when no list looks like it. */
export function findListKind(header: readonly string[], fileName: string, system?: string): ListKind | undefined {
  const has = new Set(header)
  const known = listKinds.find(
    (kind) =>
      (system === undefined || kind.system === system) &&
      kind.header.every((column) => has.has(column)) &&
      (kind.file === undefined || system !== undefined || kind.file.test(fileName)),
  )
  return known ?? (system === undefined ? undefined : generalKind(header, system))
}
