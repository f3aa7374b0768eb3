/** Hills of Hương Sơn, drawn with three lines. */
export function Waves() {
  return (
    <svg className="lo-waves" viewBox="0 0 700 260" preserveAspectRatio="none" aria-hidden="true">
      <path d="M0 90C60 60 120 40 180 44 270 50 330 110 420 106 500 100 560 24 640 16 670 14 690 20 700 26V260H0z" />
      <path d="M0 150C70 118 150 108 230 124 320 142 380 178 460 168 550 156 620 104 700 106V260H0z" />
      <path d="M0 206C110 176 220 190 330 206 460 224 590 214 700 180V260H0z" />
    </svg>
  )
}
