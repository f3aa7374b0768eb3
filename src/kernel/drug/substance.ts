import { fold } from '#kernel/fold.ts'

/** A group of substances that behave alike in allergy or in effect; data/rules/prescriptions/drug-classes.json. */
export interface DrugClass {
  readonly code: string
  readonly name: { readonly vi: string; readonly en: string }
  readonly substances: readonly string[]
  /** Other words by which an allergy to the class is written down. */
  readonly words?: readonly string[]
  /** Two of the class together are a duplicate. */
  readonly duplicate?: boolean
}

export interface CrossReaction {
  readonly from: string
  readonly to: string
  readonly source: string
}

export interface SubstanceRules {
  readonly classes: readonly DrugClass[]
  readonly crossReactions: readonly CrossReaction[]
  /** Names of one substance: the first is the key. */
  readonly synonyms: readonly (readonly string[])[]
}

const salts =
  /\b(natri|kali|calci|magnesi|sodium|potassium|calcium|hydroclorid|hydrochlorid|hydrochloride|hcl|besylat|maleat|fumarat|succinat|tartrat|sulfat|phosphat|trihydrat|dihydrat|hemihydrat|monohydrat|sesquihydrat|mesylat|acetat|citrat|bromid|clorid|chlorid|carbonat|bicarbonat)e?\b/g

const spelled = (text: string) =>
  text
    .replace(/[^a-z0-9 ]+/g, ' ')
    .replace(/([a-z])\1+/g, '$1')
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/y/g, 'i')
    .replace(/e\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Spelling apart: `Amoxicillin`, `amoxicilin`, `Amoxicilline` are one key; the salt does not matter, unless the
 * substance is nothing but a salt: `Natri citrat` and `Kali clorid` stay whole.
 */
export function substanceKey(name: string): string {
  const plain = fold(name).replace(/\(.*?\)/g, ' ')
  return spelled(plain.replace(salts, ' ')) || spelled(plain)
}

/** Rules with their names already made into keys; build once. */
export interface SubstanceIndex {
  keyOf(name: string): string
  classesOf(name: string): readonly DrugClass[]
  /** Substance keys and class codes named anywhere in a free text. */
  namedIn(text: string): { readonly substances: readonly string[]; readonly classes: readonly DrugClass[] }
  crossFrom(classCode: string): readonly CrossReaction[]
}

export function indexSubstances(rules: SubstanceRules): SubstanceIndex {
  const first = new Map(
    rules.synonyms.flatMap((names) => names.map((name) => [substanceKey(name), substanceKey(names[0] ?? name)])),
  )
  const keyOf = (name: string) => {
    const key = substanceKey(name)
    return first.get(key) ?? key
  }
  const members = rules.classes.map((one) => ({ one, keys: new Set(one.substances.map(keyOf)) }))
  const words = rules.classes.flatMap((one) =>
    [one.name.vi, one.name.en, ...(one.words ?? [])].map((word) => ({ one, key: substanceKey(word) })),
  )
  const known = new Set([...first.keys(), ...members.flatMap(({ keys }) => [...keys])])
  return {
    keyOf,
    classesOf: (name) => members.filter(({ keys }) => keys.has(keyOf(name))).map(({ one }) => one),
    crossFrom: (code) => rules.crossReactions.filter((one) => one.from === code),
    namedIn(text) {
      const padded = ` ${substanceKey(text)} `
      const has = (key: string) => key !== '' && padded.includes(` ${key} `)
      const substances = [...known].filter(has).map((key) => first.get(key) ?? key)
      const classes = words.filter(({ key }) => has(key)).map(({ one }) => one)
      return { substances: [...new Set(substances)], classes: [...new Set(classes)] }
    },
  }
}
