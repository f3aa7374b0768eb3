// Special units of UCUM (§21–23): a measured number is not proportional to the quantity. `ratio` turns the number into a
// multiple of the unit's proper unit, `number` turns it back.

interface Scale {
  readonly ratio: (number: number) => number
  readonly number: (ratio: number) => number
  /** Differences of it are proportional: `Cel/min` means kelvin per minute. */
  readonly linear?: number
}

function logarithm(base: number, steps: number): Scale {
  const perStep = Math.log(base) / steps
  return { ratio: (number) => Math.exp(number * perStep), number: (ratio) => Math.log(ratio) / perStep }
}

/** Powers of ten by `10 **`, so that pH 7 is 1e-7 to the last digit. */
function decimalLogarithm(steps: number): Scale {
  return { ratio: (number) => 10 ** (number / steps), number: (ratio) => Math.log10(ratio) * steps }
}

const scales = {
  celsius: { ratio: (number) => number + 273.15, number: (ratio) => ratio - 273.15, linear: 1 },
  fahrenheit: {
    ratio: (number) => ((number + 459.67) * 5) / 9,
    number: (ratio) => (ratio * 9) / 5 - 459.67,
    linear: 5 / 9,
  },
  reaumur: { ratio: (number) => number * 1.25 + 273.15, number: (ratio) => (ratio - 273.15) / 1.25, linear: 1.25 },
  tan100: { ratio: (number) => Math.atan(number / 100), number: (ratio) => Math.tan(ratio) * 100 },
  ln: logarithm(Math.E, 1),
  lg: decimalLogarithm(1),
  lg2: decimalLogarithm(2),
  ld: logarithm(2, 1),
  minusLg: decimalLogarithm(-1),
  minusLg100: logarithm(100, -1),
  minusLg1000: logarithm(1000, -1),
  minusLg50000: logarithm(50_000, -1),
  sqrt: { ratio: (number) => number ** 2, number: Math.sqrt },
} satisfies Record<string, Scale>

export type ScaleName = keyof typeof scales

export function scaleOf(name: string): Scale | undefined {
  return Object.hasOwn(scales, name) ? scales[name as ScaleName] : undefined
}

export type { Scale }
