import { addDays, type Day } from '#kernel/civil-date.ts'

/** What a record of one kind must hold before it may be completed; data/rules/record-completeness.json. */
export interface CompletenessRule {
  /** Class of the root Encounter: AMB, IMP. */
  readonly recordKind: string
  readonly validFrom: Day
  readonly validTo?: Day
  /** Days after the end of the visit within which the record goes to the record office. */
  readonly handInDays: number
  readonly source: string
  readonly items: readonly RuleItem[]
}

export interface RuleItem {
  readonly id: string
  readonly check:
    | 'diagnosis'
    | 'form'
    | 'paper'
    | 'anyForm'
    | 'anyPaper'
    | 'eachTransfer'
    | 'results'
    | 'resultPapers'
    | 'prescriptions'
    | 'criticalCalls'
  /** Form code for form and paper. */
  readonly form?: string
  /** Codes of which one at least, and every one that was begun, is asked; for anyForm and anyPaper. */
  readonly forms?: readonly string[]
  /** How the forms are called together, when none is there. */
  readonly name?: string
  /** Asked only of stays that ended so: codes of the house (`death`) and of HL7 (`exp`). */
  readonly endings?: readonly string[]
  /** Not asked of stays that ended so. */
  readonly exceptEndings?: readonly string[]
  readonly source: string
}

/** A paper as the rules see it. */
export interface PaperFacts {
  readonly id: string
  readonly form: string
  readonly title: string
  readonly signed: boolean
  /** Who is waited for: names of the open signature slots, or the author. */
  readonly waitingFor: string | undefined
  /** Ids of what the paper is about: a report, a prescription group. */
  readonly about: readonly string[]
}

/** What a record holds, as far as the rules ask. */
export interface RecordFacts {
  readonly kind: string
  readonly startedOn: Day
  readonly endedOn: Day | undefined
  readonly doctor: string | undefined
  readonly primaryDiagnosis: boolean
  /** How the stay ended: a code of the house or of HL7. */
  readonly ending: string | undefined
  readonly forms: readonly {
    readonly form: string
    readonly completed: boolean
    readonly author: string | undefined
  }[]
  readonly papers: readonly PaperFacts[]
  /** How often the patient went to another department. */
  readonly transfers: number
  readonly orders: readonly {
    readonly id: string
    readonly name: string
    readonly done: boolean
    readonly who: string | undefined
  }[]
  readonly reports: readonly {
    readonly id: string
    readonly title: string
    readonly final: boolean
    readonly who: string | undefined
  }[]
  readonly prescriptions: readonly {
    readonly group: string
    readonly issued: boolean
    readonly who: string | undefined
  }[]
  readonly uncalledCriticals: readonly {
    readonly id: string
    readonly name: string
    readonly who: string | undefined
  }[]
}

/** One thing the record needs: there or missing, with whom, and where to do it. */
export interface Need {
  readonly item: string
  readonly ok: boolean
  /** Message key below records.missing: what lacks. */
  readonly text: string
  readonly name: string
  readonly who: string | undefined
  readonly place: 'exam' | 'documents' | 'laboratory' | 'results' | 'prescriptions'
  readonly target: string | undefined
  readonly source: string
}

/** The rule for a kind of record on the day its visit began; undefined when the kind has none. */
export function completenessRule(
  kind: string,
  on: Day,
  rules: readonly CompletenessRule[],
): CompletenessRule | undefined {
  return rules
    .filter((rule) => rule.recordKind === kind && rule.validFrom <= on && (!rule.validTo || on <= rule.validTo))
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom))[0]
}

/** Everything a record needs by a rule, met or not, in the order of the rule; one gap is told once. */
export function assess(facts: RecordFacts, rule: CompletenessRule): readonly Need[] {
  const needs = rule.items.flatMap((item) => (isAsked(facts, item) ? checks[item.check](facts, item) : []))
  // A form that nobody began has no paper: one gap, told once.
  const absent = new Set(needs.filter(({ text, ok }) => text === 'formAbsent' && !ok).map(({ name }) => name))
  return needs.filter(({ text, name }) => text !== 'paperAbsent' || !absent.has(name))
}

function isAsked({ ending = '' }: RecordFacts, { endings, exceptEndings }: RuleItem): boolean {
  return (!endings || endings.includes(ending)) && !exceptEndings?.includes(ending)
}

/** Day until which the record must be handed in. */
export function dueOn(endedOn: Day, rule: CompletenessRule): Day {
  return addDays(endedOn, rule.handInDays)
}

type Check = (facts: RecordFacts, item: RuleItem) => readonly Need[]

