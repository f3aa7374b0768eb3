/** Digits only, not all alike, no row up or down: those are the first that anybody tries. */
export function isGoodPin(pin: string, digits: number): boolean {
  if (pin.length !== digits || !/^[0-9]+$/.test(pin)) return false
  const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])))
  const [only] = steps
  return steps.size > 1 || only === undefined || Math.abs(only) > 1
}
