/** Identifier systems, code systems and extensions that the house uses. One place, never typed twice. */
export const sid = {
  mrn: 'urn:lanong:sid:mrn',
  cccd: 'http://fhir.hl7.org.vn/core/sid/cccd',
  passport: 'http://fhir.hl7.org.vn/core/sid/passport',
  bhyt: 'urn:lanong:sid:bhyt',
  oldIdCard: 'urn:lanong:sid:cmnd',
  /** Practising licence (chứng chỉ hành nghề). */
  licence: 'http://fhir.hl7.org.vn/core/sid/cchn',
  /** Number of the record (số hồ sơ), on the root Encounter. */
  record: 'urn:lanong:sid:record',
  /** Number of the archived record (số lưu trữ), on the root Encounter. */
  archive: 'urn:lanong:sid:archive',
  queue: 'urn:lanong:sid:queue',
  order: 'urn:lanong:sid:order',
  specimen: 'urn:lanong:sid:specimen',
  /** 14 characters, Circular 26/2025/TT-BYT annex I. */
  prescription: 'urn:lanong:sid:prescription',
  facility: 'urn:lanong:sid:facility',
} as const

export const cs = {
  loinc: 'http://loinc.org',
  ucum: 'http://unitsofmeasure.org',
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  snomed: 'http://snomed.info/sct',
  department: 'urn:lanong:cs:department',
  /** Laboratory catalogue of the facility: code of a test or panel. */
  lab: 'urn:lanong:cs:lab',
  /** Drug list of the facility. */
  drug: 'urn:lanong:cs:drug',
  /** Active ingredient. */
  ingredient: 'urn:lanong:cs:ingredient',
  route: 'urn:lanong:cs:route',
  /** Statutory form codes as printed: 15/BV1, 16/BV2, TT26. */
  form: 'urn:lanong:cs:form',
  score: 'urn:lanong:cs:score',
  ethnicity: 'urn:lanong:cs:ethnicity',
  occupation: 'urn:lanong:cs:occupation',
  ward: 'urn:lanong:cs:ward',
  province: 'urn:lanong:cs:province',
  payer: 'urn:lanong:cs:payer',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  actClass: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  conditionClinical: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
  conditionVerification: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  conditionCategory: 'http://terminology.hl7.org/CodeSystem/condition-category',
  diagnosisRole: 'http://terminology.hl7.org/CodeSystem/diagnosis-role',
  allergyClinical: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical',
  allergyVerification: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
} as const

export const ext = {
  /** valueCode on the root Encounter: open | finished | completed | archived. Absent = open. */
  recordState: 'urn:lanong:ext:record-state',
  ethnicity: 'urn:lanong:ext:ethnicity',
  occupation: 'urn:lanong:ext:occupation',
  nationality: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
  workplace: 'urn:lanong:ext:workplace',
  ward: 'urn:lanong:ext:ward',
  province: 'urn:lanong:ext:province',
  /** valueString on a corrected DocumentReference version: why. */
  correctionReason: 'urn:lanong:ext:correction-reason',
} as const

/** States of a record (hồ sơ bệnh án), in order. See docs of module records. */
export const recordStates = ['open', 'finished', 'completed', 'archived'] as const
export type RecordState = (typeof recordStates)[number]
