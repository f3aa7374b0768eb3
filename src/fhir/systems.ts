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
  /** Account of a person or program, on AuditEvent. */
  account: 'urn:lanong:sid:account',
  request: 'urn:lanong:sid:request',
  /** Key of an alert that a doctor accepted, on DetectedIssue. */
  alert: 'urn:lanong:sid:alert',
} as const

export const cs = {
  loinc: 'http://loinc.org',
  ucum: 'http://unitsofmeasure.org',
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  snomed: 'http://snomed.info/sct',
  department: 'urn:lanong:cs:department',
  /** Action of the journal: create, view, print, break-glass, …, on AuditEvent.subtype. */
  auditAction: 'urn:lanong:cs:audit-action',
  /** Kind of a Location: reception, triage, exam, sampling, laboratory, … */
  roomKind: 'urn:lanong:cs:room-kind',
  /** Specialty of a room or a person: noi, nhi, tmh, … */
  specialty: 'urn:lanong:cs:specialty',
  /** Service of the price list. */
  service: 'urn:lanong:cs:service',
  /** Role of a person, as in data/roles. */
  staffRole: 'urn:lanong:cs:staff-role',
  /** Laboratory catalogue of the facility: code of a test or panel. */
  lab: 'urn:lanong:cs:lab',
  /** Drug list of the facility. */
  drug: 'urn:lanong:cs:drug',
  /** Active ingredient. */
  ingredient: 'urn:lanong:cs:ingredient',
  route: 'urn:lanong:cs:route',
  /** Kind of an order: laboratory, imaging, function-test, procedure, consultation, diet, nursing, blood. */
  orderKind: 'urn:lanong:cs:order-kind',
  /** What is ordered on a ward beside tests, services and drugs: diets, nursing, blood; data/orders/items.tsv. */
  orderItem: 'urn:lanong:cs:order-item',
  /** Where a MedicationRequest is meant: inpatient, outpatient, … */
  medicationRequestCategory: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category',
  /** Statutory form codes as printed: 15/BV1, 16/BV2, TT26. */
  form: 'urn:lanong:cs:form',
  /** Why a dose was not given, or not at its hour: data/rules/medicines/giving.json. */
  doseReason: 'urn:lanong:cs:dose-reason',
  score: 'urn:lanong:cs:score',
  /** Kind of tube or sample of the laboratory catalogue: EDTA, SERUM. */
  specimen: 'urn:lanong:cs:specimen',
  /** Level of nursing care 1 to 3, code of the ServiceRequest that orders it; the active one holds. */
  careLevel: 'urn:lanong:cs:care-level',
  /** What went in or came out: oral, infusion, urine, drain, …; data/nursing/fluids. */
  fluid: 'urn:lanong:cs:fluid',
  /** What is found on an examination in labour: examination, and its parts fetalHeart, cervix, descent, …. */
  labour: 'urn:lanong:cs:labour',
  /** Drain, line or catheter that is in: code of the Procedure that put it in, over when it is out. */
  line: 'urn:lanong:cs:line',
  /** Task of nursing: escalation, turn, hygiene, …; data/nursing/tasks. */
  nursingTask: 'urn:lanong:cs:nursing-task',
  /** What a Communication is: critical-result, nursing-note, hand-over, conference-minutes. */
  communication: 'urn:lanong:cs:communication',
  /** What a Task of module consultations is: consultation, death-review, conference, or an invitation to one. */
  meeting: 'urn:lanong:cs:meeting',
  /** Part of such a Task: kind, place, chair, secretary, opinion, minutes, conclusion, … */
  meetingPart: 'urn:lanong:cs:meeting-part',
  ethnicity: 'urn:lanong:cs:ethnicity',
  occupation: 'urn:lanong:cs:occupation',
  ward: 'urn:lanong:cs:ward',
  province: 'urn:lanong:cs:province',
  payer: 'urn:lanong:cs:payer',
  /** What a Location is: ward wa, room ro, bed bd. */
  physicalType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
  /** State of a bed, HL7 table 0116: U free, O occupied, H housekeeping, I isolated, C closed, K contaminated. */
  bedStatus: 'http://terminology.hl7.org/CodeSystem/v2-0116',
  /** Kind of a bed: standard, icu, cot. */
  bedKind: 'urn:lanong:cs:bed-kind',
  /** Where a patient was admitted from: outpatient, emergency, direct, birth. */
  admitSource: 'urn:lanong:cs:admit-source',
  /** Task of a ward: `admission`, a patient who is to be admitted (focus the visit, owner the department). */
  wardTask: 'urn:lanong:cs:ward-task',
  /** How a stay ended: home, against-advice, transfer-out, death. */
  disposition: 'urn:lanong:cs:disposition',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  participationType: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
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
  /** On a MedicationRequest: strength, form, unit, tradeName, kind of the drug as prescribed. */
  drug: 'urn:lanong:ext:drug',
  /** valueInteger on a MedicationRequest: its place in the prescription, from 1. */
  lineNumber: 'urn:lanong:ext:line-number',
  /** valueString on a MedicationRequest: who brought a child below 72 months. */
  companion: 'urn:lanong:ext:companion',
  /** valueCode on a Patient without a personal number: newborn | unknown | foreigner | notBrought. */
  noIdentity: 'urn:lanong:ext:no-identity',
  /** valueString on a Coverage: facility code where the holder is registered. */
  registeredFacility: 'urn:lanong:ext:registered-facility',
  /** valueDate on a Coverage: since when insured without a gap of the five-year rule. */
  insuredSince: 'urn:lanong:ext:insured-since',
  /** valueCode on an AllergyIntolerance: anaphylaxis grade I to IV, Circular 51/2017/TT-BYT. */
  anaphylaxisGrade: 'urn:lanong:ext:anaphylaxis-grade',
  /** valueCode on the root Encounter: who pays, bhyt or self. */
  payer: 'urn:lanong:ext:payer',
  /** valueCode on the root Encounter: reason of priority, data/rules/queue-priority.json. */
  priorityReason: 'urn:lanong:ext:priority-reason',
  /** valueString on a corrected DocumentReference version: why. */
  correctionReason: 'urn:lanong:ext:correction-reason',
  /** valueString on a DocumentReference that was made in error: why it counts no more. */
  cancelReason: 'urn:lanong:ext:cancel-reason',
  /** valueString on a DocumentReference that came to its record after archiving: why. */
  supplement: 'urn:lanong:ext:supplement',
  slotTitle: 'urn:lanong:ext:slot-title',
  /** A place that a paper waits for: place, office, person expected, department. */
  signaturePlace: 'urn:lanong:ext:signature-place',
  /** Who typed a laboratory result, and when: parts `who` (reference) and `at` (instant). */
  resultEntered: 'urn:lanong:ext:result-entered',
  /** Who looked at a laboratory result a second time, and when: parts `who` and `at`. */
  resultValidated: 'urn:lanong:ext:result-validated',
  /** valueReference on a Specimen: who received it in the laboratory. */
  specimenReceived: 'urn:lanong:ext:specimen-received',
  /** One per change of state of a record, on the root Encounter: parts `state`, `at`, `who`, `reason`, `askedBy`. */
  recordEvent: 'urn:lanong:ext:record-event',
  /** valueReference on the root Encounter of a stay: the outpatient visit that the patient was admitted from. */
  stayFrom: 'urn:lanong:ext:stay-from',
  /** valueDate on the Encounter of a stay: the day on which the patient is expected to leave. */
  expectedDischarge: 'urn:lanong:ext:expected-discharge',
  /** valueReference on the Encounter of a newborn: the stay of the mother. */
  motherStay: 'urn:lanong:ext:mother-stay',
  /** One per event of a stay, on its Encounter: parts `kind`, `at`, `who`, `reason`, `to`. */
  stayEvent: 'urn:lanong:ext:stay-event',
  /** valueCode on the Location of a room: male or female, when it is for one sex. */
  roomSex: 'urn:lanong:ext:room-sex',
  /** On a request that was given by word: parts `saidBy`, `heardBy`, `readBack`, `cosignUntil`, `cosignedBy`, `cosignedAt`. */
  verbal: 'urn:lanong:ext:verbal',
  /** One per change of state of an order, on the request: parts `state`, `at`, `who`, `reason`. */
  orderEvent: 'urn:lanong:ext:order-event',
  /** valueQuantity on an act: how much of the service was given. */
  actQuantity: 'urn:lanong:ext:act-quantity',
  /** valueReference on an act without an element of place: bed or department. */
  actPlace: 'urn:lanong:ext:act-place',
  /** valueBoolean on a MedicationRequest: the patient's own medicine, not from stock. */
  ownMedicine: 'urn:lanong:ext:own-medicine',
  /** valueDateTime on a MedicationAdministration: the moment its dose was due. */
  dueAt: 'urn:lanong:ext:due-at',
  /** How a dose was given, on its MedicationAdministration: parts `place`, `payer`, `lot`…, `debt`, `patientBy`, `drugBy`, `timeReason`. */
  doseFacts: 'urn:lanong:ext:dose-facts',
  /** What a dose given when needed did: parts `scale`, `before`, `after`, `dueAt`, `at`, `by`. */
  doseEffect: 'urn:lanong:ext:dose-effect',
  /** One per event of an infusion, on its MedicationAdministration: parts `kind`, `at`, `rate`, `bag`, `left`, `lot`, `by`. */
  infusionEvent: 'urn:lanong:ext:infusion-event',
  /** valueCode on a Task or Communication of nursing: the shift it belongs to, `2026-11-23/morning`. */
  shift: 'urn:lanong:ext:shift',
  /** How long an archived record is kept, on the root Encounter: parts `class`, `years`, `until`, `source`. */
  retention: 'urn:lanong:ext:retention',
} as const

/** States of a record (hồ sơ bệnh án), in order. See docs of module records. */
export const recordStates = ['open', 'finished', 'completed', 'submitted', 'accepted', 'archived'] as const
export type RecordState = (typeof recordStates)[number]

/** From completing on a record takes no entries but by named authority; migration 0170 says the same. */
export const closedStates: ReadonlySet<string> = new Set(['completed', 'submitted', 'accepted', 'archived'])
