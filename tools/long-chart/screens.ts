import { patientOf, stayOf } from './resources.ts'

export interface ClinicalScreen {
  readonly name: string
  /** Address in the browser. */
  readonly path: string
}

/** Every clinical screen of one patient. */
export function clinicalScreens(): readonly ClinicalScreen[] {
  const stay = (tab: string) => ({ name: `stay, ${tab}`, path: `/stay/${stayOf}/${tab}` })
  return [
    { name: 'chart', path: `/patients/${patientOf}` },
    { name: 'laboratory flow sheet', path: `/patients/${patientOf}/labs` },
    { name: 'particulars', path: `/patients/${patientOf}/particulars` },
    { name: 'papers of the stay', path: `/encounters/${stayOf}/documents` },
    { name: 'forms of the stay', path: `/encounters/${stayOf}/forms` },
    ...['round', 'orders', 'medicines', 'observations', 'fluids', 'nursing', 'charts'].map(stay),
  ]
}
