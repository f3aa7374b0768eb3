/** The day on which somebody born on a day is eighteen; of one born on 29 February the first of March. */
export function ofAge(birthDate: string): string {
  const [year = '', month = '01', day = '01'] = birthDate.split('-')
  const grown = Number(year) + 18
  const leap = (grown % 4 === 0 && grown % 100 !== 0) || grown % 400 === 0
  return month === '02' && day === '29' && !leap ? `${grown}-03-01` : `${grown}-${month}-${day}`
}
