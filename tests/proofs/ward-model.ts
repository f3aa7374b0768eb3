/** A ward in a few lines: what the program must agree with, act by act. */
export interface Person {
  status: 'out' | 'in' | 'leave' | 'finished' | 'cancelled'
  department: string
  bed: string | undefined
  transferTo: string | undefined
  transferred: boolean
  endedAt: number
}

export interface Bed {
  readonly department: string
  dirty: boolean
  /** Number of the act by which somebody last came into it. */
  usedAt: number
}

export type Act =
  | { readonly kind: 'admit'; readonly who: number; readonly department: string; readonly bed: string | undefined }
  | { readonly kind: 'move'; readonly who: number; readonly bed: string }
  | { readonly kind: 'swap'; readonly who: number; readonly other: number }
  | { readonly kind: 'leave' | 'back' | 'withdraw' | 'discharge' | 'undo' | 'cancel'; readonly who: number }
  | { readonly kind: 'ask'; readonly who: number; readonly department: string }
  | { readonly kind: 'accept'; readonly who: number; readonly bed: string | undefined }
  | { readonly kind: 'clean'; readonly bed: string }

export class WardModel {
  readonly people: Person[]
  readonly beds: ReadonlyMap<string, Bed>
  private count = 0

  constructor(people: number, beds: ReadonlyMap<string, Bed>) {
    this.people = Array.from({ length: people }, () => ({
      status: 'out',
      department: '',
      bed: undefined,
      transferTo: undefined,
      transferred: false,
      endedAt: 0,
    }))
    this.beds = beds
  }

  private taken(bed: string): boolean {
    return this.people.some((one) => this.isHere(one) && one.bed === bed)
  }

  private isHere(one: Person): boolean {
    return one.status === 'in' || one.status === 'leave'
  }

  private gives(bed: string | undefined, department: string): boolean {
    const known = bed === undefined ? undefined : this.beds.get(bed)
    return bed === undefined || (known?.department === department && !known.dirty && !this.taken(bed))
  }

  private enters(one: Person, bed: string | undefined): void {
    this.empties(one)
    one.bed = bed
    const known = bed === undefined ? undefined : this.beds.get(bed)
    if (known) known.usedAt = this.count
  }

  private empties(one: Person, dirty = true): void {
    const known = one.bed === undefined ? undefined : this.beds.get(one.bed)
    if (known) known.dirty = dirty
  }

  /** Does the act when it is allowed; says whether it is. */
  apply(act: Act): boolean {
    this.count += 1
    if (act.kind === 'clean') {
      const bed = this.beds.get(act.bed)
      if (bed) bed.dirty = false
      return true
    }
    const one = this.people[act.who]
    return one !== undefined && this.does(act, one)
  }

  private does(act: Exclude<Act, { kind: 'clean' }>, one: Person): boolean {
    switch (act.kind) {
      case 'admit':
        return this.admit(one, act.department, act.bed)
      case 'move':
        if (one.status !== 'in' || one.bed === act.bed || !this.gives(act.bed, one.department)) return false
        this.enters(one, act.bed)
        return true
      case 'swap':
        return this.swap(one, this.people[act.other])
      case 'leave':
        if (one.status !== 'in' || one.transferTo) return false
        one.status = 'leave'
        return true
      case 'back':
        if (one.status !== 'leave') return false
        one.status = 'in'
        return true
      case 'undo':
        return this.undo(one)
      case 'cancel':
        return this.cancel(one)
      default:
        return this.transfer(act, one)
    }
  }

  private transfer(
    act: Extract<
      Act,
      { kind: 'ask' | 'withdraw' | 'accept' | 'discharge' | 'leave' | 'back' | 'undo' | 'cancel' }
    >,
    one: Person,
  ): boolean {
    if (act.kind === 'ask') {
      if (one.status !== 'in' || one.transferTo || one.department === act.department) return false
      one.transferTo = act.department
      return true
    }
    if (act.kind === 'discharge') {
      if (!this.isHere(one) || one.transferTo) return false
      this.empties(one)
      Object.assign(one, { status: 'finished', endedAt: this.count })
      return true
    }
    const to = one.status === 'in' ? one.transferTo : undefined
    if (!to || (act.kind === 'accept' && !this.gives(act.bed, to))) return false
    if (act.kind === 'accept') {
      this.enters(one, act.bed)
      Object.assign(one, { department: to, transferred: true })
    }
    one.transferTo = undefined
    return true
  }

  private admit(one: Person, department: string, bed: string | undefined): boolean {
    if (this.isHere(one) || !this.gives(bed, department)) return false
    one.bed = undefined
    this.enters(one, bed)
    Object.assign(one, { status: 'in', department, transferTo: undefined, transferred: false })
    return true
  }

  private swap(one: Person, other: Person | undefined): boolean {
    if (!other || one === other || one.status !== 'in' || other.status !== 'in') return false
    if (!one.bed || !other.bed || one.department !== other.department) return false
    ;[one.bed, other.bed] = [other.bed, one.bed]
    for (const bed of [one.bed, other.bed]) Object.assign(this.beds.get(bed) ?? {}, { usedAt: this.count })
    return true
  }

  private undo(one: Person): boolean {
    if (one.status !== 'finished') return false
    const bed = one.bed === undefined ? undefined : this.beds.get(one.bed)
    if (bed && one.bed && (this.taken(one.bed) || bed.usedAt > one.endedAt)) return false
    if (bed) Object.assign(bed, { dirty: false, usedAt: this.count })
    one.status = 'in'
    return true
  }

  private cancel(one: Person): boolean {
    if (!this.isHere(one) || one.transferred || one.transferTo) return false
    this.empties(one, false)
    Object.assign(one, { status: 'cancelled', bed: undefined })
    return true
  }
}
