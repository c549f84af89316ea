// Numbers as a person reads them, in the page's language.

function makeFormat(lang, text) {
  const number = (value, digits = 0) =>
    new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const digitsFor = (value) => (value < 10 ? 2 : value < 100 ? 1 : 0);
  const km = (metres) => `${number(metres / 1000, digitsFor(metres / 1000))} ${text.km}`;
  const miles = (metres) => `${number(metres / 1609.344, digitsFor(metres / 1609.344))} ${text.mi}`;
  const km2 = (m2) => `${number(m2 / 1e6, digitsFor(m2 / 1e6))} ${text.km2}`;
  return {
    number, km, miles, km2,
    detail: (metres) => (metres > 0 ? `${new Intl.NumberFormat(lang).format(metres / 1000)} ${text.km}` : text.as_drawn),
    both: (metres) => `${km(metres)} (${miles(metres)})`,
    percent: (share) => `${number(100 * share, 2)} %`,
    place: (lon, lat) => `${number(Math.abs(lat), 4)}° ${text.latitude[Number(lat < 0)]}, ${number(Math.abs(lon), 4)}° ${text.longitude[Number(lon < 0)]}`,
    fill: (template, values) => template.replace(/\{(\w+)\}/g, (whole_, key) => values[key] ?? whole_),
  };
}
