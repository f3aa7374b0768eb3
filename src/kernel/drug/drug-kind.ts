/**
 * Kind of a prescription, last letter of its code: C ordinary, N narcotic, H psychotropic or precursor.
 * @see Circular 26/2025/TT-BYT annex I; a decoction (T, Circular 55/2025) is another form
 */
export const drugKinds = ['C', 'N', 'H'] as const
export type DrugKind = (typeof drugKinds)[number]
