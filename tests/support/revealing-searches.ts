import type { Stay } from './stay.ts'

/** Stands in what is refused, and nowhere else. */
export const mark = 'Bimatcuanguoibenh'

/** Ids of what is refused. */
export interface Refused {
  readonly observation: string
  readonly document: string
  readonly condition: string
  readonly binary: string
}

/** Searches that could tell of what is refused: found, counted, ordered, included, or by what they find besides. */
export function revealingSearches(stay: Stay, refused: Refused): readonly string[] {
  const patient = `Patient/${stay.patientId}`
  return [
    `Observation?code=${mark}`,
    `Observation?code=urn:secret|${mark}&_total=accurate`,
    `Observation?code:text=${mark}`,
    `Observation?value-string=${mark}`,
    `Observation?_id=${refused.observation}`,
    `Observation?_filter=code eq ${mark}`,
    `Observation?_text=${mark}`,
    `Observation?_content=${mark}`,
    `Observation?patient=${stay.patientId}&_summary=count`,
    `Observation?patient=${stay.patientId}&_elements=code`,
    `Observation?patient=${stay.patientId}&_summary=text`,
    `Observation?subject:Patient.name=dang&encounter=${stay.encounterId}`,
    `Observation?encounter:Encounter.subject=${patient}`,
    `Observation?_sort=-code&patient=${stay.patientId}`,
    `Condition?code=${mark}&_include=Condition:encounter&_include=Condition:subject`,
    `Patient?_id=${stay.patientId}&_revinclude=Observation:subject&_revinclude=Condition:subject`,
    `Patient?_id=${stay.patientId}&_revinclude=*`,
    `Encounter?_id=${stay.encounterId}&_revinclude=Observation:encounter&_revinclude=DocumentReference:encounter`,
    `Encounter?_id=${stay.encounterId}&_revinclude:iterate=*`,
    `DocumentReference?description=${mark}`,
    `DocumentReference?patient=${stay.patientId}&_total=accurate`,
    `${patient}/Observation?_total=accurate`,
    `${patient}/*?_type=Observation,Condition`,
    `Encounter/${stay.encounterId}/Observation`,
    `?_type=Observation,Condition&_total=accurate&code=${mark}`,
    `?_type=Observation,DocumentReference&_content=${mark}`,
    `Observation?code=${mark}&_contained=both`,
    `?_type=Observation,Condition&code=${mark}&_contained=true&_containedType=contained&_total=accurate`,
  ]
}

/** Searches that find something else by means of what is refused. */
export function oracleSearches(stay: Stay): readonly (readonly [string, string])[] {
  return [
    [`Patient?_id=${stay.patientId}&_has:Observation:patient:code=${mark}`, stay.patientId],
    [`Patient?_id=${stay.patientId}&_has:Condition:subject:code=${mark}`, stay.patientId],
    [`Encounter?_id=${stay.encounterId}&_has:Observation:encounter:value-string=${mark}`, stay.encounterId],
    [
      `Patient?_id=${stay.patientId}&_has:Encounter:subject:_has:Observation:encounter:code=${mark}`,
      stay.patientId,
    ],
    [
      `Encounter?_id=${stay.encounterId}&_filter=_has:Observation:encounter[code eq ${mark}].status eq final`,
      stay.encounterId,
    ],
  ]
}
