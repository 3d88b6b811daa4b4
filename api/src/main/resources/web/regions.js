import { html } from './lit.js';

/** Those that a phone number may be of. */
const CODES = `AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC
  CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG
  GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
  LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO
  NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
  SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`
  .split(/\s+/);

const names = new Intl.DisplayNames(['en'], { type: 'region' });

/** What a region is called. */
export const regionName = code => names.of(code);

const SORTED = CODES.map(code => ({ code, name: regionName(code) })).sort((one, other) => one.name.localeCompare(other.name));

/** All of them, as options of a select, the `likely` ones on top, with `chosen` chosen. */
export const regionOptions = (chosen, likely = []) => {
  const option = ({ code, name }) => html`<option value=${code} ?selected=${code === chosen}>${name}</option>`;
  const others = SORTED.filter(({ code }) => !likely.includes(code)).map(option);
  return likely.length === 0 ? others : html`
    <optgroup label="By the numbers">${likely.map(code => option({ code, name: regionName(code) }))}</optgroup>
    <optgroup label="All others">${others}</optgroup>`;
};

/** Where this computer says that it is. */
function here() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locales = navigator.languages.map(language => new Intl.Locale(language));
  return [
    ...locales.map(locale => locale.region).filter(Boolean),
    ...CODES.filter(code => new Intl.Locale('und', { region: code }).getTimeZones?.()?.includes(zone)),
  ];
}

/**
 * The region that numbers without a country code are of, where they tell it: of several that suit them alike, the one of this
 * computer.
 *
 * @param fits as a preflight has them
 * @returns its `region`, and `why`; undefined: it cannot be told
 */
export function guessed(fits) {
  const best = fits.filter(fit => fit.mobiles === fits[0].mobiles);
  const chosen = best.length === 1 ? best[0] : best.find(fit => here().includes(fit.region));
  return chosen && {
    region: chosen.region,
    why: `${chosen.mobiles} of the ${chosen.looked} numbers looked at are mobile numbers there`
      + (best.length > 1 ? ', and this computer is set to it' : ''),
  };
}