const checks: Readonly<Record<RuleItem['check'], Check>> = {
  diagnosis: (facts, item) => [
    need(item, { ok: facts.primaryDiagnosis, text: 'diagnosis', name: '', who: facts.doctor, place: 'exam' }),
  ],
  form: (facts, item) => {
    const form = facts.forms.find((one) => one.form === item.form)
    return [
      need(item, {
        ok: form?.completed ?? false,
        text: form ? 'formOpen' : 'formAbsent',
        name: item.form ?? '',
        who: form?.author ?? facts.doctor,
        place: 'exam',
      }),
    ]
  },
  paper: (facts, item) => {
    const papers = facts.papers.filter((paper) => paper.form === item.form)
    if (papers.length === 0)
      return [
        need(item, {
          ok: false,
          text: 'paperAbsent',
          name: item.form ?? '',
          who: facts.doctor,
          place: 'documents',
        }),
      ]
    return papers.map((paper) => paperNeed(item, paper))
  },
  anyForm: (facts, item) => {
    const begun = facts.forms.filter((one) => item.forms?.includes(one.form))
    if (begun.length === 0) return [absent(facts, item, 'formAbsent')]
    return begun.map((one) =>
      need(item, { ok: one.completed, text: 'formOpen', name: one.form, who: one.author, place: 'documents' }),
    )
  },
  anyPaper: (facts, item) => {
    const papers = facts.papers.filter((paper) => item.forms?.includes(paper.form))
    // A form that is still open has no paper: one gap, told once.
    const isOpen = facts.forms.some(({ form, completed }) => !completed && item.forms?.includes(form))
    if (papers.length === 0) return isOpen ? [] : [absent(facts, item, 'paperAbsent')]
    return papers.map((paper) => paperNeed(item, paper))
  },
  // Written before the other ward accepts, or after it when the transfer was urgent: one of each for every transfer.
  eachTransfer: (facts, item) =>
    (item.forms ?? []).flatMap((form) => {
      const begun = facts.forms.filter((one) => one.form === form)
      const lacking = Math.max(0, facts.transfers - begun.length)
      return [
        ...begun.map((one) =>
          need(item, { ok: one.completed, text: 'formOpen', name: form, who: one.author, place: 'documents' }),
        ),
        ...Array.from({ length: lacking }, () => absent(facts, { ...item, name: form }, 'formAbsent')),
      ]
    }),
  results: (facts, item) =>
    facts.orders.map((order) =>
      need(item, {
        ok: order.done,
        text: 'result',
        name: order.name,
        who: order.who,
        place: 'laboratory',
        target: order.id,
      }),
    ),
  resultPapers: (facts, item) =>
    facts.reports.map((report) => {
      const paper = facts.papers.find((one) => one.form === item.form && one.about.includes(report.id))
      if (paper) return paperNeed(item, paper)
      return need(item, {
        ok: false,
        text: 'paperAbsent',
        name: report.title,
        who: report.who,
        place: 'documents',
      })
    }),
  prescriptions: (facts, item) =>
    facts.prescriptions.map((prescription) => {
      if (!prescription.issued)
        return need(item, {
          ok: false,
          text: 'prescriptionDraft',
          name: prescription.group,
          who: prescription.who,
          place: 'prescriptions',
        })
      const paper = facts.papers.find((one) => one.form === item.form && one.about.includes(prescription.group))
      return paper
        ? paperNeed(item, paper)
        : need(item, {
            ok: false,
            text: 'paperAbsent',
            name: `${item.form ?? ''} ${prescription.group}`,
            who: prescription.who,
            place: 'documents',
          })
    }),
  criticalCalls: (facts, item) =>
    facts.uncalledCriticals.map((result) =>
      need(item, {
        ok: false,
        text: 'criticalCall',
        name: result.name,
        who: result.who,
        place: 'results',
        target: result.id,
      }),
    ),
}

function absent(facts: RecordFacts, item: RuleItem, text: 'formAbsent' | 'paperAbsent'): Need {
  const name = item.name ?? item.forms?.join(', ') ?? ''
  return need(item, { ok: false, text, name, who: facts.doctor, place: 'documents' })
}

function paperNeed(item: RuleItem, paper: PaperFacts): Need {
  return need(item, {
    ok: paper.signed,
    text: 'signature',
    name: paper.title,
    who: paper.waitingFor,
    place: 'documents',
    target: paper.id,
  })
}

function need(
  item: RuleItem,
  found: Pick<Need, 'ok' | 'text' | 'name' | 'who' | 'place'> & { readonly target?: string },
): Need {
  return { item: item.id, source: item.source, target: undefined, ...found }
}
